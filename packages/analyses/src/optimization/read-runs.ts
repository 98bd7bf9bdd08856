import { designRegion } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Table } from '@zerosec/table'
import { blockFactor } from './block-factor.ts'
import type { DesignBasis, TableRuns } from './design-basis.ts'
import type { FactorDescription } from './factor-description.ts'
import { unknownFactor } from './model-terms.ts'
import { offeredRuns, refuseAllOutside } from './offered-runs.ts'
import type { OptimizationParameters } from './parameters.ts'
import { readConstraints } from './read-constraints.ts'
import type { ResponseColumn } from './request.ts'
import { isMeasured, type Responses, responseColumns } from './response-columns.ts'
import { rowBounds } from './row-bounds.ts'
import { plainName } from './run-cells.ts'
import { type RunColumns, runColumns } from './run-columns.ts'
import { type RunFactor, runFactors } from './run-factors.ts'
import { type RunUse, runUse } from './run-mode.ts'
import * as say from './run-warnings.ts'
import { tableRuns } from './table-runs.ts'

/**
 * A table of runs: candidates to choose from, runs to add to, or only ranges.
 *
 * @param described  factors of the parameter; the others are found in the table
 * @throws CodedError column_unknown, response_not_numeric, design_factors_none, design_factor_unknown, design_mode_impossible,
 *   design_candidates_too_few, design_existing_outside, and what constraints and the region refuse
 */
export function readRuns(
  table: Table,
  parameters: OptimizationParameters,
  described: readonly FactorDescription[],
): DesignBasis {
  const all = Array.from({ length: table.rowCount }, (_, row) => row)
  const responses = responseColumns(table, parameters.response_columns)
  const use = useOfTable(table, all, responses, parameters, described)
  const isExisting = (row: number) =>
    use.existing === 'all' || (use.existing === 'measured' && isMeasured(responses, row))
  const inBounds = rowBounds(table, parameters.bounds)
  const free = all.filter((row) => !isExisting(row))
  const ranged = use.mode === 'select' ? free.filter(inBounds) : all

  const columns = runColumns(table, ranged, responses.columns, described)
  const factors = factorsOfRuns(table, ranged, columns, use, parameters, described)
  const constraints = readConstraints(
    parameters.constraints,
    factors.map(({ factor }) => factor),
  )
  const region = designRegion(
    factors.map(({ factor }) => factor),
    constraints,
  )
  const isComplete = (row: number) => factors.every(({ setting }) => !Number.isNaN(setting(row)))
  const existing = tableRuns(
    factors,
    all.filter((row) => isExisting(row) && isComplete(row)),
  )
  const outside = rowsOutside(existing, factors.length, region.contains)
  refuseAllOutside(existing, outside, parameters)
  const offered = tableRuns(factors, use.existing === 'all' ? [] : ranged.filter(isComplete))
  const candidates =
    use.mode === 'select' ? offeredRuns(offered, existing, region, { parameters, table, rows: free.length }) : undefined
  const hasCovariates = factors.some(({ factor }) => factor.kind === 'covariate')
  return {
    mode: use.mode,
    factors: factors.map(({ factor }) => factor),
    columns: factors.map(({ column }) => column),
    constraints,
    responses: responsesOf(responses, existing),
    ...(existing.rows.length > 0 ? { existing } : {}),
    ...(candidates ? { candidates: candidates.runs } : {}),
    ...(hasCovariates ? { covariates: offered } : {}),
    warnings: [
      say.tableUse(
        use,
        existing.rows.length,
        Array.from(existing.rows).filter((row) => !isMeasured(responses, row)).length,
      ),
      ...say.responsesFound(responses),
      ...say.columnsLeftOut(columns.leftOut),
      ...say.groupsFound(columns),
      ...say.rowsIncomplete(
        table,
        all.filter((row) => !isComplete(row)),
      ),
      ...say.rowsOutOfBounds(table, use.mode === 'select' ? free.filter((row) => !inBounds(row)) : []),
      ...(candidates?.warnings ?? []),
      ...say.existingOutside(table, outside),
    ],
  }
}

function useOfTable(
  table: Table,
  all: readonly number[],
  responses: Responses,
  parameters: OptimizationParameters,
  described: readonly FactorDescription[],
): RunUse {
  const { runNumber } = runColumns(table, all, responses.columns, [])
  return runUse(parameters, {
    rows: table.rowCount,
    measured: all.filter((row) => isMeasured(responses, row)).length,
    isRunSheet: runNumber !== undefined && responses.columns.length > 0,
    hasCovariates: described.some(({ type }) => type === 'covariate'),
  })
}

function factorsOfRuns(
  table: Table,
  rows: readonly number[],
  columns: RunColumns,
  use: RunUse,
  parameters: OptimizationParameters,
  described: readonly FactorDescription[],
): RunFactor[] {
  const order = table.columns.map(({ name }) => name)
  const fromRows = use.mode === 'select'
  const { block } = columns
  const asLevels = fromRows && block ? { ...columns, categories: [...columns.categories, block] } : columns
  const factors = runFactors(asLevels, rows, order, { described, bounds: parameters.bounds, fromRows })
  const names = factors.map(({ factor }) => factor.name)
  const missing = described.find(({ name, type }) => !names.includes(name) && type !== 'block')
  if (missing) throw unknownFactor('factors', missing.name, order)
  if (factors.length === 0) {
    const reasons = columns.leftOut.map(({ column, reason }) => `${column} (${reason})`)
    throw new CodedError('design_factors_none', {
      reasons: reasons.length > 0 ? reasons : 'every column is a response',
    })
  }
  const blocks = blockFactor(parameters, use.mode === 'augment' ? block : undefined, use.existing !== 'none')
  return blocks ? [blocks, ...factors] : factors
}

function rowsOutside(
  { runs, rows }: TableRuns,
  width: number,
  contains: (runs: Float64Array, at: number) => boolean,
): number[] {
  return [...rows].filter((_, i) => !contains(runs, i * width))
}

function responsesOf({ columns }: Responses, { rows }: TableRuns): ResponseColumn[] {
  return columns.map((column) => ({
    name: plainName(column),
    ...(column.unit === undefined ? {} : { unit: column.unit }),
    existing: Array.from(rows, (row) => (Number.isNaN(column.values[row]!) ? null : column.values[row]!)),
  }))
}
