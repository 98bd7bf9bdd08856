import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { scaledRows } from '../distance/distance-scaling.ts'
import { type ApplicabilityDomain, type FeatureDomain, neighbourDistances } from './applicability-domain.ts'
import { leverageOf } from './leverage.ts'

/** inside: like the training rows. edge: beyond what 95 % of them keep. outside: the model extrapolates. */
export type DomainVerdict = 'inside' | 'edge' | 'outside'

/** What speaks against a row. `severity` is the verdict that it leads to by itself. */
export type DomainReason =
  /** `beyond`: how far the value lies beyond the trained range, in widths of that range; ∞ where the range is one value. */
  | {
      readonly kind: 'below_range' | 'above_range'
      readonly feature: number
      readonly value: number
      readonly limit: number
      readonly beyond: number
      readonly severity: 'edge' | 'outside'
    }
  /** No training row has the level; NaN: the cell is missing or its level unknown, and no training row was so. */
  | { readonly kind: 'unknown_level' | 'unknown_missing'; readonly feature: number; readonly severity: 'outside' }
  | {
      readonly kind: 'far_from_rows'
      readonly distance: number
      readonly limit: number
      readonly severity: 'edge' | 'outside'
    }
  /** An unusual combination of numbers, each of which may be usual. */
  | { readonly kind: 'high_leverage'; readonly leverage: number; readonly limit: number; readonly severity: 'edge' }

export interface RowDomain {
  readonly verdict: DomainVerdict
  /** Mean distance to the nearest training rows; compare with the domain's `edgeDistance` and `farDistance`. */
  readonly distance: number
  readonly leverage: number | null
  /** The worst first. */
  readonly reasons: readonly DomainReason[]
}

/** A value that lies this share of the trained range beyond it is outside, not at the edge. */
const RANGE_MARGIN = 0.1

/**
 * Says of each row whether a model may be believed there, and why not.
 *
 * @param matrix  the same features as the training rows, in their order
 * @throws RangeError if the number of features differs
 *
 * Cost: a row m·p at most.
 */
export function domainOf(domain: ApplicabilityDomain, matrix: FeatureMatrix): readonly RowDomain[] {
  const p = domain.features.length
  if (matrix.columns.length !== p) throw new RangeError(`expected ${p} features, got ${matrix.columns.length}`)
  const { scaling, reference, neighbours } = domain
  const distances = neighbourDistances(
    { values: reference, mismatch: scaling.mismatch },
    scaledRows(matrix, scaling),
    matrix.rows,
    neighbours,
  )
  return Array.from(distances, (distance, row) => {
    const leverage = domain.leverage === null ? null : leverageOf(domain.leverage, matrix, row)
    const reasons = [
      ...domain.features.flatMap((feature, j) => featureReason(feature, j, matrix.columns[j]![row]!) ?? []),
      ...distanceReason(domain, distance),
      ...leverageReason(domain, leverage),
    ]
    reasons.sort((a, b) => Number(a.severity === 'edge') - Number(b.severity === 'edge'))
    return { verdict: reasons[0]?.severity ?? 'inside', distance, leverage, reasons }
  })
}

function featureReason(feature: FeatureDomain, index: number, value: number): DomainReason | null {
  if (Number.isNaN(value)) {
    return feature.missing > 0 ? null : { kind: 'unknown_missing', feature: index, severity: 'outside' }
  }
  if (feature.kind === 'category') {
    return (feature.counts[value] ?? 0) > 0 ? null : { kind: 'unknown_level', feature: index, severity: 'outside' }
  }
  const { low, high } = feature
  if (value >= low && value <= high) return null
  const below = value < low
  const limit = below ? low : high
  const beyond = Math.abs(value - limit) / (high - low)
  const severity = beyond > RANGE_MARGIN || Number.isNaN(beyond) ? 'outside' : 'edge'
  return { kind: below ? 'below_range' : 'above_range', feature: index, value, limit, beyond, severity }
}

function distanceReason({ edgeDistance, farDistance }: ApplicabilityDomain, distance: number): DomainReason[] {
  if (distance <= edgeDistance) return []
  const far = distance > farDistance
  return [
    {
      kind: 'far_from_rows',
      distance,
      limit: far ? farDistance : edgeDistance,
      severity: far ? 'outside' : 'edge',
    },
  ]
}

function leverageReason({ leverage }: ApplicabilityDomain, value: number | null): DomainReason[] {
  if (leverage === null || value === null || value <= leverage.limit) return []
  return [{ kind: 'high_leverage', leverage: value, limit: leverage.limit, severity: 'edge' }]
}
