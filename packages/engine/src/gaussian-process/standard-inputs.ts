import type { FeatureMatrix } from '../features/feature-matrix.ts'

/** Centre and scale of each feature: 0 and 1 for a category, and a scale of 1 for a constant. */
export interface InputScaling {
  readonly centers: Float64Array
  readonly scales: Float64Array
}

/** Mean and standard deviation (with n) of every number. Cost: n × p. */
export function inputScaling(matrix: FeatureMatrix): InputScaling {
  const p = matrix.columns.length
  const centers = new Float64Array(p)
  const scales = new Float64Array(p).fill(1)
  for (let j = 0; j < p; j++) {
    if (matrix.levels[j] !== 0) continue
    const { mean, deviation } = moments(matrix.columns[j]!)
    centers[j] = mean
    if (deviation > 0) scales[j] = deviation
  }
  return { centers, scales }
}

/** The deviation is 0 where all values are equal, to rounding. */
export function moments(values: Float64Array): { mean: number; deviation: number } {
  const n = values.length
  let mean = 0
  for (const value of values) mean += value / n
  let squares = 0
  let largest = 0
  for (const value of values) {
    squares += (value - mean) ** 2
    largest = Math.max(largest, Math.abs(value))
  }
  const deviation = Math.sqrt(squares / n)
  return { mean, deviation: deviation > 1e-14 * largest ? deviation : 0 }
}

/**
 * Standardised numbers; of a category the codes, with its number of levels as the code of what is missing or was not seen.
 *
 * @throws RangeError for a number that is not finite: the caller fills missing ones
 */
export function standardInputs(matrix: FeatureMatrix, { centers, scales }: InputScaling): Float64Array[] {
  return matrix.columns.map((column, j) => {
    const levels = matrix.levels[j]!
    const center = centers[j]!
    const scale = scales[j]!
    return column.map((value, row) => {
      if (levels > 0) return Number.isNaN(value) ? levels : value
      if (!Number.isFinite(value)) throw new RangeError(`feature ${j} of row ${row} is ${value}: it has to be filled`)
      return (value - center) / scale
    })
  })
}
