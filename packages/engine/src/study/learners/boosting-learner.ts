import { applyTransform, fitTransform, invertTransform, type TransformKind } from '../../transforms/target-transform.ts'
import { binFeatures } from '../../trees/bins/bin-features.ts'
import type { BinnedFeatures } from '../../trees/bins/binned-features.ts'
import type { Growth } from '../../trees/boost/boosting-options.ts'
import { type BoostingOptions, DEPTH_WISE_DEFAULTS, LEAF_WISE_DEFAULTS } from '../../trees/boost/boosting-options.ts'
import { BoostingTrainer } from '../../trees/boost/boosting-trainer.ts'
import type { SearchSpace } from '../../tuning/space.ts'
import type { Evaluation, FittedModel, FoldWatch, Learner, LearnerSession, Setting } from '../learner.ts'
import { lossOf, type StudyData, type StudyFold, targetsOf } from '../study-data.ts'
import { transformDimension } from './transform-dimension.ts'

/** Rounds end when the error on the validation rows has not fallen for so many. */
const PATIENCE = 25

const MOST_ROUNDS = 250
/** Bins of a feature in a study; more find little more in tables of its size, and cost time in each node. */
const MOST_BINS = 128
/** The whole study has more rows than a fold: so many more rounds. */
const MORE_ROUNDS = 1.1

const LEAST_SHARE = 0.01
const LIMITS = {
  learning_rate: [1e-4, 1],
  num_leaves: [2, 4096],
  max_depth: [1, 30],
  feature_fraction: [LEAST_SHARE, 1],
  bagging_fraction: [LEAST_SHARE, 1],
  subsample: [LEAST_SHARE, 1],
  colsample_bytree: [LEAST_SHARE, 1],
  colsample_bynode: [LEAST_SHARE, 1],
} as const

/** Boosting of trees; the number of rounds comes from the validation rows, the other hyperparameters are searched. */
export function boostingLearner(growth: Growth): Learner {
  const isLeafWise = growth === 'leaf_wise'
  return {
    space: (data) => [...(isLeafWise ? leafWiseSpace(data) : depthWiseSpace()), transformDimension(data)],
    limits: LIMITS,
    starts: (data) => (isLeafWise ? leafWiseStarts(data) : depthWiseStarts(data)),
    open: (data) => new BoostingSession(data, isLeafWise ? leafWiseOptions : depthWiseOptions),
  }
}

function leafWiseSpace({ matrix: { rows } }: StudyData): SearchSpace {
  return [
    { kind: 'float', name: 'learning_rate', low: 0.06, high: 0.3, log: true },
    { kind: 'int', name: 'num_leaves', low: 4, high: 64, log: true },
    { kind: 'int', name: 'min_child_samples', low: 1, high: Math.max(2, Math.min(30, Math.floor(rows / 8))) },
    { kind: 'float', name: 'feature_fraction', low: 0.4, high: 1 },
    { kind: 'float', name: 'bagging_fraction', low: 0.5, high: 1 },
    { kind: 'float', name: 'lambda_l1', low: 1e-8, high: 10, log: true },
    { kind: 'float', name: 'lambda_l2', low: 1e-3, high: 10, log: true },
  ]
}

function depthWiseSpace(): SearchSpace {
  return [
    { kind: 'float', name: 'learning_rate', low: 0.06, high: 0.4, log: true },
    { kind: 'int', name: 'max_depth', low: 2, high: 10 },
    { kind: 'float', name: 'min_child_weight', low: 1, high: 10, log: true },
    { kind: 'float', name: 'subsample', low: 0.5, high: 1 },
    { kind: 'float', name: 'colsample_bytree', low: 0.4, high: 1 },
    { kind: 'float', name: 'colsample_bynode', low: 0.4, high: 1 },
    { kind: 'float', name: 'reg_alpha', low: 1e-8, high: 10, log: true },
    { kind: 'float', name: 'reg_lambda', low: 1e-3, high: 10, log: true },
    { kind: 'float', name: 'gamma', low: 0, high: 1 },
  ]
}

