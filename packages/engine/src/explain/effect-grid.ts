import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { checkFeature } from './prediction-function.ts'

/** The values of a feature at which effects are looked at, and how many rows stand behind each. */
export interface EffectGrid {
  readonly feature: number
  /** Ascending: values that rows have, or levels. */
  readonly points: Float64Array
  /** Rows nearest to each point (the lower one of two as near), or of each level. */
  readonly counts: Int32Array
  /** Rows without a value, or of a level that is not among the points. */
  readonly elsewhere: number
}

/**
 * Points at evenly spaced ranks of a number from its least to its largest value, each once; of a category the levels with the most rows.
 *
 * @param most  the largest number of points, 2 at least
 * @throws RangeError if there is no such feature, or most < 2
 *
 * Cost: a sort of n.
 */
export function effectGrid(matrix: FeatureMatrix, feature: number, most: number): EffectGrid {
  checkFeature(matrix, feature)
  if (!(Number.isInteger(most) && most >= 2)) throw new RangeError(`a grid has two points at least, got ${most}`)
  const column = matrix.columns[feature]!
  const levels = matrix.levels[feature]!
  const points = levels > 0 ? frequentLevels(column, levels, most) : rankPoints(column, most)
  const counts = new Int32Array(points.length)
  let elsewhere = 0
  for (const value of column) {
    const at = nearestPoint(points, value, levels > 0)
    if (at < 0) elsewhere++
    else counts[at]!++
  }
  return { feature, points, counts, elsewhere }
}

/** The point that stands for a value; −1 for a missing value, or for a level (isLevel) that is not among the points. */
export function nearestPoint(points: Float64Array, value: number, isLevel: boolean): number {
  if (Number.isNaN(value) || points.length === 0) return -1
  let low = 0
  let high = points.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (points[middle]! < value) low = middle + 1
    else high = middle
  }
  if (isLevel) return points[low] === value ? low : -1
  return low > 0 && value - points[low - 1]! <= points[low]! - value ? low - 1 : low
}

function rankPoints(column: Float64Array, most: number): Float64Array {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort()
  if (sorted.length === 0) return sorted
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1])
  if (distinct.length <= most) return distinct
  const last = sorted.length - 1
  const ranked = Float64Array.from({ length: most }, (_, k) => sorted[Math.round((k * last) / (most - 1))]!)
  return ranked.filter((value, i) => i === 0 || value !== ranked[i - 1])
}

function frequentLevels(column: Float64Array, levels: number, most: number): Float64Array {
  const counts = new Int32Array(levels)
  for (const level of column) if (level >= 0 && level < levels) counts[level]!++
  const seen = Array.from(counts.keys()).filter((level) => counts[level]! > 0)
  seen.sort((a, b) => counts[b]! - counts[a]! || a - b)
  return Float64Array.from(seen.slice(0, most)).sort()
}
