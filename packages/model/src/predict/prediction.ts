import type { DomainReason, DomainVerdict } from '@zerosec/engine'

/** A cell of a row: null, undefined, NaN and, but for a category with that level, the empty text are missing. */
export type InputCell = number | string | boolean | null | undefined

/** One row by the names of its columns. */
export type InputRecord = Readonly<Record<string, InputCell>>

export type Prediction = NumberPrediction | ClassPrediction

export interface NumberPrediction extends PredictionTrust {
  readonly kind: 'number'
  /** In the unit of the target; null where the model needs a cell that is missing: the flags name it. */
  readonly value: number | null
  /** Null where the model has no interval, or no value was predicted. */
  readonly interval: { readonly level: number; readonly low: number; readonly high: number } | null
}

export interface ClassPrediction extends PredictionTrust {
  readonly kind: 'class'
  /** The class with the largest share, of equal ones the first; null as of a number. */
  readonly value: string | null
  /** By the name of the class. */
  readonly shares: Readonly<Record<string, number>> | null
}

/** What speaks for and against a prediction. */
export interface PredictionTrust {
  /** Null where the model knows of no domain. */
  readonly domain: PredictionDomain | null
  readonly flags: readonly PredictionFlag[]
}

export interface PredictionDomain {
  readonly verdict: DomainVerdict
  /** Mean distance to the nearest training rows. */
  readonly distance: number
  /** The worst first; with the name of the column where a reason is about one. */
  readonly reasons: readonly (DomainReason & { readonly column?: string })[]
}

export type PredictionFlag =
  /** Predicted as if the cell were missing. */
  | { readonly kind: 'unseen_category'; readonly column: string; readonly value: string }
  | { readonly kind: 'missing_cell'; readonly column: string }
  /** low, high: the range of the training rows. */
  | {
      readonly kind: 'outside_range'
      readonly column: string
      readonly value: number
      readonly low: number
      readonly high: number
    }
  /** Longer than what is read of a text: the rest has no say. */
  | { readonly kind: 'text_cut'; readonly column: string; readonly read: number }
  /** Halves of characters or control characters were read as spaces. */
  | { readonly kind: 'text_broken'; readonly column: string }
  /** No word of the text is known: predicted as an empty one is. */
  | { readonly kind: 'text_unknown'; readonly column: string }
  /** A part of the model gave a value beyond what its transform of the target keeps to, and was set to that end. */
  | { readonly kind: 'limited' }
  /** The interval's level asks for more rows than it was made from: its ends are those of the largest errors. */
  | { readonly kind: 'interval_short_of_rows'; readonly level: number }
  /** There is no value: the model needs a cell that is missing. */
  | { readonly kind: 'no_prediction' }
