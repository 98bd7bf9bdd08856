import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { midRanks, pearson } from '../../metrics/ranks.ts'
import { columnsOfKind, strongCorrelation, unitColumn } from '../screening/column-pairs.ts'

export interface FeatureSelection {
  /** Features that stay, ascending. */
  readonly kept: readonly number[]
  readonly leftOut: readonly LeftOutFeature[]
}

export type LeftOutFeature =
  /** It moves with a feature that stays and that is better related to the target. */
  | { readonly feature: number; readonly reason: 'correlated'; readonly with: number; readonly correlation: number }
  /** Other features were more important. */
  | { readonly feature: number; readonly reason: 'less_important'; readonly importance: number }

/**
 * Of numbers that move together the one that is better related to the target (|Spearman|) stays: from the best down, a feature stays
 * unless |r| with one that stays already is above the limit. So no two that stay are above it, and each that goes is left out for a
 * better one. Categories stay.
 *
 * @param matrix  the training rows only: a filter that saw test rows makes their score too good
 * @param limit   of |Pearson's r|, in (0, 1)
 * @throws RangeError for another limit, or if the lengths differ
 *
 * Cost: p · n log n, and for pairs p² · n at most.
 */
export function correlationFilter(matrix: FeatureMatrix, target: Float64Array, limit: number): FeatureSelection {
  if (!(limit > 0 && limit < 1)) throw new RangeError(`a limit of correlations lies between 0 and 1, got ${limit}`)
  if (target.length !== matrix.rows) throw new RangeError(`expected ${matrix.rows} targets, got ${target.length}`)
  const targetRanks = midRanks(target)
  const numbers = columnsOfKind(matrix, 'number')
  const related = new Map(
    numbers.map((feature) => [feature, Math.abs(pearson(midRanks(matrix.columns[feature]!), targetRanks))]),
  )
  numbers.sort((a, b) => related.get(b)! - related.get(a)! || a - b)
  const kept = columnsOfKind(matrix, 'category')
  const leftOut: LeftOutFeature[] = []
  const standing: { readonly feature: number; readonly unit: Float64Array }[] = []
  for (const feature of numbers) {
    const unit = unitColumn(matrix.columns[feature]!)
    const rival = unit === null ? null : strongestRival(unit, standing, limit)
    if (rival !== null) leftOut.push({ feature, reason: 'correlated', ...rival })
    else {
      kept.push(feature)
      if (unit !== null) standing.push({ feature, unit })
    }
  }
  return { kept: kept.sort((a, b) => a - b), leftOut: leftOut.sort((a, b) => a.feature - b.feature) }
}

function strongestRival(
  unit: Float64Array,
  standing: readonly { readonly feature: number; readonly unit: Float64Array }[],
  limit: number,
): { readonly with: number; readonly correlation: number } | null {
  let strongest: { readonly with: number; readonly correlation: number } | null = null
  for (const other of standing) {
    const correlation = strongCorrelation(unit, other.unit, Math.max(limit, Math.abs(strongest?.correlation ?? 0)))
    if (correlation === null || Math.abs(correlation) <= Math.max(limit, Math.abs(strongest?.correlation ?? 0)))
      continue
    strongest = { with: other.feature, correlation }
  }
  return strongest
}
