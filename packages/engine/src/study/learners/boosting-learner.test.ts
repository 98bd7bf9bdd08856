import { describe, expect, it } from 'vitest'
import { numericMatrix, takeRows } from '../../features/feature-matrix.ts'
import { seededGenerator } from '../../random/generator.ts'
import { binFeatures } from '../../trees/bins/bin-features.ts'
import { type BoostingOptions, DEPTH_WISE_DEFAULTS, LEAF_WISE_DEFAULTS } from '../../trees/boost/boosting-options.ts'
import { trainBoosting } from '../../trees/boost/train-boosting.ts'
import { predictRaw } from '../../trees/predict/predict-raw.ts'
import { predictFitted } from '../fold-evaluation.ts'
import type { Setting } from '../learner.ts'
import { lossOf, type StudyData } from '../study-data.ts'
import { boostingLearner } from './boosting-learner.ts'

const ROWS = 150

function studyData(more: Partial<StudyData> = {}): StudyData {
  const generator = seededGenerator(12)
  const columns = Array.from({ length: 4 }, () => Float64Array.from({ length: ROWS }, () => generator.uniform()))
  const target = columns[0]!.map((value, i) => 5 + Math.sin(6 * value) + columns[1]![i]! + 0.2 * generator.normal())
  const rows = Int32Array.from({ length: ROWS }, (_, i) => i)
  const folds = [0, 1, 2].map((fold) => ({
    training: rows.filter((row) => row % 3 !== fold),
    validation: rows.filter((row) => row % 3 === fold),
  }))
  return {
    matrix: numericMatrix(columns),
    target,
    folds,
    rowsAreExchangeable: true,
    metric: 'rmse',
    transforms: ['none', 'log'],
    monotone: new Int8Array(0),
    seed: 3,
    ...more,
  }
}

const LEAF_WISE: Setting = {
  learning_rate: 0.08,
  num_leaves: 9,
  min_child_samples: 4,
  feature_fraction: 0.7,
  bagging_fraction: 0.8,
  lambda_l1: 0.01,
  lambda_l2: 0.5,
  transform: 'none',
}

const DEPTH_WISE: Setting = {
  learning_rate: 0.08,
  max_depth: 3,
  min_child_weight: 2,
  subsample: 0.8,
  colsample_bytree: 0.7,
  colsample_bynode: 0.9,
  reg_alpha: 0.01,
  reg_lambda: 0.5,
  gamma: 0.02,
  transform: 'none',
}

/** What the names of the two programs mean here. */
const FAMILIES: readonly { growth: 'leaf_wise' | 'depth_wise'; setting: Setting; options: BoostingOptions }[] = [
  {
    growth: 'leaf_wise',
    setting: LEAF_WISE,
    options: {
      ...LEAF_WISE_DEFAULTS,
      learningRate: 0.08,
      maxLeaves: 9,
      minChildSamples: 4,
      featureFraction: 0.7,
      rowFraction: 0.8,
      l1: 0.01,
      l2: 0.5,
      seed: 3,
    },
  },
  {
    growth: 'depth_wise',
    setting: DEPTH_WISE,
    options: {
      ...DEPTH_WISE_DEFAULTS,
      learningRate: 0.08,
      maxDepth: 3,
      minChildWeight: 2,
      rowFraction: 0.8,
      featureFraction: 0.7,
      featureFractionByNode: 0.9,
      l1: 0.01,
      l2: 0.5,
      minSplitGain: 0.02,
      seed: 3,
    },
  },
]

/** Rounds up to the 40th in a row without a lower error on the validation rows; 400 at most: what fewer than 250 rows have time for. */
function roundsUntilNoBetter(
  { matrix, target }: StudyData,
  training: Int32Array,
  validation: Int32Array,
  options: BoostingOptions,
): number {
  let least = Number.POSITIVE_INFINITY
  let waited = 0
  let rounds = 0
  const watch = {
    rows: validation,
    onRound: (round: number, scores: Float64Array) => {
      rounds = round + 1
      const loss = scores.reduce((sum, score, i) => sum + lossOf('rmse', score - target[validation[i]!]!), 0)
      waited = loss < least ? 0 : waited + 1
      least = Math.min(least, loss)
      return waited < 40
    },
  }
  trainBoosting(binFeatures(matrix, { maxBins: 128 }), { target, rows: training }, { ...options, rounds: 400 }, watch)
  return rounds
}