function leafWiseStarts({ transforms, matrix: { rows } }: StudyData): Setting[] {
  const common = {
    feature_fraction: 1,
    bagging_fraction: 0.8,
    lambda_l1: 1e-8,
    lambda_l2: 1e-3,
    transform: transforms[0]!,
  }
  const few = Math.max(1, Math.min(5, Math.floor(rows / 20)))
  return [
    { ...common, learning_rate: 0.06, num_leaves: 15, min_child_samples: few },
    {
      ...common,
      learning_rate: 0.1,
      num_leaves: 31,
      min_child_samples: Math.max(1, Math.min(10, Math.floor(rows / 20))),
    },
    { ...common, learning_rate: 0.06, num_leaves: 6, min_child_samples: few, bagging_fraction: 0.7 },
  ]
}

function depthWiseStarts({ transforms }: StudyData): Setting[] {
  const common = {
    min_child_weight: 1,
    colsample_bynode: 1,
    reg_alpha: 1e-8,
    reg_lambda: 1,
    gamma: 0,
    transform: transforms[0]!,
  }
  return [
    { ...common, learning_rate: 0.06, max_depth: 4, subsample: 0.8, colsample_bytree: 1 },
    { ...common, learning_rate: 0.1, max_depth: 6, subsample: 0.9, colsample_bytree: 1 },
    { ...common, learning_rate: 0.06, max_depth: 9, subsample: 0.7, colsample_bytree: 0.7 },
  ]
}

type OptionsOf = (setting: Setting, data: StudyData) => BoostingOptions

const leafWiseOptions: OptionsOf = (setting, { monotone, seed, metric }) => ({
  ...LEAF_WISE_DEFAULTS,
  ...objective(metric),
  ...budget(setting),
  maxLeaves: number(setting, 'num_leaves'),
  minChildSamples: number(setting, 'min_child_samples'),
  featureFraction: number(setting, 'feature_fraction'),
  rowFraction: number(setting, 'bagging_fraction'),
  l1: number(setting, 'lambda_l1'),
  l2: number(setting, 'lambda_l2'),
  monotone,
  seed,
})

const depthWiseOptions: OptionsOf = (setting, { monotone, seed, metric }) => ({
  ...DEPTH_WISE_DEFAULTS,
  ...objective(metric),
  ...budget(setting),
  maxDepth: number(setting, 'max_depth'),
  minChildWeight: number(setting, 'min_child_weight'),
  rowFraction: number(setting, 'subsample'),
  featureFraction: number(setting, 'colsample_bytree'),
  featureFractionByNode: number(setting, 'colsample_bynode'),
  l1: number(setting, 'reg_alpha'),
  l2: number(setting, 'reg_lambda'),
  minSplitGain: number(setting, 'gamma'),
  monotone,
  seed,
})

function objective(metric: StudyData['metric']): Pick<BoostingOptions, 'loss'> {
  return { loss: { kind: metric === 'mae' ? 'absolute' : 'squared' } }
}

function budget(setting: Setting): Pick<BoostingOptions, 'learningRate' | 'rounds'> {
  const learningRate = number(setting, 'learning_rate')
  return { learningRate, rounds: MOST_ROUNDS }
}

function number(setting: Setting, name: string): number {
  const value = setting[name]
  if (typeof value !== 'number') throw new RangeError(`the setting has no number ${name}`)
  return value
}

interface FoldCurve {
  /** Σ loss after each round. */
  readonly losses: number[]
  /** In the unit of the response. */
  readonly predictions: Float64Array[]
}

class BoostingSession implements LearnerSession {
  readonly #data: StudyData
  readonly #optionsOf: OptionsOf
  readonly #binned: BinnedFeatures
  /** Made when a fold is first needed, then used by all trials. */
  readonly #trainers: BoostingTrainer[] = []
  #best: { readonly meanLoss: number; readonly setting: Setting; readonly outOfFold: Float64Array } | undefined

  constructor(data: StudyData, optionsOf: OptionsOf) {
    this.#data = data
    this.#optionsOf = optionsOf
    this.#binned = binFeatures(data.matrix, { maxBins: MOST_BINS })
  }

