import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { type EffectGrid, effectGrid, nearestPoint } from './effect-grid.ts'
import { meanOf, type PredictionFunction, withValue } from './prediction-function.ts'

/** How the prediction follows one feature while the others stay as they are. */
export interface PartialDependence {
  readonly grid: EffectGrid
  /** Points: the mean of the rows' curves. */
  readonly mean: Float64Array
  /** rows × points: the curve of each row (individual conditional expectation). */
  readonly individual: Float64Array
}

/**
 * Partial dependence of a model on one feature, with the curve of each row.
 *
 * @param most  the largest number of points
 * @throws RangeError  as `effectGrid`
 *
 * Cost: rows × points predictions. Source: Friedman, Annals of Statistics 29 (2001) 1189; Goldstein et al., JCGS 24 (2015) 44.
 */
export function partialDependence(
  predict: PredictionFunction,
  matrix: FeatureMatrix,
  feature: number,
  most = 25,
): PartialDependence {
  const grid = effectGrid(matrix, feature, most)
  const count = grid.points.length
  const mean = new Float64Array(count)
  const individual = new Float64Array(matrix.rows * count)
  for (let k = 0; k < count; k++) {
    const predicted = predict(withValue(matrix, feature, grid.points[k]!))
    mean[k] = meanOf(predicted)
    for (let i = 0; i < matrix.rows; i++) individual[i * count + k] = predicted[i]!
  }
  return { grid, mean, individual }
}

/** How the prediction follows two features while the others stay as they are. */
export interface JointDependence {
  readonly first: EffectGrid
  readonly second: EffectGrid
  /** first × second points, row-major. */
  readonly mean: Float64Array
  /** first × second: rows nearest to each cell. A cell without rows is the model's guess alone. */
  readonly counts: Int32Array
}

/**
 * Partial dependence of a model on two features together.
 *
 * @throws RangeError  as `effectGrid`, or if the two are the same
 *
 * Cost: rows × cells predictions.
 */
export function jointDependence(
  predict: PredictionFunction,
  matrix: FeatureMatrix,
  [a, b]: readonly [number, number],
  most = 12,
): JointDependence {
  if (a === b) throw new RangeError('a joint dependence is one on two features')
  const first = effectGrid(matrix, a, most)
  const second = effectGrid(matrix, b, most)
  const width = second.points.length
  const mean = new Float64Array(first.points.length * width)
  for (let k = 0; k < mean.length; k++) {
    const rows = withValue(matrix, a, first.points[Math.floor(k / width)]!)
    mean[k] = meanOf(predict(withValue(rows, b, second.points[k % width]!)))
  }
  const counts = new Int32Array(mean.length)
  for (let i = 0; i < matrix.rows; i++) {
    const row = nearestPoint(first.points, matrix.columns[a]![i]!, matrix.levels[a]! > 0)
    const column = nearestPoint(second.points, matrix.columns[b]![i]!, matrix.levels[b]! > 0)
    if (row >= 0 && column >= 0) counts[row * width + column]!++
  }
  return { first, second, mean, counts }
}
