import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { summariseShap } from './shap-summary.ts'

describe('summariseShap', () => {
  it('ranks features by their mean size, equal ones in their own order', () => {
    const { mean, order, rank } = summariseShap(Float64Array.of(1, -4, 0, 1, -1, 2, 0, -1), 4, seededGenerator(1))
    expect([...mean]).toEqual([1, 3, 0, 1])
    expect([...order]).toEqual([1, 0, 3, 2])
    expect([...rank]).toEqual([2, 1, 4, 3])
  })

  it('has the standard error of a mean', () => {
    const generator = seededGenerator(2)
    const values = Float64Array.from({ length: 400 }, () => generator.normal())
    const { standardError } = summariseShap(values, 1, generator, 2000)
    // |normal| has the variance 1 − 2/π
    expect(Math.abs(standardError[0]! / Math.sqrt((1 - 2 / Math.PI) / 400) - 1)).toBeLessThan(0.12)
  })

  it('has firm ranks where features are far apart, and wide ones where they are alike', () => {
    const generator = seededGenerator(3)
    const scales = [10, 1, 1, 1, 0.01]
    const values = Float64Array.from({ length: 5 * 100 }, (_, at) => scales[at % 5]! * generator.normal())
    const { rank, rankLow, rankHigh } = summariseShap(values, 5, generator)
    expect([rankLow[0], rankHigh[0], rankLow[4], rankHigh[4]]).toEqual([1, 1, 5, 5])
    for (let j = 1; j < 4; j++) {
      expect(rankLow[j]).toBeLessThanOrEqual(rank[j]!)
      expect(rankHigh[j]).toBeGreaterThanOrEqual(rank[j]!)
    }
    expect(Math.max(...[1, 2, 3].map((j) => rankHigh[j]! - rankLow[j]!))).toBeGreaterThan(0)
  })

  it.each([
    [5, 2, 10],
    [0, 2, 10],
    [4, 2, 0],
  ])('refuses %d values of %d features in %d repeats', (count, p, repeats) => {
    expect(() => summariseShap(new Float64Array(count), p, seededGenerator(1), repeats)).toThrow(RangeError)
  })
})
