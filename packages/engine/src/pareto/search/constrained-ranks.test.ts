import { expect, it } from 'vitest'
import { constrainedRanks } from './constrained-ranks.ts'

it('constrainedRanks put what is not allowed behind all fronts, by how much it violates', () => {
  const losses = Float64Array.of(1, 1, 2, 2, 0, 0, 0, 3, 0, 0, 9, 9)
  const violations = Float64Array.of(0, 0, 2, 0, 1, 2)
  expect([...constrainedRanks(losses, 2, violations)]).toEqual([0, 1, 3, 0, 2, 3])
  expect([
    ...constrainedRanks(
      losses,
      2,
      violations.map((x) => x + 1),
    ),
  ]).toEqual([0, 0, 2, 0, 1, 2])
})
