import type { DesignProblem } from '@zerosec/engine'
import type { Warning } from '@zerosec/report'

/** What the user asks for, read from the table and the parameters: all that searching, evaluating and reporting need. */
export interface DesignRequest {
  /** new: settings are free within the factors' ranges. select: runs are rows of the table. augment: runs are added to those of the table. */
  readonly mode: 'new' | 'select' | 'augment'
  readonly problem: DesignProblem
  /** One for each factor of the problem, in its order. */
  readonly columns: readonly FactorColumn[]
  /** The new runs, where a design of the textbooks was asked for by name: nothing is searched. */
  readonly classical?: { readonly title: string; readonly runs: Float64Array }
  /** The model in words or as a formula, as the user gave it. */
  readonly modelText: string
  /** The columns to fill in after the experiment; from the table's response columns, else one named "Result". */
  readonly responses: readonly ResponseColumn[]
  /** Where runs come from the table: the 0-based table row of each of the problem's existing runs, and of each candidate. */
  readonly existingRows?: Uint32Array
  readonly candidateRows?: Uint32Array
  /** Runs beyond the searched ones, placed evenly in the run order. */
  readonly centerPoints: number
  readonly replicates: number
  readonly starts: number
  readonly sweeps: number
  /** Null: every start is made, so that the result depends on the seed alone. */
  readonly timeLimitSeconds: number | null
  /** For power: standard deviation of a single run, and the change of the response worth finding from low to high. */
  readonly sigma: number
  readonly effect: number
  readonly warnings: readonly Warning[]
}

export interface FactorColumn {
  readonly name: string
  readonly unit?: string
  /** Decimals to which settings are rounded and shown. */
  readonly digits: number
}

export interface ResponseColumn {
  readonly name: string
  readonly unit?: string
  /** One value an existing run; null where it was not measured. */
  readonly existing: readonly (number | null)[]
}
