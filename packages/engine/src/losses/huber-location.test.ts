import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { huberLocation } from './huber-location.ts'

describe('huberLocation', () => {
  const generator = seededGenerator(4)
  const values = Float64Array.from({ length: 31 }, () => generator.normal())

  it('is the mean where delta holds all values', () => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    expect(huberLocation(values, 100, null)).toBeCloseTo(mean, 12)
  })

  it('goes to the median as delta goes to 0', () => {
    expect(huberLocation(values, 1e-9, null)).toBeCloseTo(values.toSorted()[15]!, 8)
    expect(huberLocation(Float64Array.of(0, 10), 1, null)).toBe(5)
  })

  it('holds an outlier at delta', () => {
    // derivative: (m − 0) + (m − 1) + (m − 2) − 0.5 = 0
    for (const far of [50, 1e6]) expect(huberLocation(Float64Array.of(0, 1, 2, far), 2, null)).toBeCloseTo(5 / 3, 12)
  })

  it('counts a row as often as its weight says', () => {
    const weights = Float64Array.from(values, () => 1 + generator.integer(4))
    const repeated = Float64Array.from(Array.from(values).flatMap((v, i) => Array<number>(weights[i]!).fill(v)))
    expect(huberLocation(values, 0.4, weights)).toBeCloseTo(huberLocation(repeated, 0.4, null), 12)
  })

  it.each([1, 5, 40])('is the value that all %d rows have', (rows) => {
    expect(huberLocation(new Float64Array(rows).fill(7.25), 0.1, null)).toBeCloseTo(7.25, 12)
  })

  it('refuses no values', () => {
    expect(() => huberLocation(new Float64Array(0), 1, null)).toThrow(RangeError)
  })
})
