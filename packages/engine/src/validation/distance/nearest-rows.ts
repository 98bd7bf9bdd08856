import { MISSING_DISTANCE } from './distance-scaling.ts'

/** The k nearest rows of one query, nearest first. The caller owns it and uses it again. */
export interface FoundRows {
  readonly rows: Int32Array
  /** Squared distances, summed over the features; ∞ in the places that no row fills. */
  readonly squares: Float64Array
}

export function foundRows(k: number): FoundRows {
  return { rows: new Int32Array(k), squares: new Float64Array(k) }
}

/** Rows to measure against: m × p row-major as `scaledRows` gives it, and what levels that differ add (p). */
export interface ReferenceRows {
  readonly values: Float64Array
  readonly mismatch: Float64Array
}

/**
 * Finds the nearest rows of a query by looking at every row; of equal distances the earlier row is taken.
 *
 * @param query     row-major scaled rows, of which row `at` is asked about
 * @param excluded  a row of the reference is passed over where its number here equals `own` (the row itself, its group)
 *
 * Cost: m·p at most; a row is left as soon as it is farther than the k-th.
 */
export function findNearest(
  reference: ReferenceRows,
  query: Float64Array,
  at: number,
  found: FoundRows,
  excluded?: Int32Array,
  own = -1,
): void {
  const { values, mismatch } = reference
  const { rows, squares } = found
  const p = mismatch.length
  const last = squares.length - 1
  squares.fill(Number.POSITIVE_INFINITY)
  rows.fill(-1)
  const m = p === 0 ? 0 : values.length / p
  const from = at * p
  for (let row = 0, start = 0; row < m; row++, start += p) {
    if (excluded !== undefined && excluded[row] === own) continue
    const limit = squares[last]!
    let sum = 0
    for (let j = 0; j < p && sum < limit; j++) {
      const a = query[from + j]!
      const b = values[start + j]!
      if (a === b) continue
      const difference = a - b
      if (Number.isNaN(difference)) sum += Number.isNaN(a) && Number.isNaN(b) ? 0 : MISSING_DISTANCE
      else sum += mismatch[j] === 0 ? difference * difference : mismatch[j]!
    }
    if (sum >= limit) continue
    let place = last
    while (place > 0 && squares[place - 1]! > sum) {
      squares[place] = squares[place - 1]!
      rows[place] = rows[place - 1]!
      place--
    }
    squares[place] = sum
    rows[place] = row
  }
}
