/** Householder factorisation of the columns of a matrix, dependent columns set aside. Made by {@link factorQr}. */
export interface HouseholderQr {
  readonly rows: number
  readonly columns: number
  readonly rank: number
  /** The columns in the order of the factors: first the `rank` kept ones, then the dependent ones, each group in column order. */
  readonly order: Int32Array
  /** Column-major, in the order of `order`: R on and above the diagonal, the reflectors' tails below it. */
  readonly factors: Float64Array
  /** 2 / ‖v‖² of each reflector v, whose first entry is 1. */
  readonly reflectorScale: Float64Array
}

/**
 * Householder QR, A·P = Q·R, with limited pivoting: columns are taken from left to right and one that earlier kept
 * columns already span is moved to the end. So of two equal columns the later one is named, as R's `lm` does.
 *
 * A column counts as spanned if what is left of it, after the kept ones are projected out, has a norm of at most
 * `tolerance` times its own norm (a column of zeros always does).
 *
 * @param columnMajor  n × p column-major; read only
 * @throws RangeError if the length is not rows × columns
 *
 * Cost: 2·n·p² − 2·p³/3 operations; allocates n·p.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., 5.2.2; limited pivoting: LINPACK `dqrdc2` in R.
 */
export function factorQr(columnMajor: Float64Array, rows: number, columns: number, tolerance: number): HouseholderQr {
  if (columnMajor.length !== rows * columns) {
    throw new RangeError(`expected ${rows}×${columns} values, got ${columnMajor.length}`)
  }
  const kept: number[] = []
  const dependent: number[] = []
  const factors = new Float64Array(rows * columns)
  const spanned: Float64Array[] = []
  const reflectorScale = new Float64Array(Math.min(rows, columns))
  for (let j = 0; j < columns; j++) {
    const rank = kept.length
    const column = factors.subarray(rank * rows, (rank + 1) * rows)
    column.set(columnMajor.subarray(j * rows, (j + 1) * rows))
    const norm = euclideanNorm(column, 0)
    for (let k = 0; k < rank; k++) reflect(column, factors, rows, k, reflectorScale[k]!)
    const left = euclideanNorm(column, rank)
    if (rank === rows || left <= tolerance * norm) {
      dependent.push(j)
      spanned.push(column.slice())
      column.fill(0)
      continue
    }
    const alpha = column[rank]! > 0 ? -left : left
    const head = column[rank]! - alpha
    let sum = 1
    for (let i = rank + 1; i < rows; i++) {
      column[i] = column[i]! / head
      sum += column[i]! ** 2
    }
    column[rank] = alpha
    reflectorScale[rank] = 2 / sum
    kept.push(j)
  }
  spanned.forEach((column, position) => factors.set(column, (kept.length + position) * rows))
  const order = Int32Array.from([...kept, ...dependent])
  return { rows, columns, rank: kept.length, order, factors, reflectorScale }
}

/** Overwrites a vector of n by Qᵀ times it. Cost: 4·n·rank. */
export function multiplyByQTransposed(vector: Float64Array, qr: HouseholderQr): void {
  for (let k = 0; k < qr.rank; k++) reflect(vector, qr.factors, qr.rows, k, qr.reflectorScale[k]!)
}

/** Overwrites a vector of n by Q times it. Cost: 4·n·rank. */
export function multiplyByQ(vector: Float64Array, qr: HouseholderQr): void {
  for (let k = qr.rank - 1; k >= 0; k--) reflect(vector, qr.factors, qr.rows, k, qr.reflectorScale[k]!)
}

/** The leading rank × rank block of R, row-major, zeros below the diagonal. */
export function upperFactor(qr: HouseholderQr): Float64Array {
  const { rank, rows, factors } = qr
  const upper = new Float64Array(rank * rank)
  for (let i = 0; i < rank; i++) {
    for (let j = i; j < rank; j++) upper[i * rank + j] = factors[j * rows + i]!
  }
  return upper
}

/** Applies reflector k, I − scale·v·vᵀ with v = (1, tail below the diagonal of column k), to a vector in place. */
function reflect(vector: Float64Array, factors: Float64Array, rows: number, k: number, scale: number): void {
  const offset = k * rows
  let dot = vector[k]!
  for (let i = k + 1; i < rows; i++) dot += factors[offset + i]! * vector[i]!
  dot *= scale
  vector[k] = vector[k]! - dot
  for (let i = k + 1; i < rows; i++) vector[i] = vector[i]! - dot * factors[offset + i]!
}

function euclideanNorm(vector: Float64Array, from: number): number {
  let largest = 0
  for (let i = from; i < vector.length; i++) largest = Math.max(largest, Math.abs(vector[i]!))
  if (largest === 0) return 0
  let sum = 0
  for (let i = from; i < vector.length; i++) sum += (vector[i]! / largest) ** 2
  return largest * Math.sqrt(sum)
}
