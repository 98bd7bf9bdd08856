import { describe, expect, it } from 'vitest'
import { normalCdf } from '../distributions/normal.ts'
import { frontProbabilities } from './front-probability.ts'

const OPTIONS = { draws: 20_000, seed: 3 }
const minimise = { goal: 'minimise' } as const

describe('frontProbabilities', () => {
  it.each([1, 2, 3])('of two rows is what the normal distribution says, of %i objectives', (m) => {
    const means = Array.from({ length: m }, (_, k) => Float64Array.of(0, 0.4 + 0.3 * k))
    const deviations = Array.from({ length: m }, (_, k) => Float64Array.of(1, 0.5 + k))
    const objectives = Array.from({ length: m }, () => minimise)
    const [first, second] = frontProbabilities(objectives, means, deviations, OPTIONS)
    // a row is dominated where the other is below it in every objective
    const below = means.map(([a, b], k) => normalCdf((b! - a!) / Math.hypot(...deviations[k]!)))
    const error = 4 * (0.5 / Math.sqrt(OPTIONS.draws))
    expect(Math.abs(second! - (1 - below.reduce((p, q) => p * q, 1)))).toBeLessThan(error)
    expect(Math.abs(first! - (1 - below.reduce((p, q) => p * (1 - q), 1)))).toBeLessThan(error)
  })

  it('of known values is 1 on the front and 0 behind it', () => {
    const zero = new Float64Array(3)
    const columns = [Float64Array.of(1, 2, 3), Float64Array.of(3, 1, 3)]
    expect([...frontProbabilities([minimise, minimise], columns, [zero, zero], { draws: 5, seed: 1 })]).toEqual([
      1, 1, 0,
    ])
  })

  it('counts what is drawn within a range as equally good', () => {
    const range = { goal: 'range', low: -9, high: 9 } as const
    const values = [Float64Array.of(0, 1), Float64Array.of(1, 2)]
    const deviations = [Float64Array.of(1, 1), Float64Array.of(0, 0)]
    expect([...frontProbabilities([range, minimise], values, deviations, { draws: 50, seed: 1 })]).toEqual([1, 0])
  })

  it('gives the same for the same seed', () => {
    const columns = [Float64Array.of(1, 1.2, 1.1)]
    const deviations = [Float64Array.of(0.2, 0.2, 0.2)]
    const run = () => frontProbabilities([minimise], columns, deviations, { draws: 100, seed: 7 })
    expect(run()).toEqual(run())
  })
})
