import { describe, expect, it } from 'vitest'
import { interventionalGame, shapleyValues } from '../../test/brute-force-shapley.ts'
import { type FeatureMatrix, takeRows } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import { binFeatures } from '../trees/bins/bin-features.ts'
import { type BoostingOptions, DEPTH_WISE_DEFAULTS, LEAF_WISE_DEFAULTS } from '../trees/boost/boosting-options.ts'
import { trainBoosting } from '../trees/boost/train-boosting.ts'
import { predictRaw } from '../trees/predict/predict-raw.ts'
import { meanOf } from './prediction-function.ts'
import { shapOfOutput } from './shap-values.ts'
import { treeShap, treeShapInteractions } from './tree-shap.ts'

const LEVELS = [0, 0, 5, 0] as const

/** Two numbers that act together, a category, and a number with missing values. */
function problem() {
  const generator = seededGenerator(14)
  const rows = 240
  const columns = LEVELS.map((levels, j) =>
    Float64Array.from({ length: rows }, () => {
      if (j === 3 && generator.integer(4) === 0) return Number.NaN
      return levels > 0 ? generator.integer(levels) : generator.normal()
    }),
  )
  const [a, b, c, d] = columns as [Float64Array, Float64Array, Float64Array, Float64Array]
  const target = a.map((value, i) => 3 * value * b[i]! + [0, 3, -1, 3, 0][c[i]!]! + (d[i]! || 2))
  const matrix: FeatureMatrix = { rows, columns, levels: Int32Array.from(LEVELS) }
  return { matrix, target, classes: target.map((value) => (value > 3 ? 2 : value > 1 ? 1 : 0)) }
}

const { matrix, target, classes } = problem()

const MODELS: readonly (readonly [string, BoostingOptions])[] = [
  ['leaf-wise', { ...LEAF_WISE_DEFAULTS, rounds: 60, minChildSamples: 5 }],
  ['depth-wise', { ...DEPTH_WISE_DEFAULTS, rounds: 20 }],
  ['softmax', { ...LEAF_WISE_DEFAULTS, loss: { kind: 'softmax', classes: 3 }, rounds: 8 }],
]

describe('treeShap of models that were trained', () => {
  const trained = MODELS.map(([name, options]) => {
    const own = name === 'softmax' ? classes : target
    return { name, ensemble: trainBoosting(binFeatures(matrix), { target: own }, options) }
  })
  const asked = takeRows(
    matrix,
    Array.from({ length: 30 }, (_, i) => 8 * i),
  )
  const background = takeRows(matrix, [1, 20, 33, 57, 130, 201])

  it.each(trained)('sums to the prediction, from the mean of the training rows: $name', ({ ensemble }) => {
    const scores = predictRaw(ensemble, matrix)
    const { base, values } = treeShap(ensemble, asked, { kind: 'path_dependent' })
    const predicted = predictRaw(ensemble, asked)
    for (let k = 0; k < ensemble.outputs; k++) {
      expect(base[k]).toBeCloseTo(meanOf(scores.subarray(240 * k, 240 * (k + 1))), 9)
      for (let at = 30 * k; at < 30 * (k + 1); at++) {
        const sum = values.subarray(4 * at, 4 * at + 4).reduce((a, b) => a + b, base[k]!)
        expect(Math.abs(sum - predicted[at]!)).toBeLessThan(1e-9)
      }
    }
  })

  it.each(trained)('is Shapley’s formula against a background: $name', ({ ensemble }) => {
    const shap = treeShap(ensemble, asked, { kind: 'interventional', background })
    for (let k = 0; k < ensemble.outputs; k++) {
      const predict = (rows: FeatureMatrix) => predictRaw(ensemble, rows).subarray(k * rows.rows, (k + 1) * rows.rows)
      for (let i = 0; i < 30; i += 7) {
        const row = asked.columns.map((column) => column[i]!)
        const exact = shapleyValues(interventionalGame(predict, background, row), 4)
        exact.forEach((value, j) => expect(shapOfOutput(shap, k)[4 * i + j]).toBeCloseTo(value, 10))
      }
    }
  })

  it.each(trained)(
    'has interactions that sum to the values, largest between what acts together: $name',
    ({ name, ensemble }) => {
      for (const options of [{ kind: 'path_dependent' }, { kind: 'interventional', background }] as const) {
        const { values, interactions } = treeShapInteractions(ensemble, asked, options)
        values.forEach((value, at) => {
          const sum = interactions.subarray(4 * at, 4 * at + 4).reduce((a, b) => a + b)
          expect(Math.abs(sum - value)).toBeLessThan(1e-10)
        })
        if (name === 'softmax') continue
        const size = (a: number, b: number) =>
          meanOf(Array.from({ length: 30 }, (_, i) => Math.abs(interactions[16 * i + 4 * a + b]!)))
        for (const [a, b] of [
          [0, 2],
          [0, 3],
          [1, 2],
          [1, 3],
          [2, 3],
        ] as const)
          expect(size(0, 1)).toBeGreaterThan(size(a, b))
      }
    },
  )
})
