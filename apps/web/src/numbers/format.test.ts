import { expect, test } from 'vitest'
import { formatBytes, formatInteger, formatNumber, formatPValue, formatShort, plural } from './format.ts'
import { formatDuration, formatTimeAgo } from './time.ts'

test.each([
  [0, '0'],
  [1030, '1\u202f030'],
  [-23.331214, '−23.33'],
  [0.119804, '0.1198'],
  [0.00012346, '0.0001235'],
  [0.0000213, '2.130 × 10⁻⁵'],
  [12345678, '1.235 × 10⁷'],
  [1234.5678, '1\u202f235'],
  [9.99999, '10.00'],
  [-0.5, '−0.5000'],
  [Number.POSITIVE_INFINITY, '∞'],
])('%d is written %s, to four significant digits', (value, text) => {
  expect(formatNumber(value)).toBe(text)
})

test.each([
  [0.0000001, '< 0.001'],
  [0.00099, '< 0.001'],
  [0.0011, '0.001'],
  [0.04999, '0.050'],
  [1, '1.000'],
])('the p-value %d is written %s', (p, text) => {
  expect(formatPValue(p)).toBe(text)
})

test.each([
  [32.2, '32.2'],
  [0.4, '0.4'],
  [1100.5, '1\u202f101'],
  [2e-5, '2 × 10⁻⁵'],
  [100, '100'],
])('%d alone is written %s, without trailing zeros', (value, text) => {
  expect(formatShort(value)).toBe(text)
})

test('counts and sizes carry their units', () => {
  expect(formatInteger(-1234567)).toBe('−1\u202f234\u202f567')
  expect(plural(1, 'row')).toBe('1 row')
  expect(plural(1030, 'row')).toBe('1\u202f030 rows')
  expect([999, 41_234, 5_600_000].map(formatBytes)).toEqual(['999 B', '41.2 kB', '5.60 MB'])
})

test.each([
  [420, '0.42sec'],
  [59_990, '59.99sec'],
  [125_000, '2:05min'],
])('%d ms is written %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text)
})

test('the age of a job is told in the largest whole unit', () => {
  const now = new Date('2026-03-01T12:00:00Z')
  const ages = ['2026-03-01T11:59:58Z', '2026-03-01T11:59:00Z', '2026-03-01T09:30:00Z', '2026-01-01T00:00:00Z']
  expect(ages.map((then) => formatTimeAgo(new Date(then), now))).toEqual([
    'just now',
    '1 minute ago',
    '2 hours ago',
    '2026-01-01',
  ])
})
