/** Rows that distances are measured to, as a domain and a local difficulty hold them. */
export interface DistanceRows {
  readonly scaling: { readonly spread: Float64Array; readonly mismatch: Float64Array }
  /** m × p row-major, scaled. */
  readonly reference: Float64Array
}

/** What a missing cell beside a known one adds to the squared distance; of two missing ones nothing. */
const MISSING = 2
/** Columns that one pass over the rows looks at. */
const TOGETHER = 4

/**
 * Finds the nearest reference rows of one row: the squared distances to all of them, column by column, then the smallest. Distances are
 * the engine's but for the order in which a sum is rounded.
 */
export class NearestReference {
  readonly #spread: Float64Array
  readonly #mismatch: Float64Array
  /** p columns of m. */
  readonly #columns: readonly Float64Array[]
  /** p: a number that no row is missing. */
  readonly #isPlain: readonly boolean[]
  readonly #zeros: Float64Array
  readonly #sums: Float64Array
  readonly #found: Int32Array
  readonly #squares: Float64Array

  /** @param k  rows to find: as many as there are, at most */
  constructor({ scaling, reference }: DistanceRows, k: number) {
    const p = scaling.spread.length
    const m = reference.length / p
    this.#spread = scaling.spread
    this.#mismatch = scaling.mismatch
    this.#columns = Array.from({ length: p }, (_, j) =>
      Float64Array.from({ length: m }, (__, row) => reference[row * p + j]!),
    )
    this.#isPlain = this.#columns.map((column, j) => scaling.mismatch[j] === 0 && !column.some(Number.isNaN))
    this.#zeros = new Float64Array(m)
    this.#sums = new Float64Array(m)
    this.#found = new Int32Array(Math.min(k, m))
    this.#squares = new Float64Array(this.#found.length)
  }

  /**
   * @param row  the values of the features, as they are
   * @returns the places of the k nearest rows in the reference, ascending; of equal distances the earlier; overwritten by the next call
   *
   * Cost: m·p.
   */
  find(row: Float64Array): Int32Array {
    this.#sums.fill(0)
    const plain: number[] = []
    for (let j = 0; j < row.length; j++) {
      // what does not vary adds nothing, and a missing cell the same to every row that knows it
      if (this.#spread[j] === 0) continue
      if (!this.#isPlain[j]) this.#addMixed(j, row[j]! / this.#spread[j]!)
      else if (!Number.isNaN(row[j]!)) plain.push(j)
    }
    for (let at = 0; at < plain.length; at += TOGETHER) this.#addPlain(plain, at, row)
    this.#keepSmallest()
    return this.#found.sort()
  }

  #addPlain(plain: readonly number[], at: number, row: Float64Array): void {
    const sums = this.#sums
    const columnOf = (place: number) => (place < plain.length ? this.#columns[plain[place]!]! : this.#zeros)
    const queryOf = (place: number) => (place < plain.length ? row[plain[place]!]! / this.#spread[plain[place]!]! : 0)
    const [a, b, c, d] = [columnOf(at), columnOf(at + 1), columnOf(at + 2), columnOf(at + 3)]
    const [qa, qb, qc, qd] = [queryOf(at), queryOf(at + 1), queryOf(at + 2), queryOf(at + 3)]
    for (let i = 0; i < sums.length; i++) {
      const da = a[i]! - qa
      const db = b[i]! - qb
      const dc = c[i]! - qc
      const dd = d[i]! - qd
      sums[i]! += da * da + db * db + (dc * dc + dd * dd)
    }
  }

  /** A category, or a number that rows are missing. */
  #addMixed(j: number, query: number): void {
    const sums = this.#sums
    const column = this.#columns[j]!
    const mismatch = this.#mismatch[j]!
    for (let i = 0; i < sums.length; i++) {
      const value = column[i]!
      if (value === query) continue
      const square = (value - query) ** 2
      if (square === square) sums[i]! += mismatch === 0 ? square : mismatch
      else if (value === value || query === query) sums[i]! += MISSING
    }
  }

  #keepSmallest(): void {
    const sums = this.#sums
    const squares = this.#squares
    const found = this.#found
    const last = squares.length - 1
    squares.fill(Number.POSITIVE_INFINITY)
    for (let i = 0; i < sums.length; i++) {
      const sum = sums[i]!
      if (!(sum < squares[last]!)) continue
      let place = last
      while (place > 0 && squares[place - 1]! > sum) {
        squares[place] = squares[place - 1]!
        found[place] = found[place - 1]!
        place--
      }
      squares[place] = sum
      found[place] = i
    }
  }
}
