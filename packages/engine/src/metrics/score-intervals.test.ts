import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { regressionIntervals, wilsonInterval } from './score-intervals.ts'
import { r2Score, rootMeanSquaredError } from './scores.ts'

describe('regressionIntervals', () => {
  const draw = (seed: number, n: number) => {
    const generator = seededGenerator(seed)
    const actual = Float64Array.from({ length: n }, () => generator.normal())
    return { actual, predicted: actual.map((value) => 0.8 * value + 0.3 * generator.normal()) }
  }

  it('hold the score itself, and narrow as rows grow', () => {
    const { actual, predicted } = draw(1, 400)
    const wide = regressionIntervals(actual.subarray(0, 40), predicted.subarray(0, 40), seededGenerator(2))
    const narrow = regressionIntervals(actual, predicted, seededGenerator(2))
    expect(narrow.rmse.low).toBeLessThan(rootMeanSquaredError(actual, predicted))
    expect(narrow.rmse.high).toBeGreaterThan(rootMeanSquaredError(actual, predicted))
    expect(narrow.r2!.low).toBeLessThan(r2Score(actual, predicted)!)
    expect(narrow.r2!.high).toBeGreaterThan(r2Score(actual, predicted)!)
    expect(narrow.rmse.high - narrow.rmse.low).toBeLessThan(0.6 * (wide.rmse.high - wide.rmse.low))
  })

  it('hold the true error in about as many samples as they say', () => {
    // (0.2 y)² + 0.3²
    const truth = Math.sqrt(0.04 + 0.09)
    let held = 0
    for (let seed = 0; seed < 100; seed++) {
      const { actual, predicted } = draw(seed, 60)
      const { low, high } = regressionIntervals(actual, predicted, seededGenerator(seed), 0.9).rmse
      if (low <= truth && truth <= high) held++
    }
    expect(held).toBeGreaterThan(82)
    expect(held).toBeLessThan(97)
  })

  it('widen where rows of a group err together', () => {
    const { actual, predicted } = draw(5, 30)
    const copies = (values: Float64Array) => Float64Array.from({ length: 300 }, (_, i) => values[Math.floor(i / 10)]!)
    const groups = Int32Array.from({ length: 300 }, (_, i) => Math.floor(i / 10))
    const width = ({ low, high }: { low: number; high: number }) => high - low
    const single = regressionIntervals(copies(actual), copies(predicted), seededGenerator(1))
    const grouped = regressionIntervals(copies(actual), copies(predicted), seededGenerator(1), 0.95, groups)
    const original = regressionIntervals(actual, predicted, seededGenerator(1))
    expect(width(grouped.rmse)).toBeGreaterThan(2 * width(single.rmse))
    expect(width(grouped.rmse)).toBeCloseTo(width(original.rmse), 10)
  })

  it('are the same for the same seed, and have no R² where the values do not vary', () => {
    const { actual, predicted } = draw(5, 30)
    expect(regressionIntervals(actual, predicted, seededGenerator(1))).toEqual(
      regressionIntervals(actual, predicted, seededGenerator(1)),
    )
    expect(regressionIntervals([1, 1, 1], [1, 2, 3], seededGenerator(1)).r2).toBeNull()
  })

  it('refuse a single row or group', () => {
    expect(() => regressionIntervals([1], [1], seededGenerator(1))).toThrow(RangeError)
    expect(() => regressionIntervals([1, 2], [1, 2], seededGenerator(1), 0.9, Int32Array.of(4, 4))).toThrow(RangeError)
  })
})

describe('wilsonInterval', () => {
  it.each([
    [3, 2, 0.95],
    [1, 0, 0.95],
    [1, 2, 1],
  ])('refuses %d of %d at %d', (successes, trials, confidence) => {
    expect(() => wilsonInterval(successes, trials, confidence)).toThrow(RangeError)
  })
})
