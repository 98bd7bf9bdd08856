import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { binEdges } from './bin-edges.ts'

const INFINITE = Number.POSITIVE_INFINITY

/** Values in each bin. */
function countsOf(values: Float64Array, edges: Float64Array): number[] {
  const counts = Array<number>(edges.length).fill(0)
  for (const value of values) if (!Number.isNaN(value)) counts[edges.findIndex((edge) => value <= edge)]!++
  return counts
}

describe('binEdges', () => {
  it('gives each of few distinct values a bin of its own, with edges midway', () => {
    expect(binEdges(Float64Array.of(5, 1, 1, 2, Number.NaN, 9, 2), 4)).toEqual(Float64Array.of(1.5, 3.5, 7, INFINITE))
  })

  it.each([2, 3, 10, 100, 255])('divides distinct values evenly over %d bins', (maxBins) => {
    const generator = seededGenerator(maxBins)
    const values = Float64Array.from({ length: 1000 }, () => generator.normal())
    const edges = binEdges(values, maxBins)
    expect(edges).toHaveLength(maxBins)
    const counts = countsOf(values, edges)
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(Math.floor(1000 / maxBins) - 1)
    expect(Math.max(...counts)).toBeLessThanOrEqual(Math.ceil(1000 / maxBins) + 1)
  })

  it('has edges midway between neighbouring values, ascending, the last infinite', () => {
    const generator = seededGenerator(1)
    const values = Float64Array.from({ length: 700 }, () => Math.round(100 * generator.normal()) / 100)
    const distinct = [...new Set(values)].sort((a, b) => a - b)
    const edges = [...binEdges(values, 40)]
    expect(edges.pop()).toBe(INFINITE)
    expect(edges).toHaveLength(39)
    const middles = distinct.slice(1).map((value, k) => value / 2 + distinct[k]! / 2)
    for (const edge of edges) expect(middles).toContain(edge)
    expect(edges).toEqual([...new Set(edges)].sort((a, b) => a - b))
  })

  it.each([0, 50, 99])('gives a value with most rows a bin of its own at %d of 99, and the others the rest', (mode) => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i < 600 ? mode : i % 100))
    const edges = binEdges(values, 11)
    expect(edges).toHaveLength(11)
    const counts = countsOf(values, edges)
    expect(counts.filter((count) => count === 604)).toHaveLength(1)
    for (const count of counts) expect([36, 40, 44, 604]).toContain(count)
  })

  it.each([
    [16, [10, 6, 60, 12, 12]],
    [13, [10, 63, 9, 9, 9]],
  ])('parts what stands before such a value from it where it is half a bin: %d values', (before, counts) => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i < 60 ? before : i - 60 + (i - 60 < before ? 0 : 1)))
    expect(countsOf(values, binEdges(values, 5))).toEqual(counts)
  })

  it.each([1, 2, 3, 4, 5, 6])('keeps to the number of bins, all of them used, whatever the counts: %d', (seed) => {
    const generator = seededGenerator(seed)
    for (let repeat = 0; repeat < 200; repeat++) {
      const power = 1 + generator.integer(6)
      const values = Float64Array.from({ length: 20 + generator.integer(300) }, () =>
        Math.floor(80 * generator.uniform() ** power * (generator.integer(2) === 0 ? 1 : -1)),
      )
      const maxBins = 2 + generator.integer(30)
      const edges = binEdges(values, maxBins)
      expect(edges.length).toBeLessThanOrEqual(maxBins)
      expect(edges.length).toBeGreaterThan(Math.min(maxBins, new Set(values).size) / 2)
      expect(countsOf(values, edges).every((count) => count > 0)).toBe(true)
    }
  })

  it('has a bin for no values, and for one value', () => {
    for (const values of [[], [Number.NaN], [3, 3, 3]]) {
      expect(binEdges(Float64Array.from(values), 255)).toEqual(Float64Array.of(INFINITE))
    }
  })

  it('keeps neighbouring doubles and infinite values apart', () => {
    const next = 1 + Number.EPSILON
    const values = [Number.NEGATIVE_INFINITY, -Number.MAX_VALUE, 1, next, Number.MAX_VALUE, INFINITE]
    const edges = binEdges(Float64Array.from(values), 255)
    expect(countsOf(Float64Array.from(values), edges)).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('takes 0 and −0 for one value', () => {
    expect(binEdges(Float64Array.of(0, -0, 1), 255)).toEqual(Float64Array.of(0.5, INFINITE))
  })

  it('looks at an evenly spaced part of very many values', () => {
    const values = Float64Array.from({ length: 200_000 }, (_, i) => i)
    const counts = countsOf(values.subarray(0), binEdges(values, 100))
    expect(counts).toHaveLength(100)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(20)
  })
})
