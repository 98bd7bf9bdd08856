import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { dominates, nonDominationRanks } from './non-domination.ts'

describe('dominates', () => {
  it.each([
    [[1, 2], [1, 3], true],
    [[1, 2], [1, 2], false],
    [[1, 2], [2, 1], false],
    [[2, 2], [1, 3], false],
    [[0], [1], true],
    [[1, 1, 1], [1, 1, 2], true],
  ])('says of %j over %j: %j', (a, b, expected) => {
    expect(dominates(a, b)).toBe(expected)
  })
})

describe('nonDominationRanks', () => {
  it('ranks a closed case: two fronts, and a point behind both', () => {
    const losses = [
      [3, 3],
      [1, 2],
      [2, 1],
      [2, 2],
      [1, 2],
    ]
    expect([...nonDominationRanks(losses)]).toEqual([2, 0, 0, 1, 0])
  })

  it('has no front of nothing', () => {
    expect(nonDominationRanks([])).toHaveLength(0)
  })

  it.each([1, 2, 3, 4])(
    'peels the same fronts as taking away the undominated again and again, of %i objectives',
    (m) => {
      const generator = seededGenerator(m)
      for (let round = 0; round < 30; round++) {
        // few values, so that there are ties and equal vectors
        const losses = Array.from({ length: 40 }, () => Array.from({ length: m }, () => generator.integer(6)))
        expect([...nonDominationRanks(losses)]).toEqual(peeledRanks(losses))
      }
    },
  )
})

function peeledRanks(losses: readonly (readonly number[])[]): number[] {
  const ranks = losses.map(() => -1)
  for (let rank = 0; ranks.includes(-1); rank++) {
    const left = [...losses.keys()].filter((i) => ranks[i] === -1)
    const front = left.filter((i) => !left.some((j) => dominates(losses[j]!, losses[i]!)))
    for (const i of front) ranks[i] = rank
  }
  return ranks
}
