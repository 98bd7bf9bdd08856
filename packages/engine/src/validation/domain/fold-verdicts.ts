import { type FeatureMatrix, takeRows } from '../../features/feature-matrix.ts'
import { scaledRows } from '../distance/distance-scaling.ts'
import { thinnedRows } from '../distance/thinned-rows.ts'
import {
  type ApplicabilityDomain,
  distinctRows,
  EDGE_SHARE,
  FAR_SHARE,
  featureDomains,
  keptBy,
  neighbourDistances,
  referenceRows,
} from './applicability-domain.ts'
import { type DomainVerdict, domainOf } from './domain-verdict.ts'

/** Rows that tell how far from each other those of a fold lie. */
const MOST_MEASURED_ROWS = 500

/**
 * Whether each row lies where the rows of its fold's training let a model speak: their ranges, their levels and the distance to them,
 * by the scale of all rows. Leverage is not looked at.
 *
 * @param whole  the domain of all rows of the matrix
 * @returns n verdicts; null for a row that is in no test fold
 *
 * Cost: n · min(n, 2000) · p over all folds, and min(n, 500) · min(n, 2000) · p for each.
 */
export function foldVerdicts(
  whole: ApplicabilityDomain,
  matrix: FeatureMatrix,
  folds: readonly { readonly training: Int32Array; readonly test: Int32Array }[],
): (DomainVerdict | null)[] {
  const verdicts = Array.from({ length: matrix.rows }, (): DomainVerdict | null => null)
  const distinct = distinctRows(matrix)
  const kept = referenceRows(distinct)
  for (const { training, test } of folds) {
    const learnt = new Set(training)
    const ofTraining = (rows: Int32Array) => rows.filter((row) => learnt.has(row))
    const shared = ofTraining(kept)
    const near = shared.length > whole.neighbours ? shared : referenceRows(training)
    const measured = ofTraining(distinct)
    const limits = distanceLimits(whole, matrix, near, measured.length > 0 ? measured : training)
    const features = featureDomains(takeRows(matrix, training))
    const domain = { ...whole, ...limits, rows: training.length, features, leverage: null }
    domainOf(domain, takeRows(matrix, test)).forEach(({ verdict }, i) => {
      verdicts[test[i]!] = verdict
    })
  }
  return verdicts
}

/** How far rows lie from the rows `near`, each measured against the others. */
function distanceLimits(
  { scaling, neighbours: most }: ApplicabilityDomain,
  matrix: FeatureMatrix,
  near: Int32Array,
  rows: Int32Array,
): Pick<ApplicabilityDomain, 'reference' | 'neighbours' | 'edgeDistance' | 'farDistance'> {
  const neighbours = Math.max(1, Math.min(most, near.length - 1))
  const reference = scaledRows(matrix, scaling, near)
  const measured = thinnedRows(rows, MOST_MEASURED_ROWS)
  const distances = neighbourDistances(
    { values: reference, mismatch: scaling.mismatch },
    scaledRows(matrix, scaling, measured),
    measured.length,
    neighbours,
    near,
    measured,
  ).sort()
  return {
    reference,
    neighbours,
    edgeDistance: keptBy(distances, EDGE_SHARE),
    farDistance: keptBy(distances, FAR_SHARE),
  }
}
