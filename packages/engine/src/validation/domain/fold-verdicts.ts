import { type FeatureMatrix, takeRows } from '../../features/feature-matrix.ts'
import { scaledRows } from '../distance/distance-scaling.ts'
import { type ApplicabilityDomain, distinctRows, featureDomains, referenceRows } from './applicability-domain.ts'
import { type DomainVerdict, domainOf } from './domain-verdict.ts'

/**
 * Whether each row lies where the rows of its fold's training let a model speak: their ranges, their levels and the distance to them,
 * by the scale and the limits of all rows. Leverage is not looked at.
 *
 * @param whole  the domain of all rows of the matrix
 * @returns n verdicts; null for a row that is in no test fold
 *
 * Cost: n · min(n, 2000) · p over all folds, and a pass over the rows for each.
 */
export function foldVerdicts(
  whole: ApplicabilityDomain,
  matrix: FeatureMatrix,
  folds: readonly { readonly training: Int32Array; readonly test: Int32Array }[],
): (DomainVerdict | null)[] {
  const verdicts = Array.from({ length: matrix.rows }, (): DomainVerdict | null => null)
  const kept = referenceRows(distinctRows(matrix))
  for (const { training, test } of folds) {
    const learnt = new Set(training)
    const shared = kept.filter((row) => learnt.has(row))
    const near = shared.length >= whole.neighbours ? shared : referenceRows(training)
    const domain: ApplicabilityDomain = {
      ...whole,
      rows: training.length,
      features: featureDomains(takeRows(matrix, training)),
      reference: scaledRows(matrix, whole.scaling, near),
      neighbours: Math.min(whole.neighbours, near.length),
      leverage: null,
    }
    domainOf(domain, takeRows(matrix, test)).forEach(({ verdict }, i) => {
      verdicts[test[i]!] = verdict
    })
  }
  return verdicts
}
