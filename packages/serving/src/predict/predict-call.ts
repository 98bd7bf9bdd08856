import type { InputRecord } from '@zerosec/model'
import type { PredictionTerms, RowOutcome } from './predict-rows.ts'

/** What a request asks of which model. */
export interface PredictCall {
  readonly workspaceId: string
  readonly name: string
  /** A version, or an alias; left out, production. */
  readonly version?: number | undefined
  readonly alias?: string | undefined
  readonly rows: readonly InputRecord[]
  readonly terms: PredictionTerms
  /** Requests with the same one are answered by the same side of a canary. */
  readonly key: string
}

export interface Predicted {
  readonly version: number
  readonly target: string
  readonly outcomes: readonly RowOutcome[]
}
