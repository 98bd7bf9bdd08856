import type { Region } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { TableRuns } from './design-basis.ts'
import type { OptimizationParameters } from './parameters.ts'
import * as say from './run-warnings.ts'
import { keptRuns, matchRuns } from './table-runs.ts'

/**
 * The rows that may be chosen: those that the constraints allow and that are not among the existing runs, unless repeats are
 * wanted.
 *
 * @param context.rows  how many rows there were before any was left out
 * @throws CodedError design_candidates_too_few
 */
export function offeredRuns(
  offered: TableRuns,
  existing: TableRuns,
  region: Region,
  context: { readonly parameters: OptimizationParameters; readonly table: Table; readonly rows: number },
): { runs: TableRuns; warnings: Warning[] } {
  const { parameters, table } = context
  const width = region.factors.length
  const isAllowed = Array.from(offered.rows, (_, i) => region.contains(offered.runs, i * width))
  const allowed = keptRuns(offered, isAllowed)
  const isDone = parameters.repeats ? allowed.rows.map(() => 0) : matchRuns(allowed, existing, width).map(Number)
  const runs = keptRuns(
    allowed,
    Array.from(isDone, (done) => done === 0),
  )
  const fewest = parameters.repeats ? 1 : parameters.num_points
  if (runs.rows.length < fewest) {
    const left = context.rows - runs.rows.length
    throw new CodedError('design_candidates_too_few', {
      candidates: runs.rows.length,
      runs: parameters.num_points,
      left_out:
        left === 0 ? '' : ` (${left} of ${context.rows} rows are out of bounds, forbidden, incomplete or made already)`,
    })
  }
  const forbidden = [...offered.rows].filter((_, i) => !isAllowed[i])
  const done = [...allowed.rows].filter((_, i) => isDone[i] === 1)
  return { runs, warnings: [...say.rowsForbidden(table, forbidden), ...say.rowsDone(table, done)] }
}

/** @throws CodedError design_existing_outside */
export function refuseAllOutside(
  existing: TableRuns,
  outside: readonly number[],
  { bounds, constraints }: Pick<OptimizationParameters, 'bounds' | 'constraints'>,
): void {
  if (existing.rows.length === 0 || outside.length < existing.rows.length) return
  const reasons = [
    ...Object.entries(bounds).map(([name, [low, high]]) => `${name} from ${low} to ${high}`),
    ...constraints,
  ]
  throw new CodedError('design_existing_outside', {
    runs: outside.length,
    reasons: reasons.length > 0 ? reasons : 'their settings are beyond the ranges of the factors',
  })
}
