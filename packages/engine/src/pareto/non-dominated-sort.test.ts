import { describe, expect, it } from 'vitest'
import { type Generator, seededGenerator } from '../random/generator.ts'
import { nonDominatedRanks } from './non-dominated-sort.ts'

describe('nonDominatedRanks', () => {
  it.each([1, 2, 3, 4, 5])(
    'peels the fronts of the plain definition, ties and equal rows kept, of %i objectives',
    (m) => {
      const generator = seededGenerator(m)
      for (let round = 0; round < 60; round++) {
        const n = 1 + generator.integer(250)
        const values = 2 + generator.integer(20)
        const losses = Float64Array.from({ length: n * m }, () => generator.integer(values))
        expect(nonDominatedRanks(losses, m)).toEqual(peeledRanks(losses, m))
      }
    },
  )

  it.each([2, 3, 4])('gives a chain a front for each row, and rows on a sphere one front, of %i objectives', (m) => {
    const n = 5_000
    const chain = Float64Array.from({ length: n * m }, (_, at) => n - Math.floor(at / m))
    expect(nonDominatedRanks(chain, m)).toEqual(Int32Array.from({ length: n }, (_, i) => n - 1 - i))
    expect(new Set(nonDominatedRanks(onSphere(seededGenerator(m), n, m), m))).toEqual(new Set([0]))
  })

  it('ranks rows behind a large front as comparing all pairs does', () => {
    const generator = seededGenerator(9)
    const losses = onSphere(generator, 600, 4)
    for (let at = 0; at < 1_200; at++) losses[at]! += generator.uniform()
    expect(nonDominatedRanks(losses, 4)).toEqual(peeledRanks(losses, 4))
  })

  it('takes infinite losses and both zeros, and has no front of nothing', () => {
    expect([...nonDominatedRanks(Float64Array.of(Infinity, 0, -Infinity, -0, 0, 0), 2)]).toEqual([2, 0, 1])
    expect(nonDominatedRanks(new Float64Array(0), 3)).toHaveLength(0)
  })

  it('refuses losses that are no numbers, and rows that are cut', () => {
    expect(() => nonDominatedRanks(Float64Array.of(1, NaN), 2)).toThrow(RangeError)
    expect(() => nonDominatedRanks(Float64Array.of(1, 2, 3), 2)).toThrow(RangeError)
  })
})

function onSphere(generator: Generator, n: number, m: number): Float64Array {
  const losses = Float64Array.from({ length: n * m }, () => Math.abs(generator.normal()))
  for (let i = 0; i < n; i++) {
    const row = losses.subarray(i * m, i * m + m)
    const length = Math.hypot(...row)
    for (let k = 0; k < m; k++) row[k]! /= length
  }
  return losses
}

/** Taking away the undominated again and again. */
function peeledRanks(losses: Float64Array, m: number): Int32Array {
  const ranks = new Int32Array(losses.length / m).fill(-1)
  const isBelow = (i: number, j: number) => {
    let isLess = false
    for (let k = 0; k < m; k++) {
      if (losses[i * m + k]! > losses[j * m + k]!) return false
      if (losses[i * m + k]! < losses[j * m + k]!) isLess = true
    }
    return isLess
  }
  let left = [...ranks.keys()]
  for (let rank = 0; left.length > 0; rank++) {
    const front = left.filter((i) => !left.some((j) => isBelow(j, i)))
    for (const i of front) ranks[i] = rank
    left = left.filter((i) => ranks[i] === -1)
  }
  return ranks
}
