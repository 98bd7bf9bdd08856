import { type FeatureMatrix, takeRows } from '../features/feature-matrix.ts'
import { checkFeature, meanOf, type PredictionFunction } from './prediction-function.ts'

export interface InteractionStrength {
  readonly pair: readonly [number, number]
  /** Friedman's H, 0 … 1 and more: the share of the pair's joint effect (a standard deviation) that is no sum of single effects. */
  readonly strength: number
  /** The same in the unit of the prediction: a large share of a small effect is small. */
  readonly size: number
}

/**
 * Friedman's H statistic of pairs of features, from partial dependence at the rows themselves.
 *
 * @param most  rows that are taken at most, evenly spaced: the cost grows with their square
 * @returns in the order of the pairs; strength 0 where the pair has no joint effect
 * @throws RangeError if a feature is not one, or there are no rows
 *
 * Cost: rows² predictions a pair and a feature. Source: Friedman & Popescu, Annals of Applied Statistics 2 (2008) 916.
 */
export function interactionStrengths(
  predict: PredictionFunction,
  matrix: FeatureMatrix,
  pairs: readonly (readonly [number, number])[],
  most = 50,
): InteractionStrength[] {
  if (matrix.rows === 0) throw new RangeError('an interaction needs rows')
  for (const pair of pairs) for (const feature of pair) checkFeature(matrix, feature)
  const count = Math.min(most, matrix.rows)
  const taken = takeRows(
    matrix,
    Array.from({ length: count }, (_, k) => Math.floor(((k + 0.5) * matrix.rows) / count)),
  )
  const single = new Map<number, Float64Array>()
  for (const feature of new Set(pairs.flat())) single.set(feature, centredDependence(predict, taken, [feature]))
  return pairs.map(([a, b]) => {
    const both = centredDependence(predict, taken, [a, b])
    const rest = both.map((value, i) => (value - single.get(a)![i]! - single.get(b)![i]!) ** 2)
    const total = meanOf(both.map((value) => value * value))
    const size = Math.sqrt(meanOf(rest))
    return { pair: [a, b], strength: total > 0 ? size / Math.sqrt(total) : 0, size }
  })
}

/** n: the mean prediction with some features as in each row, the others as in all rows; its mean taken off. */
function centredDependence(
  predict: PredictionFunction,
  matrix: FeatureMatrix,
  features: readonly number[],
): Float64Array {
  const n = matrix.rows
  const columns = matrix.columns.map((column, j) => {
    const isSet = features.includes(j)
    return Float64Array.from({ length: n * n }, (_, k) => column[isSet ? Math.floor(k / n) : k % n]!)
  })
  const predicted = predict({ rows: n * n, columns, levels: matrix.levels })
  const means = Float64Array.from({ length: n }, (_, i) => meanOf(predicted.subarray(i * n, (i + 1) * n)))
  const mean = meanOf(means)
  return means.map((value) => value - mean)
}
