import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { signedRankTest } from './signed-rank-test.ts'

describe('signedRankTest', () => {
  it("gives scipy's values of Darwin's plants (scipy.stats.wilcoxon, method exact)", () => {
    const test = signedRankTest([6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75])
    expect(test.statistic).toBe(96)
    expect(test.twoSided).toBeCloseTo(0.041259765625, 14)
    expect(test.greater).toBeCloseTo(0.0206298828125, 14)
  })

  it('gives 2⁻ⁿ where all differences have one sign', () => {
    expect(signedRankTest([1, 2, 3, 4]).greater).toBe(1 / 16)
    expect(signedRankTest([-1, -2, -3, -4]).less).toBe(1 / 16)
    expect(signedRankTest([-1, -2, -3, -4]).greater).toBe(1)
  })

  it('gives half the rank of a zero to either side', () => {
    expect(signedRankTest([0, 1, -2]).statistic).toBe(0.5 + 2)
  })

  it('counts the signs that give as large a sum, with ties and zeros', () => {
    const generator = seededGenerator(2)
    for (let round = 0; round < 40; round++) {
      const differences = Array.from({ length: 2 + generator.integer(8) }, () => generator.integer(7) - 3)
      const { greater, less } = signedRankTest(differences)
      const counted = countedTails(differences)
      expect(greater).toBeCloseTo(counted.greater, 12)
      expect(less).toBeCloseTo(counted.less, 12)
    }
  })

  it('comes near the counted distribution beyond 50 differences, where it is normal', () => {
    const n = 51
    const differences = Array.from({ length: n }, (_, i) => (i % 3 === 0 ? -1 : 1) * (i + 1))
    const positive = differences.reduce((sum, value) => sum + Math.max(value, 0), 0)
    // subsets of 1 … n by their sums
    let subsets = new Map([[0, 1]])
    for (let rank = 1; rank <= n; rank++) {
      const next = new Map(subsets)
      for (const [sum, count] of subsets) next.set(sum + rank, (next.get(sum + rank) ?? 0) + count)
      subsets = next
    }
    let reached = 0
    for (const [sum, count] of subsets) if (sum >= positive) reached += count
    expect(signedRankTest(differences).greater / (reached / 2 ** n)).toBeCloseTo(1, 1)
  })

  it('says nothing of differences that are all zero', () => {
    expect(signedRankTest([0, 0, 0])).toMatchObject({ greater: 1, less: 1, twoSided: 1 })
    expect(signedRankTest(Array.from({ length: 60 }, () => 0))).toMatchObject({ greater: 1, less: 1, twoSided: 1 })
  })

  it('refuses nothing and what is not a number', () => {
    expect(() => signedRankTest([])).toThrow(RangeError)
    expect(() => signedRankTest([1, Number.NaN])).toThrow(RangeError)
  })
})

/** All 2ⁿ signs of the differences, one after the other. */
function countedTails(differences: readonly number[]): { greater: number; less: number } {
  const sizes = differences.map(Math.abs)
  const ranks = sizes.map(
    (size) => sizes.filter((other) => other < size).length + (sizes.filter((other) => other === size).length + 1) / 2,
  )
  const signed = [...ranks.keys()].filter((i) => differences[i] !== 0)
  const observed = signed.reduce((sum, i) => sum + (differences[i]! > 0 ? ranks[i]! : 0), 0)
  let [greater, less] = [0, 0]
  for (let signs = 0; signs < 2 ** signed.length; signs++) {
    const sum = signed.reduce((total, i, k) => total + ((signs >> k) & 1) * ranks[i]!, 0)
    if (sum >= observed) greater++
    if (sum <= observed) less++
  }
  return { greater: greater / 2 ** signed.length, less: less / 2 ** signed.length }
}
