import type { Constraint, Factor } from '@zerosec/engine'
import type { Warning } from '@zerosec/report'
import type { DesignRequest, FactorColumn, ResponseColumn } from './request.ts'

/** What a table says about a design, whatever kind of table it is; runs are coded, in the order of the factors. */
export interface DesignBasis {
  readonly mode: DesignRequest['mode']
  readonly factors: readonly Factor[]
  readonly columns: readonly FactorColumn[]
  readonly constraints: readonly Constraint[]
  readonly responses: readonly ResponseColumn[]
  readonly existing?: TableRuns
  readonly candidates?: TableRuns
  readonly covariates?: TableRuns
  readonly warnings: readonly Warning[]
}

export interface TableRuns {
  readonly runs: Float64Array
  /** The 0-based row of the table that each run stands in. */
  readonly rows: Uint32Array
}
