import type { Predictor } from '../../predictor/predictor.ts'
import type { Learner } from '../learner.ts'
import type { StudyBasis } from '../study-data.ts'

/** log_loss: −log of the share of the true class. brier: the squared distance of the shares from the truth. */
export type ClassMetric = 'log_loss' | 'brier'

/** What a study of classes learns from. */
export interface ClassData extends StudyBasis {
  /** n: 0 … classes − 1. */
  readonly target: Float64Array
  readonly classes: number
  /** n, of mean 1; null: every row counts once. */
  readonly weights: Float64Array | null
  readonly metric: ClassMetric
}

/** A family of models of classes. What it fits gives outputs × n shares: one output, of the second, of two classes. */
export type ClassLearner = Learner<ClassData, Predictor>

/** A certain mistake counts as one of a share of 0.1 %: else one row of a forest whose trees agree would decide everything. */
const LEAST_COUNTED = 1e-3

/** How many shares a model of classes gives. */
export function outputsFor(classes: number): number {
  return classes === 2 ? 1 : classes
}

/**
 * Σ weight · loss of predicted shares.
 *
 * @param rows    of the study
 * @param shares  outputs × rows.length; a row with a missing share is left out
 */
export function classLossOf(
  data: Pick<ClassData, 'target' | 'classes' | 'weights' | 'metric'>,
  rows: ArrayLike<number>,
  shares: Float64Array,
): { sum: number; rows: number } {
  const count = rows.length
  const outputs = outputsFor(data.classes)
  let sum = 0
  let judged = 0
  for (let i = 0; i < count; i++) {
    if (Number.isNaN(shares[i]!)) continue
    const label = data.target[rows[i]!]!
    sum += (data.weights ? data.weights[rows[i]!]! : 1) * rowLoss(data.metric, shares, i, count, outputs, label)
    judged++
  }
  return { sum, rows: judged }
}

function rowLoss(
  metric: ClassMetric,
  shares: Float64Array,
  i: number,
  count: number,
  outputs: number,
  label: number,
): number {
  const own = outputs === 1 ? (label === 1 ? shares[i]! : 1 - shares[i]!) : shares[label * count + i]!
  if (metric === 'log_loss') return -Math.log(Math.max(LEAST_COUNTED, own))
  if (outputs === 1) return (1 - own) ** 2
  let squares = 0
  for (let k = 0; k < outputs; k++) squares += (shares[k * count + i]! - (k === label ? 1 : 0)) ** 2
  return squares
}
