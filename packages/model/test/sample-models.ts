import {
  applicabilityDomain,
  binFeatures,
  conformalInterval,
  type FeatureMatrix,
  fitGaussianProcess,
  fitNeighbours,
  fitTransform,
  LEAF_WISE_DEFAULTS,
  type Link,
  localDifficulty,
  type Predictor,
  predictWith,
  seededGenerator,
  type TreeEnsemble,
  takeFeatures,
  trainBoosting,
} from '@zerosec/engine'
import type { Model } from '../src/model.ts'
import { levelsOf, type ModelInput } from '../src/model-input.ts'

export const INPUTS: readonly ModelInput[] = [
  { kind: 'number', name: 'temperature', unit: '°C', low: 0, high: 10 },
  { kind: 'number', name: '圧力 "P"', unit: 'MPa', low: 0, high: 1 },
  { kind: 'category', name: 'solvent', levels: Array.from({ length: 40 }, (_, i) => `S${i}`) },
  { kind: 'boolean', name: 'stirred' },
]

export interface SampleData {
  readonly matrix: FeatureMatrix
  /** n, above 0. */
  readonly target: Float64Array
}

/** Seeded rows of `INPUTS`, with missing values in the first and the third. */
export function sampleData(rows: number, seed: number, missing = 0.1): SampleData {
  const draw = seededGenerator(seed)
  const columns = INPUTS.map(() => new Float64Array(rows))
  const target = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const temperature = Math.fround(10 * draw.uniform())
    const pressure = Math.fround(draw.uniform())
    const solvent = draw.integer(40)
    const stirred = draw.integer(2)
    target[i] = 20 + temperature * pressure + (solvent % 3) * 5 + stirred * Math.sin(temperature) + 0.1 * draw.normal()
    columns[0]![i] = draw.uniform() < missing ? Number.NaN : temperature
    columns[1]![i] = pressure
    columns[2]![i] = draw.uniform() < missing ? Number.NaN : solvent
    columns[3]![i] = stirred
  }
  return { matrix: { rows, columns, levels: Int32Array.from(INPUTS, levelsOf) }, target }
}

/** A boosted ensemble with numbers, categories and missing values. */
export function sampleTrees(kind: 'squared' | 'logistic' | 'softmax' | 'poisson', rounds = 12, seed = 1): TreeEnsemble {
  const { matrix, target } = sampleData(300, seed)
  const classes = target.map((value) =>
    kind === 'logistic' ? Number(value > 26) : Math.min(2, Math.floor(value / 25)),
  )
  return trainBoosting(
    binFeatures(matrix),
    { target: kind === 'logistic' || kind === 'softmax' ? classes : target },
    {
      ...LEAF_WISE_DEFAULTS,
      loss: kind === 'softmax' ? { kind, classes: 3 } : { kind },
      rounds,
      maxLeaves: 12,
      minChildSamples: 3,
      seed,
    },
  )
}

export const LINKS = {
  squared: 'identity',
  logistic: 'logistic',
  softmax: 'softmax',
  poisson: 'exp',
} as const satisfies Record<string, Link>

/** One predictor of each kind and wrapper. */
export function samplePredictor(): Predictor {
  const { matrix, target } = sampleData(60, 2, 0)
  const fill = Float64Array.of(5, 0.5, 3, 1)
  const transform = fitTransform('box_cox', target)
  const process = fitGaussianProcess(matrix, target, { starts: 1 })
  const members: readonly Predictor[] = [
    { kind: 'trees', ensemble: sampleTrees('squared', 4), link: 'identity' },
    { kind: 'filled', fill, predictor: { kind: 'gaussian_process', process } },
    { kind: 'filled', fill, predictor: { kind: 'neighbours', neighbours: fitNeighbours(matrix, target) } },
    { kind: 'transformed', transform, predictor: { kind: 'mean', value: 3 } },
    {
      kind: 'selected',
      features: Int32Array.of(1, 2),
      predictor: {
        kind: 'filled',
        fill: fill.slice(1, 3),
        predictor: { kind: 'neighbours', neighbours: fitNeighbours(takeFeatures(matrix, [1, 2]), target) },
      },
    },
    {
      kind: 'filled',
      fill,
      predictor: {
        kind: 'linear',
        linear: {
          intercept: 20,
          coefficients: Float64Array.of(1, 2, 0.5),
          columns: [
            [{ kind: 'power', feature: 0, power: 2, center: 5, scale: 3 }],
            [{ kind: 'level', feature: 3, codes: [0, 1] }],
            [{ kind: 'function', feature: 1, function: 'exp' }],
          ],
        },
      },
    },
  ]
  return { kind: 'blend', intercept: 0.25, members: members.map((predictor) => ({ weight: 0.2, predictor })) }
}

/** A member of `samplePredictor` as it is before its cells are filled. */
export function bareMember(kind: Predictor['kind']): Predictor {
  const { members } = samplePredictor() as Extract<Predictor, { kind: 'blend' }>
  const inner = members.map(({ predictor }) => (predictor.kind === 'filled' ? predictor.predictor : predictor))
  return inner.find((predictor) => predictor.kind === kind)!
}

export function sampleModel(predictor: Predictor = samplePredictor(), changes: Partial<Model> = {}): Model {
  const { matrix, target } = sampleData(80, 3)
  const predicted = predictWith({ kind: 'mean', value: 25 }, matrix)
  const errors = target.map((value, i) => value - predicted[i]!)
  const { difficulty, ofTraining } = localDifficulty(matrix, errors)
  return {
    target: { name: 'yield', unit: '%' },
    inputs: INPUTS,
    predictor,
    interval: {
      conformal: conformalInterval(
        { target, predicted, scales: { neighbours: ofTraining } },
        { kind: 'symmetric', scaledBy: 'neighbours', floor: 0.1 },
        [0.8, 0.9],
      ),
      difficulty,
    },
    domain: applicabilityDomain(matrix),
    training: {
      rows: 80,
      tableSha256: 'ab'.repeat(32),
      seed: 42,
      version: '0.1.0',
      algorithm: 'blend',
      scores: { cv_rmse: 1.25, cv_r2: 0.9 },
    },
    metadata: { note: 'made by a test', runs: [1, 2, { name: '試験' }] },
    ...changes,
  }
}
