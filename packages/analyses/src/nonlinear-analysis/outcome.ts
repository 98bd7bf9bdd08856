import type {
  ApplicabilityDomain,
  ChosenInterval,
  DomainVerdict,
  FittedModel,
  LocalDifficulty,
  Setting,
  StudyTrial,
} from '@zerosec/engine'
import type { ModelName } from '../modelling/model-names.ts'
import type { Preparation } from './prepare.ts'
import type { SelectionOutcome } from './selection-outcome.ts'

/** A family after nested cross-validation. */
export interface ModelOutcome {
  readonly name: ModelName
  /** n: predictions of rows that tuning and fit did not see; NaN where a row was in no test fold. */
  readonly predicted: Float64Array
  readonly scores: Scores
  /** One a fold, in the chosen metric. */
  readonly foldScores: readonly number[]
  /** Of the model on all rows. */
  readonly setting: Setting
  readonly rounds: number | null
  readonly innerScore: number
  readonly trials: readonly StudyTrial[]
  readonly fitted: FittedModel
  /** p: mean and spread over folds of the rise of the score when a factor is shuffled. */
  readonly importance: readonly { readonly mean: number; readonly sd: number }[]
}

export interface Scores {
  readonly rmse: number
  readonly mae: number
  /** Null where the measured values do not vary. */
  readonly r2: number | null
}

/** All that was found of one response. */
export interface TargetOutcome {
  readonly preparation: Preparation
  readonly folds: number
  readonly models: readonly ModelOutcome[]
  /** The family with the best score in the inner folds of all rows: it is explained. */
  readonly leader: ModelOutcome
  /** Shares in the delivered prediction; only those above 0. One of 1: a single model is delivered. */
  readonly weights: readonly { readonly name: ModelName; readonly weight: number }[]
  /** The delivered procedure on rows that it did not see: choice and weights made inside the folds. */
  readonly predicted: Float64Array
  readonly scores: Scores
  readonly foldScores: readonly number[]
  /** The mean of the other rows. */
  readonly baseline: Scores
  /** n: the outer fold that tested the row; −1 where none did. */
  readonly foldOf: Int32Array
  readonly interval: IntervalOutcome
  readonly domain: DomainOutcome
  readonly selection: SelectionOutcome
  /** Null where it was not asked for, or no time was left for it. */
  readonly randomisation: RandomisationOutcome | null
  readonly trials: number
  readonly isStopped: boolean
  readonly durationSeconds: number
}

export interface IntervalOutcome {
  readonly level: number
  /** n. */
  readonly low: Float64Array
  readonly high: Float64Array
  /** Share of rows inside intervals that were made without their fold. */
  readonly coverage: number
  /** Half of the median width. */
  readonly half: number
  /** What is delivered. */
  readonly chosen: ChosenInterval
  /** What it is scaled by where that is the errors of the nearest rows. */
  readonly difficulty: LocalDifficulty | null
}

/** Where the delivered model may be believed, and which of the measured rows lie outside of the rest. */
export interface DomainOutcome {
  readonly domain: ApplicabilityDomain
  /** n: each row by the training rows of its fold; null where none tested it. */
  readonly verdicts: readonly (DomainVerdict | null)[]
  /** Numbers of the rows that lie outside. */
  readonly outside: readonly number[]
}

/** How well the same short procedure does on the response as measured and in shuffled orders. */
export interface RandomisationOutcome {
  /** The family that stood for all. */
  readonly model: ModelName
  /** Errors in the inner folds, in the chosen metric. */
  readonly observed: number
  readonly scores: readonly number[]
  /** How often chance alone does as well: 1 / (shuffles + 1) at least. */
  readonly pValue: number
}
