import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { duplicateGroups } from '../duplicate-groups.ts'

/** How far the target varies where all inputs are equal: no model of these inputs can do better there. */
export interface PureError {
  /** Settings that were measured more than once, and the rows they have. */
  readonly settings: number
  readonly rows: number
  /** Rows less settings: what the standard deviation rests on. */
  readonly degreesOfFreedom: number
  /** In the unit of the target; null without replicates. */
  readonly standardDeviation: number | null
  /** The setting whose values differ most: its rows and max − min; null where all replicates agree. */
  readonly widest: { readonly rows: readonly number[]; readonly difference: number } | null
}

/**
 * Pure error from rows with equal inputs; rows without a target are passed over.
 *
 * @throws RangeError if the lengths differ
 *
 * Cost: n·p.
 */
export function pureError(matrix: FeatureMatrix, target: Float64Array): PureError {
  if (target.length !== matrix.rows) throw new RangeError(`expected ${matrix.rows} targets, got ${target.length}`)
  const settings = new Map<number, number[]>()
  duplicateGroups(matrix).forEach((group, row) => {
    if (Number.isNaN(target[row]!)) return
    const rows = settings.get(group)
    if (rows) rows.push(row)
    else settings.set(group, [row])
  })
  const replicated = [...settings.values()].filter((rows) => rows.length > 1)
  let squares = 0
  let rows = 0
  let widest: PureError['widest'] = null
  for (const members of replicated) {
    const values = members.map((row) => target[row]!)
    const first = values[0]!
    const mean = first + values.reduce((sum, value) => sum + (value - first), 0) / values.length
    for (const value of values) squares += (value - mean) ** 2
    rows += values.length
    const difference = Math.max(...values) - Math.min(...values)
    if (difference > (widest?.difference ?? 0)) widest = { rows: members, difference }
  }
  const degreesOfFreedom = rows - replicated.length
  return {
    settings: replicated.length,
    rows,
    degreesOfFreedom,
    standardDeviation: degreesOfFreedom > 0 ? Math.sqrt(squares / degreesOfFreedom) : null,
    widest,
  }
}
