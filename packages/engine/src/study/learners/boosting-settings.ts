import {
  type BoostingOptions,
  DEPTH_WISE_DEFAULTS,
  type Growth,
  LEAF_WISE_DEFAULTS,
} from '../../trees/boost/boosting-options.ts'
import type { SearchSpace } from '../../tuning/space.ts'
import type { Setting } from '../learner.ts'
import type { StudyBasis } from '../study-data.ts'

/** Bins of a feature in a study; more find little more in tables of its size, and cost time in each node. */
export const MOST_BINS = 128

const LEAST_SHARE = 0.01
/** What the algorithms take. */
export const BOOSTING_LIMITS = {
  learning_rate: [1e-4, 1],
  num_leaves: [2, 4096],
  max_depth: [1, 30],
  feature_fraction: [LEAST_SHARE, 1],
  bagging_fraction: [LEAST_SHARE, 1],
  subsample: [LEAST_SHARE, 1],
  colsample_bytree: [LEAST_SHARE, 1],
  colsample_bynode: [LEAST_SHARE, 1],
} as const

/** How slowly trees may learn, and how long rounds go on: many small steps predict better, and only small tables have time for them. */
interface Pace {
  readonly leastRate: number
  readonly rounds: number
  /** Rounds end when the error on the validation rows has not fallen for so many. */
  readonly patience: number
  /** Of the trials, those that go on after each fold: the fewer the rows, the less one fold tells. */
  readonly keptShare: number
}

const SMALL_ROWS = 250
const UNHURRIED: Pace = { leastRate: 0.03, rounds: 400, patience: 40, keptShare: 1 / 2 }
const BRISK: Pace = { leastRate: 0.06, rounds: 250, patience: 25, keptShare: 1 / 3 }

export function paceOf({ matrix: { rows } }: StudyBasis): Pace {
  return rows < SMALL_ROWS ? UNHURRIED : BRISK
}

/** What is searched of the trees; the number of rounds is found by the validation rows. */
export function boostingSpace(growth: Growth, data: StudyBasis): SearchSpace {
  return growth === 'leaf_wise' ? leafWiseSpace(data) : depthWiseSpace(data)
}

/** Settings that are known to be good. */
export function boostingStarts(growth: Growth, data: StudyBasis): Setting[] {
  return growth === 'leaf_wise' ? leafWiseStarts(data) : depthWiseStarts()
}

/** The options that a setting stands for; loss, directions and seed are the caller's, the rounds `paceOf` tells. */
export function boostingOptions(
  growth: Growth,
  setting: Setting,
  rest: Pick<BoostingOptions, 'loss' | 'monotone' | 'seed'>,
): BoostingOptions {
  const tree = growth === 'leaf_wise' ? leafWiseOptions(setting) : depthWiseOptions(setting)
  return { ...tree, ...rest, learningRate: number(setting, 'learning_rate') }
}

function leafWiseSpace(data: StudyBasis): SearchSpace {
  const { rows } = data.matrix
  return [
    { kind: 'float', name: 'learning_rate', low: paceOf(data).leastRate, high: 0.3, log: true },
    { kind: 'int', name: 'num_leaves', low: 4, high: 64, log: true },
    { kind: 'int', name: 'min_child_samples', low: 1, high: Math.max(2, Math.min(30, Math.floor(rows / 8))) },
    { kind: 'float', name: 'feature_fraction', low: 0.4, high: 1 },
    { kind: 'float', name: 'bagging_fraction', low: 0.5, high: 1 },
    { kind: 'float', name: 'lambda_l1', low: 1e-8, high: 10, log: true },
    { kind: 'float', name: 'lambda_l2', low: 1e-3, high: 10, log: true },
  ]
}

function depthWiseSpace(data: StudyBasis): SearchSpace {
  return [
    { kind: 'float', name: 'learning_rate', low: paceOf(data).leastRate, high: 0.4, log: true },
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

function leafWiseStarts({ matrix: { rows } }: StudyBasis): Setting[] {
  const common = {
    feature_fraction: 1,
    bagging_fraction: 0.8,
    lambda_l1: 1e-8,
    lambda_l2: 1e-3,
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

function depthWiseStarts(): Setting[] {
  const common = {
    min_child_weight: 1,
    colsample_bynode: 1,
    reg_alpha: 1e-8,
    reg_lambda: 1,
    gamma: 0,
  }
  return [
    { ...common, learning_rate: 0.06, max_depth: 4, subsample: 0.8, colsample_bytree: 1 },
    { ...common, learning_rate: 0.1, max_depth: 6, subsample: 0.9, colsample_bytree: 1 },
    { ...common, learning_rate: 0.06, max_depth: 9, subsample: 0.7, colsample_bytree: 0.7 },
  ]
}

function leafWiseOptions(setting: Setting): BoostingOptions {
  return {
    ...LEAF_WISE_DEFAULTS,
    maxLeaves: number(setting, 'num_leaves'),
    minChildSamples: number(setting, 'min_child_samples'),
    featureFraction: number(setting, 'feature_fraction'),
    rowFraction: number(setting, 'bagging_fraction'),
    l1: number(setting, 'lambda_l1'),
    l2: number(setting, 'lambda_l2'),
  }
}

function depthWiseOptions(setting: Setting): BoostingOptions {
  return {
    ...DEPTH_WISE_DEFAULTS,
    maxDepth: number(setting, 'max_depth'),
    minChildWeight: number(setting, 'min_child_weight'),
    rowFraction: number(setting, 'subsample'),
    featureFraction: number(setting, 'colsample_bytree'),
    featureFractionByNode: number(setting, 'colsample_bynode'),
    l1: number(setting, 'reg_alpha'),
    l2: number(setting, 'reg_lambda'),
    minSplitGain: number(setting, 'gamma'),
  }
}

function number(setting: Setting, name: string): number {
  const value = setting[name]
  if (typeof value !== 'number') throw new RangeError(`the setting has no number ${name}`)
  return value
}
