import type { BooleanInput, CategoryInput, InputCell, InputRecord, NumberInput, Prediction } from '@zerosec/model'

/** What the page asks of a model worker. The first call opens the model; each is answered once, in order. */
export type ModelCall =
  | { readonly kind: 'open'; readonly bytes: Uint8Array }
  | { readonly kind: 'predict'; readonly records: readonly InputRecord[] }
  /** The predictions along one input, all others as in `record`. */
  | {
      readonly kind: 'sweep'
      readonly record: InputRecord
      readonly input: string
      readonly cells: readonly InputCell[]
    }

export type ModelAnswer =
  | { readonly kind: 'opened'; readonly facts: ModelFacts }
  | { readonly kind: 'predicted'; readonly predictions: readonly Prediction[] }
  | { readonly kind: 'swept'; readonly curve: Curve }
  | { readonly kind: 'failed'; readonly message: string }

/** What the page knows of a model. */
export interface ModelFacts {
  readonly target: { readonly name: string; readonly unit?: string; readonly classes?: readonly string[] }
  readonly inputs: readonly InputFacts[]
  /** A measured row from the middle of the data; one cell an input. */
  readonly centre: readonly InputCell[]
  readonly trainingRows: number
  readonly algorithm: string
}

/** An input without what only the model needs of it. */
export type InputFacts = NumberInput | CategoryInput | BooleanInput | { readonly kind: 'text'; readonly name: string }

/** Predictions at the places of a sweep. */
export interface Curve {
  /** The places: cells of the input that is varied. */
  readonly cells: readonly InputCell[]
  /** A number has one line, a class one for the share of each class. NaN where there is no prediction. */
  readonly lines: readonly { readonly name: string; readonly values: Float64Array }[]
  /** Of a number that has one. */
  readonly band: { readonly low: Float64Array; readonly high: Float64Array } | null
  /** By place: whether the rows that the model learnt from are near; also where it can't tell. */
  readonly isInside: readonly boolean[]
}
