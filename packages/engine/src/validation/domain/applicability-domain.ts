import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { type DistanceScaling, distanceScaling, scaledRows } from '../distance/distance-scaling.ts'
import { findNearest, foundRows, type ReferenceRows } from '../distance/nearest-rows.ts'
import { thinnedRows } from '../distance/thinned-rows.ts'
import { duplicateGroups } from '../duplicate-groups.ts'
import { fitLeverage, type Leverage } from './leverage.ts'

/** Where a model has data to speak from. Plain data that travels with the model. */
export interface ApplicabilityDomain {
  /** Training rows. */
  readonly rows: number
  readonly features: readonly FeatureDomain[]
  readonly scaling: DistanceScaling
  /** m × p row-major: scaled inputs of different training rows, 2,000 at most. */
  readonly reference: Float64Array
  /** k: the distance of a row is the mean of its distances to the k nearest reference rows, each over √p. */
  readonly neighbours: number
  /** Distances that 95 % and 99 % of the training rows keep, each measured against the others. */
  readonly edgeDistance: number
  readonly farDistance: number
  /** The second view, of numbers only; null where rows do not suffice. */
  readonly leverage: Leverage | null
}

export type FeatureDomain =
  | { readonly kind: 'number'; readonly low: number; readonly high: number; readonly missing: number }
  /** Training rows of each level, and without any. */
  | { readonly kind: 'category'; readonly counts: readonly number[]; readonly missing: number }

export const EDGE_SHARE = 0.95
export const FAR_SHARE = 0.99
const NEIGHBOURS = 5
const MOST_REFERENCE_ROWS = 2000

/**
 * Learns the domain of the training rows.
 *
 * @throws RangeError without rows or features
 *
 * Cost: n · min(n, 2000) · p for the distances, n·p² + p³ for the leverage.
 */
export function applicabilityDomain(matrix: FeatureMatrix): ApplicabilityDomain {
  if (matrix.rows === 0 || matrix.columns.length === 0) throw new RangeError('a domain needs rows and features')
  const scaling = distanceScaling(matrix)
  const distinct = distinctRows(matrix)
  const kept = referenceRows(distinct)
  const reference = scaledRows(matrix, scaling, kept)
  const neighbours = Math.max(1, Math.min(NEIGHBOURS, kept.length - 1))
  const distances = neighbourDistances(
    { values: reference, mismatch: scaling.mismatch },
    scaledRows(matrix, scaling, distinct),
    distinct.length,
    neighbours,
    kept,
    distinct,
  ).sort()
  return {
    rows: matrix.rows,
    features: featureDomains(matrix),
    scaling,
    reference,
    neighbours,
    edgeDistance: keptBy(distances, EDGE_SHARE),
    farDistance: keptBy(distances, FAR_SHARE),
    leverage: fitLeverage(matrix),
  }
}

/** n mean distances to the k nearest reference rows, per feature. @param own  n: the reference row to pass over, by `numbers` */
export function neighbourDistances(
  reference: ReferenceRows,
  query: Float64Array,
  n: number,
  k: number,
  numbers?: Int32Array,
  own?: Int32Array,
): Float64Array {
  const found = foundRows(k)
  const p = reference.mismatch.length
  const distances = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    findNearest(reference, query, i, found, numbers, own?.[i])
    let sum = 0
    for (let place = 0; place < k; place++) {
      if (found.rows[place]! >= 0) sum += Math.sqrt(found.squares[place]! / p)
    }
    distances[i] = sum / k
  }
  return distances
}

/** The rows that distances are measured to. */
export function referenceRows(distinct: Int32Array): Int32Array {
  return thinnedRows(distinct, MOST_REFERENCE_ROWS)
}

export function featureDomains({ columns, levels }: FeatureMatrix): FeatureDomain[] {
  return columns.map((column, j) => featureDomain(column, levels[j]!))
}

function featureDomain(column: Float64Array, levels: number): FeatureDomain {
  const known = column.filter((value) => !Number.isNaN(value))
  const missing = column.length - known.length
  if (levels > 0) {
    const counts = Array.from({ length: levels }, () => 0)
    for (const code of known) counts[code]!++
    return { kind: 'category', counts, missing }
  }
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of known) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return { kind: 'number', low, high, missing }
}

/** The first row of each group of equal rows: replicates say nothing about how far apart settings are. */
export function distinctRows(matrix: FeatureMatrix): Int32Array {
  const seen = new Set<number>()
  const groups = duplicateGroups(matrix)
  return Int32Array.from({ length: matrix.rows }, (_, row) => row).filter((row) => {
    if (seen.has(groups[row]!)) return false
    seen.add(groups[row]!)
    return true
  })
}

export function keptBy(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length, Math.ceil(share * (sorted.length + 1))) - 1]!
}
