import { describe, expect, it } from 'vitest'
import { sampleCalculator } from '../test/sample-report.ts'
import { evaluateCalculator, startValues, termValues } from './calculator.ts'
import type { CalculatorBlock } from './document.ts'

/** y = 2 + 3 (x − 10) / 5, with a covariance that can be worked out by hand. */
const LINE: CalculatorBlock = {
  kind: 'calculator',
  id: 'line',
  title: 'Line',
  response: { name: 'y' },
  inputs: [{ kind: 'number', name: 'x', low: 0, high: 20, start: 10 }],
  terms: [
    { name: '(intercept)', estimate: 2, pieces: [] },
    { name: 'x', estimate: 3, pieces: [{ kind: 'power', input: 'x', power: 1, center: 10, scale: 5 }] },
  ],
  covariance: [0.04, 0.01, 0.01, 0.09],
  sigma: 2,
  quantile: 2,
  confidence: 0.95,
}

describe('evaluateCalculator', () => {
  it("predicts the sum of estimate × term, its error √(x'Cx), and adds σ² for a new measurement", () => {
    const result = evaluateCalculator(LINE, { x: 20 })
    const variance = 0.04 + 2 * 2 * 0.01 + 4 * 0.09
    expect(result.prediction).toBe(8)
    expect(result.standardError).toBeCloseTo(Math.sqrt(variance), 14)
    expect(result.confidenceHigh).toBeCloseTo(8 + 2 * Math.sqrt(variance), 14)
    expect(result.predictionLow).toBeCloseTo(8 - 2 * Math.sqrt(variance + 4), 14)
    expect(result.outside).toEqual([])
  })

  it('gives no confidence limits without a covariance, and prediction limits from σ alone', () => {
    const result = evaluateCalculator({ ...LINE, covariance: null }, { x: 10 })
    expect(result).toMatchObject({ standardError: null, confidenceLow: null, confidenceHigh: null })
    expect(result).toMatchObject({ prediction: 2, predictionLow: -2, predictionHigh: 6 })
  })

  it('names the inputs outside the data; the ends of the range belong to it', () => {
    expect(evaluateCalculator(LINE, { x: 20.1 }).outside).toEqual(['x'])
    expect(evaluateCalculator(LINE, { x: 0 }).outside).toEqual([])
  })

  it('multiplies the pieces of a term: powers, logarithms, and codes of levels', () => {
    const block = sampleCalculator()
    const inputs = { ...startValues(block), "水セメント比 [%] 'A'": 65.5, 材齢: 10, セメント種類: '1' }
    expect([...termValues(block, inputs)]).toEqual([1, 2, 4, Math.log(10), -1, -1, -2])
  })

  it('starts inside the data', () => {
    const block = sampleCalculator()
    expect(evaluateCalculator(block, startValues(block)).outside).toEqual([])
  })

  it.each([
    ['a missing input', {}, 'x needs a number'],
    ['a text for a number', { x: '12' }, 'x needs a number'],
    ['NaN', { x: Number.NaN }, 'x needs a number'],
  ])('refuses %s', (_, inputs, message) => {
    expect(() => evaluateCalculator(LINE, inputs)).toThrow(new RangeError(message))
  })

  it.each([
    ['an unknown level', { セメント種類: 'n*' }, /セメント種類 needs one of/],
    ['a logarithm of nothing', { 材齢: 0 }, /no value where 材齢 is 0/],
  ])('refuses %s', (_, input, message) => {
    const block = sampleCalculator()
    expect(() => evaluateCalculator(block, { ...startValues(block), ...input })).toThrow(message)
  })
})
