import { expect, it } from 'vitest'
import { desirabilities } from './desirability.ts'

it('desirabilities are weighted geometric means of the wishes, and nothing makes up for a zero', () => {
  const scales = [
    { best: 0, worst: 10, shape: 1, weight: 1 },
    { best: 0, worst: 1, shape: 2, weight: 3 },
  ]
  const [both, beyond, bad] = desirabilities(Float64Array.of(5, 0.5, -3, 0.5, 10, -1), scales)
  expect(both).toBeCloseTo((0.5 * 0.25 ** 3) ** (1 / 4), 14)
  expect(beyond).toBeCloseTo(0.25 ** (3 / 4), 14)
  expect(bad).toBe(0)
})

it('desirabilities do not divide by a scale of no width', () => {
  expect([...desirabilities(Float64Array.of(1, 2), [{ best: 1, worst: 1, shape: 1, weight: 1 }])]).toEqual([1, 0])
})