  evaluate(setting: Setting, watch: FoldWatch): Evaluation | null {
    const options = this.#optionsOf(setting, this.#data)
    const total = new Float64Array(options.rounds)
    const curves: FoldCurve[] = []
    let rows = 0
    for (const [fold, part] of this.#data.folds.entries()) {
      const curve = this.#foldCurve(fold, setting, options)
      curves.push(curve)
      const { losses } = curve
      for (let round = 0; round < total.length; round++) total[round]! += losses[Math.min(round, losses.length - 1)]!
      rows += part.validation.length
      if (!watch(fold + 1, total[leastIndex(total)]!, rows)) return null
    }
    const best = leastIndex(total)
    const meanLoss = total[best]! / rows
    if (!this.#best || meanLoss < this.#best.meanLoss) {
      this.#best = { meanLoss, setting, outOfFold: this.#predictionsAt(curves, best) }
    }
    return { meanLoss, rounds: best + 1 }
  }

  outOfFold(setting: Setting): Float64Array {
    if (this.#best?.setting !== setting) throw new RangeError('only the best setting is asked for its predictions')
    return this.#best.outOfFold
  }

  fit(setting: Setting, { rounds }: Evaluation): FittedModel {
    const { target, matrix } = this.#data
    const all = Int32Array.from({ length: matrix.rows }, (_, row) => row)
    const options = { ...this.#optionsOf(setting, this.#data), rounds: Math.ceil(rounds! * MORE_ROUNDS) }
    const transform = fitTransform(setting['transform'] as TransformKind, target)
    const trainer = new BoostingTrainer(this.#binned, all, [], 1)
    const ensemble = trainer.train(applyTransform(transform, target), null, options)
    return { predictor: { kind: 'trees', ensemble, link: 'identity' }, transform }
  }

  /** The fold's validation rows after each round, up to where their loss stopped falling. */
  #foldCurve(fold: number, setting: Setting, options: BoostingOptions): FoldCurve {
    const { metric } = this.#data
    const target = targetsOf(this.#data.target, this.#data.folds[fold]!.validation)
    const curve: FoldCurve = { losses: [], predictions: [] }
    let best = 0
    this.#train(fold, setting, options, (round, inUnit) => {
      let loss = 0
      for (let i = 0; i < target.length; i++) loss += lossOf(metric, inUnit[i]! - target[i]!)
      curve.losses.push(loss)
      curve.predictions.push(inUnit.slice())
      if (loss < curve.losses[best]!) best = round
      return round - best < PATIENCE
    })
    return curve
  }

  #predictionsAt(curves: readonly FoldCurve[], round: number): Float64Array {
    const predicted = new Float64Array(this.#data.matrix.rows).fill(Number.NaN)
    for (const [fold, { validation }] of this.#data.folds.entries()) {
      const { predictions } = curves[fold]!
      const last = predictions[Math.min(round, predictions.length - 1)]!
      for (let i = 0; i < validation.length; i++) predicted[validation[i]!] = last[i]!
    }
    return predicted
  }

  /** @param onRound  told the predictions of the validation rows in the unit of the response */
  #train(
    fold: number,
    setting: Setting,
    options: BoostingOptions,
    onRound: (round: number, inUnit: Float64Array) => boolean,
  ): void {
    const { target, folds } = this.#data
    const part: StudyFold = folds[fold]!
    const transform = fitTransform(setting['transform'] as TransformKind, targetsOf(target, part.training))
    const transformed = transform.kind === 'none' ? target : applyTransform(transform, target)
    this.#trainers[fold] ??= new BoostingTrainer(this.#binned, part.training, part.validation, 1)
    this.#trainers[fold].watch(transformed, null, options, (round, scores) =>
      onRound(round, transform.kind === 'none' ? scores : invertTransform(transform, scores).values),
    )
  }
}

function leastIndex(values: Float64Array): number {
  let least = 0
  for (let k = 1; k < values.length; k++) if (values[k]! < values[least]!) least = k
  return least
}
