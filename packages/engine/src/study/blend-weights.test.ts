import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { blendWeights } from './blend-weights.ts'

const N = 200
const rows = Int32Array.from({ length: N }, (_, i) => i)
const generator = seededGenerator(5)
const noise = () => Float64Array.from({ length: N }, () => generator.normal())
const target = noise()
const off = (by: number) => {
  const errors = noise()
  return target.map((value, i) => value + by * errors[i]!)
}

describe('blendWeights', () => {
  it('gives a perfect predictor all the weight', () => {
    expect([...blendWeights([off(1), target.slice(), off(1)], target, rows, 'rmse')]).toEqual([0, 1, 0])
  })

  it.each(['rmse', 'mae'] as const)('blends predictors with independent errors about evenly by %s', (metric) => {
    const weights = blendWeights([off(1), off(1), off(20)], target, rows, metric)
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
    expect(weights[0]).toBeGreaterThan(0.3)
    expect(weights[1]).toBeGreaterThan(0.3)
    expect(weights[2]).toBeLessThan(0.05)
  })

  it('is never worse on its rows than the best predictor alone', () => {
    const predictions = [off(1), off(1.1), off(0.9)]
    const weights = blendWeights(predictions, target, rows, 'rmse')
    const loss = (of: (i: number) => number) => rows.reduce((sum, i) => sum + (of(i) - target[i]!) ** 2, 0)
    const blended = loss((i) => predictions.reduce((sum, prediction, k) => sum + weights[k]! * prediction[i]!, 0))
    for (const prediction of predictions) expect(blended).toBeLessThanOrEqual(loss((i) => prediction[i]!))
  })

  it('looks at the given rows only', () => {
    const poor = target.map((value, i) => (i < 100 ? value : value + 50))
    expect([...blendWeights([off(0.5), poor], target, rows.subarray(0, 100), 'rmse')]).toEqual([0, 1])
  })

  it('refuses nothing to blend', () => {
    expect(() => blendWeights([], target, rows, 'rmse')).toThrow(RangeError)
    expect(() => blendWeights([target], target, [], 'rmse')).toThrow(RangeError)
  })
})
