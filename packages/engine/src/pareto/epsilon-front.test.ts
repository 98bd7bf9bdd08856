import { expect, it } from 'vitest'
import { epsilonFront } from './epsilon-front.ts'

it('epsilonFront keeps the row of a box that is nearest to its best corner, and the best of each objective', () => {
  const losses = Float64Array.of(0.9, 1.1, 0.2, 1.6, 1.3, 0.7, 1.9, 0.1, 1.5, 0.5)
  expect(epsilonFront(losses, 2, [1, 1])).toEqual([1, 3, 4])
  expect(epsilonFront(losses, 2, [0, 0])).toEqual([0, 1, 2, 3, 4])
  expect(epsilonFront(new Float64Array(0), 2, [1, 1])).toEqual([])
})
