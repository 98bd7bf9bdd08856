import { expect, it } from 'vitest'
import { scaledCondition } from './condition.ts'

it.each([
  ['orthogonal columns of any unit', [5, 0, 0, 0, 1e9, 0, 0, 0, 1e-9], 3, 1],
  // unit columns at an angle of cosine c have singular values √(1 ± c)
  ['two columns at an angle', [1, 0.96, 0, 0.28], 2, 7],
  ['nearly parallel columns', [1, 1, 0, 1e-8], 2, 2e8],
])('the scaled condition of %s', (_, upper, p, condition) => {
  expect(scaledCondition(Float64Array.from(upper), p) / condition).toBeCloseTo(1, 3)
})
