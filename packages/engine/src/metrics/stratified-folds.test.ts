import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { quantileStrata, stratifiedKFold } from './stratified-folds.ts'

function shares(foldOf: Int32Array, strata: Int32Array, k: number): number[][] {
  const count = (fold: number, stratum: number) =>
    strata.filter((number, row) => number === stratum && foldOf[row] === fold).length
  return Array.from({ length: k }, (_fold, fold) =>
    Array.from({ length: Math.max(...strata) + 1 }, (_stratum, stratum) => count(fold, stratum)),
  )
}

const spread = (values: number[]) => Math.max(...values) - Math.min(...values)

describe('stratifiedKFold', () => {
  it.each([
    [100, 5, 3],
    [103, 10, 4],
    [17, 5, 2],
    [12, 12, 3],
  ])('%d rows in %d folds: sizes and each of %d strata differ by at most one', (rows, k, count) => {
    const generator = seededGenerator(rows)
    const strata = Int32Array.from({ length: rows }, () => Math.floor(count * generator.uniform() ** 2))
    const counts = shares(stratifiedKFold(strata, k, generator), strata, k)
    expect(spread(counts.map((fold) => fold.reduce((a, b) => a + b)))).toBeLessThanOrEqual(1)
    for (let stratum = 0; stratum < counts[0]!.length; stratum++) {
      expect(spread(counts.map((fold) => fold[stratum]!))).toBeLessThanOrEqual(1)
    }
  })

  it('keeps groups whole, leaves no fold empty, and shares the strata nearly evenly', () => {
    const generator = seededGenerator(3)
    const groups = Int32Array.from({ length: 400 }, (_, row) => Math.floor(row / 4))
    const strata = groups.map((group) => (group % 4 === 0 ? 1 : 0))
    const foldOf = stratifiedKFold(strata, 5, generator, groups)
    for (let row = 0; row < 400; row++) expect(foldOf[row]).toBe(foldOf[4 * Math.floor(row / 4)])
    for (const [zeros, ones] of shares(foldOf, strata, 5)) expect([zeros, ones]).toEqual([60, 20])
  })

  it('fills every fold even if one group is most of the rows', () => {
    const groups = Int32Array.from({ length: 50 }, (_, row) => (row < 46 ? 0 : row))
    const strata = new Int32Array(50)
    expect(new Set(stratifiedKFold(strata, 5, seededGenerator(1), groups)).size).toBe(5)
  })

  it('depends on the seed alone', () => {
    const strata = Int32Array.from({ length: 60 }, (_, row) => row % 3)
    expect(stratifiedKFold(strata, 4, seededGenerator(1))).toEqual(stratifiedKFold(strata, 4, seededGenerator(1)))
    expect(stratifiedKFold(strata, 4, seededGenerator(1))).not.toEqual(stratifiedKFold(strata, 4, seededGenerator(2)))
  })

  it('refuses more folds than rows or groups', () => {
    expect(() => stratifiedKFold(Int32Array.of(0, 1, 1), 4, seededGenerator(1))).toThrow(RangeError)
    expect(() => stratifiedKFold(Int32Array.of(0, 1, 1), 2, seededGenerator(1), Int32Array.of(5, 5, 5))).toThrow(
      RangeError,
    )
  })
})

describe('quantileStrata', () => {
  it('makes strata of equal size in the order of the target', () => {
    expect([...quantileStrata(Float64Array.of(6, 1, 5, 2, 4, 3), 3)]).toEqual([2, 0, 2, 0, 1, 1])
  })

  it('keeps equal values together', () => {
    const strata = quantileStrata(Float64Array.of(0, 0, 0, 0, 0, 1, 2, 3), 4)
    expect(new Set(strata.subarray(0, 5)).size).toBe(1)
    expect(strata[7]).toBe(3)
  })
})
