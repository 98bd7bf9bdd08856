import type { Table } from '@zerosec/table'
import type { FactorDescription } from './factor-description.ts'
import type { OptimizationParameters } from './parameters.ts'
import { measuredRows, type Responses } from './response-columns.ts'
import { type Bounds, rowBounds } from './row-bounds.ts'
import { runColumns } from './run-columns.ts'
import { type RunUse, runUse } from './run-mode.ts'

/** The rows of a table of runs by what they are for; ascending. */
export interface RunRows {
  readonly use: RunUse
  /** Runs that are made or planned. */
  readonly existing: readonly number[]
  /** How many of those have no result yet. */
  readonly planned: number
  /** Rows that can be chosen or that bring covariates. */
  readonly free: readonly number[]
  /** Rows whose settings are the ranges and levels of the factors. */
  readonly ranging: readonly number[]
  /** Rows that can't be chosen because of the bounds. */
  readonly outOfBounds: readonly number[]
}

/** @throws CodedError design_mode_impossible, design_factor_unknown, parameter_invalid */
export function runRows(
  table: Table,
  responses: Responses,
  bounds: Bounds,
  parameters: OptimizationParameters,
  described: readonly FactorDescription[],
): RunRows {
  const all = Array.from({ length: table.rowCount }, (_, row) => row)
  const isMeasured = measuredRows(table, responses)
  const hasResult = (row: number) => isMeasured[row]!
  const { runNumber } = runColumns(table, all, responses, [])
  const use = runUse(parameters, {
    rows: table.rowCount,
    measured: all.filter(hasResult).length,
    isRunSheet: runNumber !== undefined && responses.columns.length > 0,
    hasCovariates: described.some(({ type }) => type === 'covariate'),
  })
  const isExisting = (row: number) => use.existing === 'all' || (use.existing === 'measured' && hasResult(row))
  const inBounds = rowBounds(table, bounds)
  const existing = all.filter(isExisting)
  const others = all.filter((row) => !isExisting(row))
  const free = others.filter(inBounds)
  return {
    use,
    existing,
    planned: existing.filter((row) => !hasResult(row)).length,
    free,
    ranging: use.mode === 'select' ? all.filter(inBounds) : all,
    outOfBounds: use.mode === 'select' ? others.filter((row) => !inBounds(row)) : [],
  }
}
