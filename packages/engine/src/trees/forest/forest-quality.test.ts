import { expect, it } from 'vitest'
import { numericMatrix, takeRows } from '../../features/feature-matrix.ts'
import { seededGenerator } from '../../random/generator.ts'
import { binFeatures } from '../bins/bin-features.ts'
import { predictRaw } from '../predict/predict-raw.ts'
import { EXTRA_TREES_DEFAULTS, type ForestOptions, RANDOM_FOREST_DEFAULTS } from './forest-options.ts'
import { trainForest } from './train-forest.ts'

const ROWS = 1500
const TRAINED = 500

/** Friedman's first function of ten uniform columns, with noise of standard deviation 1. */
function friedman() {
  const generator = seededGenerator(20)
  const columns = Array.from({ length: 10 }, () => Float64Array.from({ length: ROWS }, () => generator.uniform()))
  const target = Float64Array.from({ length: ROWS }, (_, i) => {
    const [a, b, c, d, e] = columns.map((column) => column[i]!) as [number, number, number, number, number]
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + generator.normal()
  })
  const matrix = numericMatrix(columns)
  const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)
  return {
    training: { matrix: takeRows(matrix, rows(0, TRAINED)), target: target.slice(0, TRAINED) },
    test: { matrix: takeRows(matrix, rows(TRAINED, ROWS)), target: target.slice(TRAINED) },
  }
}

function rSquared(predicted: Float64Array, target: Float64Array): number {
  const mean = target.reduce((sum, value) => sum + value, 0) / target.length
  const squares = (of: (i: number) => number) => target.reduce((sum, value, i) => sum + (value - of(i)) ** 2, 0)
  return 1 - squares((i) => predicted[i]!) / squares(() => mean)
}

/**
 * R² on 1,000 other rows of scikit-learn 1.2.1's RandomForestRegressor and ExtraTreesRegressor with 200 trees on the same table: the mean
 * of six seeds, which differ by 0.002 (standard deviation), and of its out-of-bag R².
 */
const REFERENCE: readonly [string, ForestOptions, { readonly test: number; readonly outOfBag?: number }][] = [
  ['a random forest', RANDOM_FOREST_DEFAULTS, { test: 0.7734, outOfBag: 0.8002 }],
  [
    'a third of the features, three rows a leaf',
    { ...RANDOM_FOREST_DEFAULTS, featureFraction: 0.3334, minSamplesLeaf: 3 },
    { test: 0.7376, outOfBag: 0.7633 },
  ],
  ['extra trees', EXTRA_TREES_DEFAULTS, { test: 0.8032 }],
]

it.each(REFERENCE)('predicts as well as scikit-learn: %s', (_, options, reference) => {
  const { training, test } = friedman()
  const forests = [1, 2, 3].map((seed) =>
    trainForest(binFeatures(training.matrix), { target: training.target }, { ...options, seed }),
  )
  const mean = (of: (forest: (typeof forests)[number]) => number) =>
    forests.reduce((sum, forest) => sum + of(forest), 0) / forests.length
  const onTest = mean(({ ensemble }) => rSquared(predictRaw(ensemble, test.matrix), test.target))
  expect(Math.abs(onTest - reference.test)).toBeLessThan(0.006)
  if (reference.outOfBag === undefined) return
  const outOfBag = mean((forest) => rSquared(forest.outOfBag.prediction, training.target))
  expect(Math.abs(outOfBag - reference.outOfBag)).toBeLessThan(0.006)
})
