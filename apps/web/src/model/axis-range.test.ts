import { expect, test } from 'vitest'
import { extended, ticksOf } from './axis-range.ts'

test.each([
  [[0.061, 0.17], { low: 0.06, high: 0.18 }],
  [[-3, 71.2], { low: -10, high: 80 }],
  [[5, 5], { low: 5, high: 5 }],
  [[Number.NaN, 2, 3], { low: 2, high: 3 }],
])('values %j get a scale with round ends', (values, range) => {
  const found = extended(null, values)!
  expect(found.low).toBeLessThanOrEqual(range.low + 1e-9)
  expect(found.high).toBeGreaterThanOrEqual(Math.max(...values.filter((value) => !Number.isNaN(value))))
  expect(ticksOf(found).every((tick) => tick >= found.low - 1e-9 && tick <= found.high + 1e-9)).toBe(true)
})

test('a scale stays the same object while values fit, and never shrinks', () => {
  const range = { low: 0, high: 10 }
  expect(extended(range, [2, 9.9])).toBe(range)
  expect(extended(range, [])).toBe(range)
  expect(extended(range, [12])).toMatchObject({ low: 0 })
  expect(extended(null, [Number.NaN])).toBeNull()
})
