import type { FeatureSelection } from './correlation-filter.ts'

/**
 * The k features of the largest importance stay; of equal ones the earlier.
 *
 * @param importance  p numbers from the training rows only
 * @throws RangeError unless k is an integer ≥ 1 and no importance is NaN
 */
export function mostImportant(importance: ArrayLike<number>, k: number): FeatureSelection {
  const features = Array.from(importance, (_, feature) => feature)
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`expected a number of features, got ${k}`)
  if (features.some((feature) => Number.isNaN(importance[feature]!))) throw new RangeError('an importance is NaN')
  features.sort((a, b) => importance[b]! - importance[a]! || a - b)
  const byPlace = (a: number, b: number) => a - b
  return {
    kept: features.slice(0, k).sort(byPlace),
    leftOut: features
      .slice(k)
      .sort(byPlace)
      .map((feature) => ({ feature, reason: 'less_important', importance: importance[feature]! })),
  }
}
