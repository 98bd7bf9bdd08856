import type {
  ApplicabilityDomain,
  Calibration,
  CalibrationKind,
  ClassScoreIntervals,
  ClassScores,
  DecisionRule,
  DomainVerdict,
  Predictor,
  Setting,
  StudyTrial,
} from '@zerosec/engine'
import type { ClassModelName } from './class-model-names.ts'
import type { ClassPreparation } from './prepare.ts'

/** A family after nested cross-validation. */
export interface ClassModelOutcome {
  readonly name: ClassModelName
  readonly scores: ClassScores
  /** One a fold, in the chosen metric. */
  readonly foldScores: readonly number[]
  /** Of the model on all rows. */
  readonly setting: Setting
  readonly rounds: number | null
  readonly innerScore: number
  readonly trials: readonly StudyTrial[]
  readonly fitted: Predictor
  /** p: mean and spread over folds of the rise of the loss when a factor is shuffled. */
  readonly importance: readonly { readonly mean: number; readonly sd: number }[]
}

/** What turns the shares of the members into a decision: made on rows that it is not judged by. */
export interface Finish {
  /** One for each family. */
  readonly weights: Float64Array
  readonly calibration: Calibration
  /** Brier score of each correction, on rows that its curve did not see. */
  readonly calibrationScores: Readonly<Partial<Record<CalibrationKind, number>>>
  /** Of OK against NG; null where no class is OK. */
  readonly rule: DecisionRule | null
  /** Where no class is OK: the share from which on the likeliest class is said. */
  readonly sayFrom: number | null
}

/** Why a row is decided as it is. */
export type DecisionReason = 'sure' | 'in_between' | 'outside_domain' | 'unbounded'

/** A row with its prediction by a procedure that never saw it. */
export interface DecidedRow {
  /** The line of the file or row of the sheet. */
  readonly row: number
  /** Places of the true and the likeliest class. */
  readonly actual: number
  readonly predicted: number
  /** One for each class. */
  readonly shares: readonly number[]
  /** OK, NG, a class, or measure. */
  readonly decision: string
  readonly reason: DecisionReason
  readonly verdict: DomainVerdict | null
  /** From 1. */
  readonly fold: number
}

/** How often decisions are wrong, on rows that had no part in them. */
export interface DecisionSummary {
  readonly said: number
  readonly measured: number
  readonly outside: number
  /** Rows that are not OK, and of them those that were said to be; without an OK class the rows that got a class, and of them the wrong ones. */
  readonly atRisk: number
  readonly falseOk: number
  readonly falseOkBound: number
  /** Null where no class is OK. */
  readonly falseNg: { readonly atRisk: number; readonly count: number; readonly bound: number } | null
  /** Mean cost of a row in the two-way decision by costs alone; null where no class is OK. */
  readonly cost: {
    readonly threshold: number
    readonly perRow: number
    readonly falseOk: number
    readonly falseNg: number
  } | null
}

/** All that was found. */
export interface ClassOutcome {
  readonly preparation: ClassPreparation
  readonly folds: number
  readonly models: readonly ClassModelOutcome[]
  /** The family with the best score in the inner folds of all rows. */
  readonly leader: ClassModelOutcome
  /** Shares in the delivered prediction; only those above 0. */
  readonly members: readonly { readonly name: ClassModelName; readonly weight: number }[]
  readonly finish: Finish
  /** n × k: calibrated shares of rows that the procedure did not see, and before calibration; NaN where no fold tested the row. */
  readonly shares: Float64Array
  readonly rawShares: Float64Array
  readonly scores: ClassScores
  readonly rawScores: ClassScores
  readonly intervals: ClassScoreIntervals
  readonly foldScores: readonly number[]
  /** The commonest class and the shares of the other rows. */
  readonly baseline: ClassScores
  readonly rows: readonly DecidedRow[]
  readonly decisions: DecisionSummary
  /** Null where texts are all there is. */
  readonly domain: ApplicabilityDomain | null
  readonly outside: readonly number[]
  readonly trials: number
  readonly isStopped: boolean
  readonly durationSeconds: number
}
