import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { type DistanceScaling, distanceScaling, scaledRows } from '../distance/distance-scaling.ts'
import { findNearest, foundRows, type ReferenceRows } from '../distance/nearest-rows.ts'
import { thinnedRows } from '../distance/thinned-rows.ts'

/**
 * How large errors are around a point: the mean |error| of its nearest training rows, drawn towards the mean of all. Plain data that
 * travels with a model whose intervals are scaled by it.
 */
export interface LocalDifficulty {
  readonly scaling: DistanceScaling
  /** m × p row-major: scaled inputs of the rows it looks at. */
  readonly reference: Float64Array
  /** m: |error| of those rows when they were held out. */
  readonly errors: Float64Array
  /** Mean of all |errors|. */
  readonly overall: number
}

export interface FittedDifficulty {
  readonly difficulty: LocalDifficulty
  /** n: the difficulty of each training row, from the other rows only. */
  readonly ofTraining: Float64Array
}

const NEIGHBOURS = 15
/** Rows that the mean of all counts for. */
const PRIOR_ROWS = 5
const MOST_REFERENCE_ROWS = 2000

/**
 * @param matrix  n rows of inputs
 * @param errors  n held-out errors; their sign does not matter
 * @param groups  n: a row's own difficulty leaves out the rows of its group; left out: itself only
 * @throws RangeError if the lengths differ or there are no rows
 *
 * Cost: n · min(n, 2000) · p.
 */
export function localDifficulty(matrix: FeatureMatrix, errors: Float64Array, groups?: Int32Array): FittedDifficulty {
  const n = matrix.rows
  if (n === 0 || errors.length !== n || (groups && groups.length !== n)) {
    throw new RangeError(`expected an error and a group for each of ${n} rows, one at least`)
  }
  const all = Int32Array.from({ length: n }, (_, row) => row)
  const kept = thinnedRows(all, MOST_REFERENCE_ROWS)
  const scaling = distanceScaling(matrix)
  let sum = 0
  for (const error of errors) sum += Math.abs(error)
  const difficulty: LocalDifficulty = {
    scaling,
    reference: scaledRows(matrix, scaling, kept),
    errors: Float64Array.from(kept, (row) => Math.abs(errors[row]!)),
    overall: sum / n,
  }
  const groupOf = groups ?? all
  const ofTraining = localMeans(
    difficulty,
    scaledRows(matrix, scaling),
    n,
    Int32Array.from(kept, (row) => groupOf[row]!),
    groupOf,
  )
  return { difficulty, ofTraining }
}

/** n: the difficulty at each row of a matrix with the same features. Cost: n · m · p. */
export function difficultyAt(difficulty: LocalDifficulty, matrix: FeatureMatrix): Float64Array {
  return localMeans(difficulty, scaledRows(matrix, difficulty.scaling), matrix.rows)
}

function localMeans(
  { scaling, reference, errors, overall }: LocalDifficulty,
  query: Float64Array,
  n: number,
  excluded?: Int32Array,
  own?: Int32Array,
): Float64Array {
  const rows: ReferenceRows = { values: reference, mismatch: scaling.mismatch }
  const found = foundRows(Math.min(NEIGHBOURS, errors.length))
  const means = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    findNearest(rows, query, i, found, excluded, own?.[i])
    let sum = PRIOR_ROWS * overall
    let weight = PRIOR_ROWS
    for (const row of found.rows) {
      if (row < 0) break
      sum += errors[row]!
      weight++
    }
    means[i] = sum / weight
  }
  return means
}
