import { describe, expect, it } from 'vitest'
import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import type { Loss } from '../../losses/loss.ts'
import { seededGenerator } from '../../random/generator.ts'
import { binFeatures } from '../bins/bin-features.ts'
import { predictRaw } from '../predict/predict-raw.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import { type BoostingOptions, DEPTH_WISE_DEFAULTS, LEAF_WISE_DEFAULTS } from './boosting-options.ts'
import { trainBoosting } from './train-boosting.ts'

const LEVELS = [0, 0, 0, 6] as const
const GRID = 41

/** Rows of noise that wants to rise and fall in every feature; the third has missing values, the fourth is a category. */
function noise(loss: Loss, seed: number): { matrix: FeatureMatrix; target: Float64Array } {
  const generator = seededGenerator(seed)
  const rows = 250
  const columns = LEVELS.map((levels, j) =>
    Float64Array.from({ length: rows }, () => {
      if (j === 2 && generator.integer(5) === 0) return Number.NaN
      return levels > 0 ? generator.integer(levels) : generator.uniform()
    }),
  )
  const target = Float64Array.from({ length: rows }, (_, i) => {
    const wave = columns.reduce((sum, column, j) => sum + Math.sin(9 * (column[i]! || 0) + j), 0)
    if (loss.kind === 'logistic') return wave + generator.normal() > 0 ? 1 : 0
    return loss.kind === 'poisson' ? Math.round(Math.exp(wave / 2)) : wave + generator.normal()
  })
  return { matrix: { rows, columns, levels: Int32Array.from(LEVELS) }, target }
}

/** The largest step against the direction along a feature, from random rows. */
function worstStep(ensemble: TreeEnsemble, feature: number, direction: number, seed: number): number {
  const generator = seededGenerator(seed)
  const starts = Array.from({ length: 50 }, () =>
    LEVELS.map((levels) => {
      if (generator.integer(6) === 0) return Number.NaN
      return levels > 0 ? generator.integer(levels + 1) : generator.uniform()
    }),
  )
  const columns = LEVELS.map((_, j) =>
    Float64Array.from({ length: starts.length * GRID }, (_cell, at) => {
      const step = at % GRID
      return j === feature ? step / (GRID - 1) : starts[Math.floor(at / GRID)]![j]!
    }),
  )
  const predicted = predictRaw(ensemble, { rows: starts.length * GRID, columns, levels: ensemble.levels })
  let worst = 0
  for (let at = 1; at < predicted.length; at++) {
    if (at % GRID > 0) worst = Math.max(worst, -direction * (predicted[at]! - predicted[at - 1]!))
  }
  return worst
}

describe('monotone constraints', () => {
  const growths: readonly BoostingOptions[] = [
    { ...LEAF_WISE_DEFAULTS, rounds: 30, minChildSamples: 3 },
    { ...DEPTH_WISE_DEFAULTS, rounds: 15, maxDepth: 7 },
    { ...LEAF_WISE_DEFAULTS, rounds: 30, minChildSamples: 3, rowFraction: 0.6, featureFractionByNode: 0.5, l1: 0.5 },
  ]
  const losses: readonly Loss[] = [
    { kind: 'squared' },
    { kind: 'logistic' },
    { kind: 'poisson' },
    { kind: 'absolute' },
    { kind: 'huber', delta: 0.5 },
    { kind: 'quantile', level: 0.8 },
  ]
  const cases = losses.flatMap((loss) =>
    growths.map((growth, k) => ({ loss, growth, name: `${loss.kind}, growth ${k}` })),
  )

  it.each(cases)('hold wherever the model is asked: $name', ({ loss, growth }) => {
    for (const directions of [
      [1, -1, 0, 0],
      [-1, 0, 1, 0],
      [1, 1, -1, 0],
    ]) {
      const { matrix, target } = noise(loss, 7)
      const options = { ...growth, loss, monotone: Int8Array.from(directions) }
      const ensemble = trainBoosting(binFeatures(matrix), { target }, options)
      const free = trainBoosting(binFeatures(matrix), { target }, { ...options, monotone: new Int8Array(0) })
      directions.forEach((direction, j) => {
        if (direction === 0) return
        expect(worstStep(ensemble, j, direction, 8)).toBeLessThan(1e-12)
        expect(worstStep(free, j, direction, 8)).toBeGreaterThan(0.05)
      })
    }
  })

  it('leave a response that keeps to them as it is', () => {
    const { matrix } = noise({ kind: 'squared' }, 5)
    const target = matrix.columns[0]!.map((value, i) => 3 * value - matrix.columns[1]![i]!)
    const options = { ...LEAF_WISE_DEFAULTS, rounds: 200, minChildSamples: 3 }
    const monotone = Int8Array.of(1, -1, 0, 0)
    const ensemble = trainBoosting(binFeatures(matrix), { target }, { ...options, monotone })
    predictRaw(ensemble, matrix).forEach((value, i) => expect(Math.abs(value - target[i]!)).toBeLessThan(0.1))
  })

  it('let a feature that goes the other way do nothing', () => {
    const { matrix } = noise({ kind: 'squared' }, 5)
    const only: FeatureMatrix = { rows: matrix.rows, columns: [matrix.columns[0]!], levels: new Int32Array(1) }
    const target = only.columns[0]!.map((value) => -value)
    const options = { ...LEAF_WISE_DEFAULTS, rounds: 5, monotone: Int8Array.of(1) }
    expect([...trainBoosting(binFeatures(only), { target }, options).feature]).toEqual([-1, -1, -1, -1, -1])
  })
})
