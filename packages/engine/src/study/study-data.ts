import type { FeatureMatrix } from '../features/feature-matrix.ts'
import type { TransformKind } from '../transforms/target-transform.ts'

export type StudyMetric = 'rmse' | 'mae'

/** What any study learns from: the training rows of one outer fold, or all rows for the model that is delivered. */
export interface StudyBasis {
  readonly matrix: FeatureMatrix
  readonly folds: readonly StudyFold[]
  /** Whether rows may be judged one by one by the others, whatever their fold: false for groups, duplicates and time. */
  readonly rowsAreExchangeable: boolean
  readonly seed: number
}

/** What a study of numbers learns from. */
export interface StudyData extends StudyBasis {
  /** n, in the unit of the response. */
  readonly target: Float64Array
  readonly metric: StudyMetric
  /** The transforms of the response that may be tried, one at least. */
  readonly transforms: readonly TransformKind[]
  /** p: 1 rising only, −1 falling only, 0 free; empty where all are free. */
  readonly monotone: Int8Array
}

/** An inner fold: rows to fit on and rows to judge by, as indices into the study's rows. */
export interface StudyFold {
  readonly training: Int32Array
  readonly validation: Int32Array
}

export function lossOf(metric: StudyMetric, error: number): number {
  return metric === 'rmse' ? error * error : Math.abs(error)
}

/** The score of a mean loss in the unit of the response. */
export function scoreOf(metric: StudyMetric, meanLoss: number): number {
  return metric === 'rmse' ? Math.sqrt(meanLoss) : meanLoss
}

export function targetsOf(target: Float64Array, rows: ArrayLike<number>): Float64Array {
  const values = new Float64Array(rows.length)
  for (let i = 0; i < values.length; i++) values[i] = target[rows[i]!]!
  return values
}
