import type { Calibration } from '../classify/calibration.ts'
import type { ClassProcess } from '../gaussian-process/classes/class-process.ts'
import type { GaussianProcess } from '../gaussian-process/gaussian-process.ts'
import type { Link } from '../losses/loss.ts'
import type { Neighbours } from '../neighbours/neighbours.ts'
import type { TargetTransform } from '../transforms/target-transform.ts'
import type { TreeEnsemble } from '../trees/tree-ensemble.ts'
import type { LinearColumns } from './linear-columns.ts'

/**
 * Anything that predicts from a feature matrix, as plain data: what a model file holds. The last five wrap others, so that one value
 * says the whole way from features to the unit of the response.
 */
export type Predictor =
  | MeanPredictor
  | LinearColumnsPredictor
  | LogisticPredictor
  | TreesPredictor
  | GaussianProcessPredictor
  | GaussianClassesPredictor
  | NeighboursPredictor
  | SelectedPredictor
  | FilledPredictor
  | TransformedPredictor
  | BlendPredictor
  | CalibratedPredictor

/** The same value everywhere. */
export interface MeanPredictor {
  readonly kind: 'mean'
  readonly value: number
}

export interface LinearColumnsPredictor {
  readonly kind: 'linear'
  readonly linear: LinearColumns
}

/** One score: its logistic is the share of the second class. Several: their softmax are the shares of the classes. */
export interface LogisticPredictor {
  readonly kind: 'logistic'
  readonly scores: readonly LinearColumns[]
}

export interface TreesPredictor {
  readonly kind: 'trees'
  readonly ensemble: TreeEnsemble
  /** From raw scores to what is predicted; softmax: one share for each output. */
  readonly link: Link
}

export interface GaussianProcessPredictor {
  readonly kind: 'gaussian_process'
  readonly process: GaussianProcess
}

/** One process: the share of the second of two classes. Several: one for each class, and their shares are made to sum to 1. */
export interface GaussianClassesPredictor {
  readonly kind: 'gaussian_classes'
  readonly processes: readonly ClassProcess[]
}

export interface NeighboursPredictor {
  readonly kind: 'neighbours'
  readonly neighbours: Neighbours
}

/** For models that were fitted to some of the features only. */
export interface SelectedPredictor {
  readonly kind: 'selected'
  /** Positions among all features, ascending: feature j of the inner predictor is feature features[j] here. */
  readonly features: Int32Array
  readonly predictor: Predictor
}

/** For models that can't take missing values: those of feature j, and levels that were not known, become fill[j]. */
export interface FilledPredictor {
  readonly kind: 'filled'
  /** p: a number, or the code of a level. NaN: stays missing. */
  readonly fill: Float64Array
  readonly predictor: Predictor
}

/** What the inner predictor gives is the transformed response; this gives it back in its unit. */
export interface TransformedPredictor {
  readonly kind: 'transformed'
  readonly transform: TargetTransform
  readonly predictor: Predictor
}

/** intercept + Σ weight · prediction of the member. */
export interface BlendPredictor {
  readonly kind: 'blend'
  readonly intercept: number
  readonly members: readonly BlendMember[]
}

export interface BlendMember {
  readonly weight: number
  readonly predictor: Predictor
}

/** Shares of classes, corrected by how often classes came true. */
export interface CalibratedPredictor {
  readonly kind: 'calibrated'
  readonly calibration: Calibration
  readonly predictor: Predictor
}

/** Values that a predictor gives for a row: 1, or a share for each class. */
export function outputsOf(predictor: Predictor): number {
  switch (predictor.kind) {
    case 'trees':
      return predictor.ensemble.outputs
    case 'gaussian_classes':
      return predictor.processes.length
    case 'logistic':
      return predictor.scores.length
    case 'selected':
    case 'filled':
    case 'transformed':
    case 'calibrated':
      return outputsOf(predictor.predictor)
    case 'blend':
      return predictor.members.length > 0 ? outputsOf(predictor.members[0]!.predictor) : 1
    default:
      return 1
  }
}
