import { expect, test } from 'vitest'
import { addMonths } from './day.ts'
import { grainOf, rangeOf, shifted } from './range.ts'

const known = { first: '2023-11-03', last: '2026-10-14' }

test.each([
  ['30d', '2026-09-15', '2026-10-15'],
  ['90d', '2026-07-17', '2026-10-15'],
  ['12m', '2025-11-01', '2026-11-01'],
  ['year', '2026-01-01', '2027-01-01'],
  ['all', '2023-11-03', '2026-10-15'],
] as const)('%s goes from %s to before %s, counted from the last known day', (preset, from, to) => {
  expect(rangeOf(preset, known)).toEqual({ from, to })
})

test('twelve months end with the month that is known to its end', () => {
  expect(rangeOf('12m', { first: '2023-11-03', last: '2026-10-31' })).toEqual({ from: '2025-11-01', to: '2026-11-01' })
})

test('whole months are shifted by months, other ranges by as many days', () => {
  expect(shifted({ from: '2026-02-01', to: '2026-04-01' }, -1, known)).toEqual({ from: '2025-12-01', to: '2026-02-01' })
  expect(shifted({ from: '2026-02-02', to: '2026-02-12' }, 1, known)).toEqual({ from: '2026-02-12', to: '2026-02-22' })
})

test('a range is not shifted to where nothing is known', () => {
  expect(shifted({ from: '2026-10-01', to: '2026-11-01' }, 1, known)).toBeUndefined()
  expect(shifted({ from: '2023-11-01', to: '2023-12-01' }, -1, known)).toBeUndefined()
})

test('the last day of a month stays within a shorter one', () => {
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
  expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
})

test('a grain that is chosen stays, and auto goes by the length of the range', () => {
  const year = { from: '2025-01-01', to: '2026-01-01' }
  expect([grainOf('day', year), grainOf('auto', year)]).toEqual(['day', 'month'])
  expect(grainOf('auto', { from: '2026-01-01', to: '2026-02-01' })).toBe('day')
  expect(grainOf('auto', { from: '2026-01-01', to: '2026-04-01' })).toBe('week')
})
