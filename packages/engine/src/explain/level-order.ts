import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { symmetricEigen } from '../linalg/symmetric-eigen.ts'

/**
 * Puts levels of a category into an order in which neighbours are alike in the other features: along the first axis of classical
 * scaling of their distances. The distance of two levels is the sum over the other features of the largest difference of their
 * distribution functions (numbers) or of half the sum of differences of shares (categories).
 *
 * @param levels  those to order, each with one row at least
 * @returns the same, the end with the lower level first
 *
 * Cost: L² × rows of a level × features, and L³ for the axis. Source: Apley & Zhu, JRSS B 82 (2020) 1059, supplement.
 */
export function levelOrder(matrix: FeatureMatrix, feature: number, levels: Float64Array): Float64Array {
  const count = levels.length
  if (count < 3) return levels
  const column = matrix.columns[feature]!
  const rowsOf = Array.from(levels, (level) => Array.from(column.keys()).filter((row) => column[row] === level))
  const distances = new Float64Array(count * count)
  matrix.columns.forEach((values, j) => {
    if (j === feature) return
    const samples = rowsOf.map((rows) =>
      Float64Array.from(rows, (row) => values[row]!)
        .filter((value) => !Number.isNaN(value))
        .sort(),
    )
    const distance = matrix.levels[j]! > 0 ? shareDistance : distributionDistance
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < a; b++) {
        const apart = distance(samples[a]!, samples[b]!)
        distances[a * count + b]! += apart
        distances[b * count + a]! += apart
      }
    }
  })
  const axis = firstAxis(distances, count)
  const order = Array.from(levels.keys()).sort((a, b) => axis[a]! - axis[b]! || a - b)
  if (order[0]! > order[count - 1]!) order.reverse()
  return Float64Array.from(order, (place) => levels[place]!)
}

/** Largest difference of the empirical distribution functions of two sorted samples; 0 if one is empty. */
function distributionDistance(a: Float64Array, b: Float64Array): number {
  if (a.length === 0 || b.length === 0) return 0
  let largest = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const value = Math.min(a[i]!, b[j]!)
    while (i < a.length && a[i]! <= value) i++
    while (j < b.length && b[j]! <= value) j++
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length))
  }
  return largest
}

function shareDistance(a: Float64Array, b: Float64Array): number {
  if (a.length === 0 || b.length === 0) return 0
  const shares = new Map<number, number>()
  for (const level of a) shares.set(level, (shares.get(level) ?? 0) + 1 / a.length)
  for (const level of b) shares.set(level, (shares.get(level) ?? 0) - 1 / b.length)
  let sum = 0
  for (const share of shares.values()) sum += Math.abs(share) / 2
  return sum
}

/** Coordinates on the axis of the largest variance of points at the given distances (−½·J·D²·J). */
function firstAxis(distances: Float64Array, count: number): Float64Array {
  const squares = distances.map((distance) => distance * distance)
  const means = Float64Array.from({ length: count }, (_, a) => {
    let sum = 0
    for (let b = 0; b < count; b++) sum += squares[a * count + b]!
    return sum / count
  })
  const mean = means.reduce((sum, value) => sum + value, 0) / count
  const inner = squares.map((square, at) => -(square - means[Math.floor(at / count)]! - means[at % count]! + mean) / 2)
  return symmetricEigen(inner, count).vectors.subarray((count - 1) * count)
}
