import {
  binFeatures,
  type FeatureMatrix,
  LEAF_WISE_DEFAULTS,
  type Predictor,
  predictWith,
  type TreeEnsemble,
  takeFeatures,
  trainBoosting,
} from '@zerosec/engine'
import type { Model } from '../src/model.ts'
import { LINKS, sampleData, sampleModel, sampleTrees } from './sample-models.ts'

const trees = sampleTrees('squared', 40)

/** Both directions for missing values of numbers and categories, and a threshold of infinity. */
const bothWays: TreeEnsemble = {
  ...trees,
  missingLeft: trees.missingLeft.map((_, node) => (node >> 1) % 2),
  threshold: trees.threshold.map((value, node) => (node % 17 === 3 ? Number.POSITIVE_INFINITY : value)),
}
const regression: Predictor = { kind: 'trees', ensemble: bothWays, link: 'identity' }

const blend: Predictor = {
  kind: 'blend',
  intercept: 0.75,
  members: [
    { weight: 0.6, predictor: regression },
    { weight: 0.25, predictor: { kind: 'filled', fill: Float64Array.of(5, 0.5, 3, 1), predictor: regression } },
    {
      weight: 0.15,
      predictor: {
        kind: 'blend',
        intercept: 1,
        members: [{ weight: 2, predictor: { kind: 'mean', value: 11 } }],
      },
    },
  ],
}

/** Shares of three classes that are sums of leaves, as a forest of classes has them; one class has fewer trees. */
const shares: Predictor = {
  kind: 'trees',
  ensemble: {
    ...sampleTrees('softmax', 5),
    treeOutput: Int32Array.from({ length: 15 }, (_, i) => [0, 1, 2, 1][i % 4]!),
  },
  link: 'identity',
}

function ofLoss(loss: 'logistic' | 'softmax' | 'poisson'): Predictor {
  return { kind: 'trees', ensemble: sampleTrees(loss, 20), link: LINKS[loss] }
}

const ofSome: Predictor = {
  kind: 'selected',
  features: Int32Array.of(1, 2, 3),
  predictor: {
    kind: 'selected',
    features: Int32Array.of(0, 1),
    predictor: { kind: 'trees', ensemble: treesOf([1, 2], 15), link: 'identity' },
  },
}

/** Trees that were grown on some of the columns. */
function treesOf(features: readonly number[], rounds: number): TreeEnsemble {
  const { matrix, target } = sampleData(300, 31)
  return trainBoosting(
    binFeatures(takeFeatures(matrix, features)),
    { target },
    { ...LEAF_WISE_DEFAULTS, loss: { kind: 'squared' }, rounds, maxLeaves: 8, minChildSamples: 3, seed: 1 },
  )
}

/** Predictors that are sums of trees, whatever wraps them. */
export const TREE_CASES: readonly (readonly [name: string, model: Model])[] = [
  ['numbers, categories and missing cells', sampleModel(regression)],
  ['a blend with filled cells and means', sampleModel(blend)],
  ['some of the columns', sampleModel(ofSome)],
  ['a mean', sampleModel({ kind: 'mean', value: 25.1 })],
  ['two classes', sampleModel(ofLoss('logistic'), { target: { name: 'c', classes: ['a', 'b'] }, interval: null })],
  [
    'three classes',
    sampleModel(ofLoss('softmax'), { target: { name: 'c', classes: ['a', 'b', 'c'] }, interval: null }),
  ],
  ['shares of three classes', sampleModel(shares, { target: { name: 'c', classes: ['a', 'b', 'c'] }, interval: null })],
  ['counts', sampleModel(ofLoss('poisson'))],
]

/** Rows with missing cells. */
export const ROWS: FeatureMatrix = sampleData(400, 21, 0.25).matrix

/** Ours: outputs × n. */
export function expectedOf({ predictor }: Model, matrix: FeatureMatrix): number[][] {
  const all = predictWith(predictor, matrix)
  return Array.from({ length: all.length / matrix.rows }, (_, k) => [
    ...all.subarray(k * matrix.rows, (k + 1) * matrix.rows),
  ])
}

/** The row as the numbers that exported models read. */
export function rowOf({ columns }: FeatureMatrix, row: number): number[] {
  return columns.map((column) => column[row]!)
}
