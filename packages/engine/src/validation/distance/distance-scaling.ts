import type { FeatureMatrix } from '../../features/feature-matrix.ts'

/**
 * What makes distances between rows comparable over features: each feature adds 2 to the squared distance of two random training
 * rows, about. Plain data.
 */
export interface DistanceScaling {
  /** p: a number's differences are divided by it; 0 where it does not vary: then the feature adds nothing. 1 of a category. */
  readonly spread: Float64Array
  /** p: what two different levels add to the squared distance; 0 of a number. */
  readonly mismatch: Float64Array
}

/** Squared distance that a value adds beside a missing one: that of two random rows. Two missing values are alike. */
export const MISSING_DISTANCE = 2
/** Standard deviations that the central 90 % of normal values span. */
const CENTRAL_SPAN = 3.289707253902945
/** A level of which all other rows are alike weighs no more than this. */
const LARGEST_MISMATCH = 20

/**
 * The spread of a number is its central 90 % over 3.29, which is the standard deviation of normal values and is not moved by single far
 * rows; where that is 0, the standard deviation. Different levels add 2 / (chance that two rows differ).
 *
 * Cost: p sorts of n.
 */
export function distanceScaling(matrix: FeatureMatrix): DistanceScaling {
  const p = matrix.columns.length
  const spread = new Float64Array(p)
  const mismatch = new Float64Array(p)
  for (let j = 0; j < p; j++) {
    if (matrix.levels[j] === 0) spread[j] = numberSpread(matrix.columns[j]!)
    else {
      spread[j] = 1
      mismatch[j] = levelMismatch(matrix.columns[j]!, matrix.levels[j]!)
    }
  }
  return { spread, mismatch }
}

/** n × p row-major, numbers divided by their spread: what distances are taken between. Cost: n·p. */
export function scaledRows(matrix: FeatureMatrix, { spread }: DistanceScaling, rows?: ArrayLike<number>): Float64Array {
  const p = matrix.columns.length
  const n = rows?.length ?? matrix.rows
  const scaled = new Float64Array(n * p)
  for (let j = 0; j < p; j++) {
    const column = matrix.columns[j]!
    const width = spread[j]!
    for (let i = 0; i < n; i++) {
      const value = column[rows ? rows[i]! : i]!
      scaled[i * p + j] = width > 0 ? value / width : 0
    }
  }
  return scaled
}

function numberSpread(column: Float64Array): number {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort()
  const n = sorted.length
  if (n < 2) return 0
  const central = (sorted[Math.ceil(0.95 * (n - 1))]! - sorted[Math.floor(0.05 * (n - 1))]!) / CENTRAL_SPAN
  if (central > 0) return central
  let sum = 0
  for (const value of sorted) sum += value / n
  let squares = 0
  for (const value of sorted) squares += (value - sum) ** 2
  return sorted[0] === sorted[n - 1] ? 0 : Math.sqrt(squares / n)
}

function levelMismatch(column: Float64Array, levels: number): number {
  const counts = new Float64Array(levels)
  let n = 0
  for (const code of column) {
    if (Number.isNaN(code)) continue
    counts[code]!++
    n++
  }
  let same = 0
  for (const count of counts) same += (count / n) ** 2
  return n > 0 ? Math.min(LARGEST_MISMATCH, 2 / Math.max(1 - same, 1e-9)) : 0
}
