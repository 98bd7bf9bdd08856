import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { standardInputs } from '../gaussian-process/standard-inputs.ts'
import type { Neighbours } from './neighbours.ts'

/** The k nearest training rows of each of m rows, the nearest first; of equal distances the earlier row. */
export interface NearestRows {
  /** m × k */
  readonly rows: Uint32Array
  /** m × k: Euclidean, in standard deviations. */
  readonly distances: Float64Array
}

/** What a category in which two rows differ adds to their squared distance: the mean of two rows' in a standardised number. */
const MISMATCH = 2

/**
 * Exact search by brute force.
 *
 * @throws RangeError for a number that is not finite, or other features than those of the fit
 *
 * Cost: m × n × p.
 */
export function nearestRows(neighbours: Neighbours, matrix: FeatureMatrix): NearestRows {
  const { levels, inputs, targets, k } = neighbours
  if (matrix.columns.length !== levels.length || levels.some((count, j) => matrix.levels[j] !== count)) {
    throw new RangeError(`the matrix has not the ${levels.length} features of the neighbours, in their order`)
  }
  const columns = standardInputs(matrix, neighbours)
  const rows = new Uint32Array(matrix.rows * k)
  const distances = new Float64Array(matrix.rows * k)
  const squared = new Float64Array(targets.length)
  for (let i = 0; i < matrix.rows; i++) {
    squared.fill(0)
    for (let j = 0; j < levels.length; j++) {
      if (levels[j] === 0) addSquares(squared, inputs[j]!, columns[j]![i]!)
      else addMismatches(squared, inputs[j]!, columns[j]![i]!)
    }
    keepSmallest(squared, rows.subarray(i * k, (i + 1) * k), distances.subarray(i * k, (i + 1) * k))
  }
  for (let i = 0; i < distances.length; i++) distances[i] = Math.sqrt(distances[i]!)
  return { rows, distances }
}

function addSquares(squared: Float64Array, column: Float64Array, value: number): void {
  for (let i = 0; i < squared.length; i++) {
    const difference = column[i]! - value
    squared[i] = squared[i]! + difference * difference
  }
}

function addMismatches(squared: Float64Array, codes: Float64Array, code: number): void {
  for (let i = 0; i < squared.length; i++) if (codes[i] !== code) squared[i] = squared[i]! + MISMATCH
}

/** Insertion into a sorted list: for k far below n nearly every row fails the first comparison. */
function keepSmallest(values: Float64Array, rows: Uint32Array, smallest: Float64Array): void {
  const k = smallest.length
  smallest.fill(Infinity)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!(value < smallest[k - 1]!)) continue
    let place = k - 1
    while (place > 0 && value < smallest[place - 1]!) {
      smallest[place] = smallest[place - 1]!
      rows[place] = rows[place - 1]!
      place--
    }
    smallest[place] = value
    rows[place] = i
  }
}
