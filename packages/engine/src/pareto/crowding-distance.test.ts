import { expect, it } from 'vitest'
import { crowdingDistances } from './crowding-distance.ts'

it('crowdingDistances are the gaps between neighbours, in parts of the range of each front', () => {
  const losses = Float64Array.of(0, 10, 1, 5, 4, 0, 3, 3, 20, 20)
  const room = crowdingDistances(losses, 2, Int32Array.of(0, 0, 0, 0, 1))
  expect([...room]).toEqual([Infinity, 3 / 4 + 7 / 10, Infinity, 3 / 4 + 5 / 10, Infinity])
})

it('crowdingDistances give rows that are equal in an objective nothing for it', () => {
  expect([...crowdingDistances(Float64Array.of(1, 1, 1, 1, 1, 1), 2, new Int32Array(3))]).toEqual([0, 0, 0])
})
