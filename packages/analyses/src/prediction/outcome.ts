import type { Model } from '@zerosec/model'
import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { Contributions } from './contributions.ts'
import type { GridPlan } from './grid-factors.ts'
import type { GridPoints } from './grid-points.ts'
import type { OutputColumn, PredictedRow } from './predicted-row.ts'
import type { RowScore } from './row-score.ts'
import type { SearchedGrid } from './search-grid.ts'

/** What a run found, before it is told. */
export interface PredictionOutcome {
  readonly model: Model
  /** With the columns that were calculated for the model. */
  readonly table: Table
  readonly rows: readonly PredictedRow[]
  readonly outputs: readonly OutputColumn[]
  /** Null of rows of a table. isRanked: the rows are its best points, the best first. */
  readonly grid: {
    readonly plan: GridPlan
    readonly points: GridPoints
    readonly search: SearchedGrid
    readonly isRanked: boolean
  } | null
  readonly score: RowScore | null
  readonly contributions: Contributions | null
  readonly warnings: readonly Warning[]
  /** Of predictions.csv. */
  readonly fileBytes: number
}