describe.each(FAMILIES)('boostingLearner, $growth', ({ growth, setting, options }) => {
  const learner = boostingLearner(growth)
  const goOn = () => true

  it('predicts each row by a model of its fold that did not see it, in as many rounds as it says or until it got no better', () => {
    const data = studyData()
    const session = learner.open(data)
    const evaluation = session.evaluate(setting, goOn)!
    const outOfFold = session.outOfFold(setting, evaluation)
    for (const { training, validation } of data.folds) {
      const rounds = Math.min(evaluation.rounds!, roundsUntilNoBetter(data, training, validation, options))
      const own = { target: data.target, rows: training }
      const ensemble = trainBoosting(binFeatures(data.matrix, { maxBins: 128 }), own, { ...options, rounds })
      const predicted = predictRaw(ensemble, takeRows(data.matrix, validation))
      validation.forEach((row, i) => expect(outOfFold[row]).toBeCloseTo(predicted[i]!, 10))
    }
    const losses = outOfFold.map((value, i) => lossOf('rmse', value - data.target[i]!))
    expect(evaluation.meanLoss).toBeCloseTo(losses.reduce((a, b) => a + b) / ROWS, 12)
  })

  it('fits all rows in a tenth more rounds', () => {
    const data = studyData()
    const session = learner.open(data)
    const evaluation = session.evaluate(setting, goOn)!
    const rounds = Math.ceil(evaluation.rounds! * 1.1)
    const ensemble = trainBoosting(binFeatures(data.matrix, { maxBins: 128 }), data, { ...options, rounds })
    expect(session.fit(setting, evaluation).predictor).toEqual({ kind: 'trees', ensemble, link: 'identity' })
  })

  it('gives a setting up when it is told to, after each fold', () => {
    for (const folds of [1, 2, 3]) {
      const told: number[][] = []
      const evaluation = learner.open(studyData()).evaluate(setting, (...state) => told.push([...state]) < folds)
      expect(evaluation).toBeNull()
      expect(told.map(([fold, , rows]) => [fold, rows])).toEqual(
        [1, 2, 3].slice(0, folds).map((fold) => [fold, 50 * fold]),
      )
    }
  })

  it('predicts in the unit of the response whatever the transform', () => {
    const data = studyData()
    const session = learner.open(data)
    const logged = { ...setting, transform: 'log' }
    const evaluation = session.evaluate(logged, goOn)!
    const fitted = session.fit(logged, evaluation)
    expect(fitted.transform.kind).toBe('log')
    for (const predicted of [predictFitted(fitted, data.matrix), session.outOfFold(logged, evaluation)]) {
      const error = Math.sqrt(predicted.reduce((sum, value, i) => sum + (value - data.target[i]!) ** 2, 0) / ROWS)
      expect(error).toBeLessThan(0.5)
    }
  })

  it('minimises the error that it is judged by', () => {
    const data = studyData()
    const skewed = data.target.map((value, i) => (i % 10 === 0 ? value + 60 : value))
    const offsets = (['rmse', 'mae'] as const).map((metric) => {
      const session = learner.open({ ...data, target: skewed, metric })
      const predicted = predictFitted(session.fit(setting, session.evaluate(setting, goOn)!), data.matrix)
      return predicted.reduce((sum, value, i) => sum + value - data.target[i]!, 0) / ROWS
    })
    expect(offsets[0]).toBeGreaterThan(4)
    expect(offsets[1]).toBeLessThan(1)
  })

  it('keeps to the constraints of the study', () => {
    const data = studyData({ monotone: Int8Array.of(-1, 1, 0, 0) })
    const session = learner.open(data)
    const fitted = session.fit(setting, session.evaluate(setting, goOn)!)
    const grid = Float64Array.from({ length: 50 }, (_, i) => i / 49)
    for (const [feature, direction] of [
      [0, -1],
      [1, 1],
    ] as const) {
      const columns = [0, 1, 2, 3].map((j) => (j === feature ? grid : new Float64Array(50).fill(0.4)))
      const predicted = predictFitted(fitted, numericMatrix(columns))
      predicted.slice(1).forEach((value, i) => expect(direction * (value - predicted[i]!)).toBeGreaterThan(-1e-12))
    }
  })

  it('starts with settings that are in its space', () => {
    const data = studyData()
    const space = learner.space(data)
    for (const start of learner.starts(data)) {
      for (const dimension of space) {
        const value = start[dimension.name]
        if (dimension.kind === 'categorical') expect(dimension.choices).toContain(value)
        else {
          expect(value).toBeGreaterThanOrEqual(dimension.low)
          expect(value).toBeLessThanOrEqual(dimension.high)
        }
      }
    }
  })
})
