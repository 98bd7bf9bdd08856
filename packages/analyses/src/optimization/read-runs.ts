import { designRegion } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import { blockFactor } from './block-factor.ts'
import type { DesignBasis, TableRuns } from './design-basis.ts'
import type { FactorDescription } from './factor-description.ts'
import { unknownFactor } from './model-terms.ts'
import { offeredRuns, refuseAllOutside } from './offered-runs.ts'
import type { OptimizationParameters } from './parameters.ts'
import { readConstraints } from './read-constraints.ts'
import type { ResponseColumn } from './request.ts'
import { type Responses, responseColumns } from './response-columns.ts'
import { allBounds, type Bounds } from './row-bounds.ts'
import { plainName } from './run-cells.ts'
import { type RunColumns, runColumns } from './run-columns.ts'
import { type RunFactor, runFactors } from './run-factors.ts'
import { type RunRows, runRows } from './run-rows.ts'
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
  const responses = responseColumns(table, parameters.response_columns)
  const bounds = allBounds(parameters.bounds, described)
  const rows = runRows(table, responses, bounds, parameters, described)
  const columns = runColumns(table, rows.ranging, responses, described)
  const found = foundFactors(table, columns, rows, { parameters, described, bounds })
  const factors = found.map(({ factor }) => factor)
  const constraints = readConstraints(parameters.constraints, factors)
  const region = designRegion(factors, constraints)

  const isComplete = (row: number) => found.every(({ setting }) => !Number.isNaN(setting(row)))
  const existing = tableRuns(found, rows.existing.filter(isComplete))
  const outside = rows.existing.filter(isComplete).filter((_, i) => !region.contains(existing.runs, i * factors.length))
  refuseAllOutside(existing, outside, parameters)
  const free = tableRuns(found, rows.free.filter(isComplete))
  const offered =
    rows.use.mode === 'select'
      ? offeredRuns(free, existing, region, { parameters, table, rows: table.rowCount - rows.existing.length })
      : undefined
  return {
    mode: rows.use.mode,
    factors,
    columns: found.map(({ column }) => column),
    constraints,
    responses: responsesOf(responses, existing),
    ...(existing.rows.length > 0 ? { existing } : {}),
    ...(offered ? { candidates: offered.runs } : {}),
    ...(factors.some(({ kind }) => kind === 'covariate') ? { covariates: free } : {}),
    warnings: [
      ...tableWarnings(table, responses, columns, rows),
      ...say.rowsIncomplete(
        table,
        [...rows.existing, ...rows.free].filter((row) => !isComplete(row)),
      ),
      ...(offered?.warnings ?? []),
      ...say.existingOutside(table, outside),
    ],
  }
}

/** The factors of the runs, blocks first. */
function foundFactors(
  table: Table,
  columns: RunColumns,
  { use, ranging, existing }: RunRows,
  options: { parameters: OptimizationParameters; described: readonly FactorDescription[]; bounds: Bounds },
): RunFactor[] {
  const order = table.columns.map(({ name }) => name)
  const fromRows = use.mode === 'select'
  const { block } = columns
  const asLevels = fromRows && block ? { ...columns, categories: [...columns.categories, block] } : columns
  const factors = runFactors(asLevels, ranging, order, { ...options, fromRows })
  const names = new Set(factors.map(({ factor }) => factor.name))
  const missing = options.described.find(({ name, type }) => !names.has(name) && type !== 'block')
  if (missing) throw unknownFactor('factors', missing.name, order)
  if (factors.length === 0) {
    const reasons = columns.leftOut.map(({ column, reason }) => `${column} (${reason})`)
    throw new CodedError('design_factors_none', {
      reasons: reasons.length > 0 ? reasons : 'every column is a response',
    })
  }
  const blocks = blockFactor(options.parameters, use.mode === 'augment' ? block : undefined, existing.length > 0)
  return blocks ? [blocks, ...factors] : factors
}

function responsesOf({ columns }: Responses, { rows }: TableRuns): ResponseColumn[] {
  return columns.map((column) => ({
    name: plainName(column),
    ...(column.unit === undefined ? {} : { unit: column.unit }),
    existing: Array.from(rows, (row) => (Number.isNaN(column.values[row]!) ? null : column.values[row]!)),
  }))
}

function tableWarnings(table: Table, responses: Responses, columns: RunColumns, rows: RunRows): Warning[] {
  return [
    say.tableUse(rows.use, rows.existing.length, rows.planned),
    ...say.responsesFound(responses),
    ...say.columnsLeftOut(columns.leftOut),
    ...say.groupsFound(columns),
    ...say.rowsOutOfBounds(table, rows.outOfBounds),
  ]
}
