import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { type NearestRows, nearestRows } from './nearest-rows.ts'
import type { Neighbours } from './neighbours.ts'

/**
 * The weighted mean of the k nearest rows' targets: m values. Rows at distance 0 outweigh all others where the weights are
 * inverse distances.
 *
 * Cost and errors as of `nearestRows`.
 */
export function predictNeighbours(neighbours: Neighbours, matrix: FeatureMatrix): Float64Array {
  const { targets, k } = neighbours
  const nearest = nearestRows(neighbours, matrix)
  const weights = neighbourWeights(neighbours, nearest)
  const predictions = new Float64Array(matrix.rows)
  for (let at = 0; at < weights.length; at++) {
    const row = Math.floor(at / k)
    predictions[row] = predictions[row]! + weights[at]! * targets[nearest.rows[at]!]!
  }
  return predictions
}

/**
 * The weighted share of each class among the k nearest rows: m × c, row-major; rows add up to 1.
 *
 * @throws RangeError for a class that is not an integer of 0 … c − 1
 */
export function neighbourShares(neighbours: Neighbours, matrix: FeatureMatrix, classes: number): Float64Array {
  const { targets, k } = neighbours
  const wrong = targets.find((target) => !Number.isInteger(target) || target < 0 || target >= classes)
  if (wrong !== undefined) throw new RangeError(`a class is an integer of 0 to ${classes - 1}, got ${wrong}`)
  const nearest = nearestRows(neighbours, matrix)
  const weights = neighbourWeights(neighbours, nearest)
  const shares = new Float64Array(matrix.rows * classes)
  for (let at = 0; at < weights.length; at++) {
    const cell = Math.floor(at / k) * classes + targets[nearest.rows[at]!]!
    shares[cell] = shares[cell]! + weights[at]!
  }
  return shares
}

/** m × k, adding up to 1 for each of the m rows. */
function neighbourWeights({ k, weighting }: Neighbours, { distances }: NearestRows): Float64Array {
  const weights = new Float64Array(distances.length)
  for (let start = 0; start < weights.length; start += k) {
    const nearest = distances[start]!
    let sum = 0
    for (let at = start; at < start + k; at++) {
      const distance = distances[at]!
      const inverse = nearest === 0 ? Number(distance === 0) : nearest / distance
      const weight = weighting === 'uniform' ? 1 : inverse
      weights[at] = weight
      sum += weight
    }
    for (let at = start; at < start + k; at++) weights[at] = weights[at]! / sum
  }
  return weights
}
