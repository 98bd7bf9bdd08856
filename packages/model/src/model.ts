import type { ApplicabilityDomain, ConformalInterval, LocalDifficulty, Predictor } from '@zerosec/engine'
import type { ModelInput } from './model-input.ts'

/** A fitted model with all that is needed to use it and to know where it comes from. Plain data: what a model file holds. */
export interface Model {
  readonly target: ModelTarget
  /** p: the columns that a row has to have, in the order of the predictor's features (`featureInputs`); texts come last. */
  readonly inputs: readonly ModelInput[]
  /** From the features to the unit of the target, or to one share for each class. */
  readonly predictor: Predictor
  /** Null: no interval was made. */
  readonly interval: PredictionInterval | null
  /** Of the inputs but texts. Null: nothing is known of where the model may be believed. */
  readonly domain: ApplicabilityDomain | null
  readonly training: TrainingFacts
  /** Whatever the maker wants to be kept: plain JSON. */
  readonly metadata: Readonly<Record<string, MetadataValue>>
}

export interface ModelTarget {
  readonly name: string
  readonly unit?: string
  /** The classes in the order of the outputs; left out for a number. Two classes may have one output: the share of the second. */
  readonly classes?: readonly string[]
}

export interface PredictionInterval {
  readonly conformal: ConformalInterval
  /** What an interval that is scaled by neighbours takes its scale from; else null. */
  readonly difficulty: LocalDifficulty | null
}

export interface TrainingFacts {
  readonly rows: number
  /** SHA-256 of the table's file, in hexadecimal. */
  readonly tableSha256: string
  readonly seed: number
  /** Of zerosec. */
  readonly version: string
  /** The name of the algorithm: lightgbm, gaussian_process, blend … */
  readonly algorithm: string
  /** By name: cv_rmse, cv_r2 … */
  readonly scores: Readonly<Record<string, number>>
}

export type MetadataValue =
  | string
  | number
  | boolean
  | null
  | readonly MetadataValue[]
  | { readonly [name: string]: MetadataValue }
