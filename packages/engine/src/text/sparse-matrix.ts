/** Rows of mostly zeros: row i holds `values[k]` in column `columns[k]` for k from starts[i] before starts[i + 1], columns ascending. */
export interface SparseMatrix {
  readonly rows: number
  readonly width: number
  /** rows + 1. */
  readonly starts: Int32Array
  readonly columns: Int32Array
  readonly values: Float64Array
}

/** out = matrix · vector. Cost: the number of values. */
export function multiply(
  { rows, starts, columns, values }: SparseMatrix,
  vector: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    let sum = 0
    for (let k = starts[i]!, end = starts[i + 1]!; k < end; k++) sum += values[k]! * vector[columns[k]!]!
    out[i] = sum
  }
}

/** out += matrixᵀ · vector. Cost: the number of values. */
export function addTransposed(
  { rows, starts, columns, values }: SparseMatrix,
  vector: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const factor = vector[i]!
    if (factor === 0) continue
    for (let k = starts[i]!, end = starts[i + 1]!; k < end; k++) out[columns[k]!]! += values[k]! * factor
  }
}

/** out[j] = Σᵢ weightsᵢ · values of column j, squared. Cost: the number of values. */
export function weightedSquares(matrix: SparseMatrix, weights: Float64Array, out: Float64Array): void {
  const { rows, starts, columns, values } = matrix
  out.fill(0)
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]!
    for (let k = starts[i]!, end = starts[i + 1]!; k < end; k++) out[columns[k]!]! += weight * values[k]! * values[k]!
  }
}

/** Every column multiplied by a number of its own. */
export function scaleColumns(matrix: SparseMatrix, factors: Float64Array): SparseMatrix {
  const { columns, values } = matrix
  const scaled = new Float64Array(values.length)
  for (let k = 0; k < scaled.length; k++) scaled[k] = values[k]! * factors[columns[k]!]!
  return { ...matrix, values: scaled }
}

/** The given rows, in the given order. */
export function takeSparseRows(matrix: SparseMatrix, rows: ArrayLike<number>): SparseMatrix {
  const starts = new Int32Array(rows.length + 1)
  for (let i = 0; i < rows.length; i++) {
    starts[i + 1] = starts[i]! + matrix.starts[rows[i]! + 1]! - matrix.starts[rows[i]!]!
  }
  const columns = new Int32Array(starts[rows.length]!)
  const values = new Float64Array(starts[rows.length]!)
  for (let i = 0; i < rows.length; i++) {
    const [from, to] = [matrix.starts[rows[i]!]!, matrix.starts[rows[i]! + 1]!]
    columns.set(matrix.columns.subarray(from, to), starts[i])
    values.set(matrix.values.subarray(from, to), starts[i])
  }
  return { rows: rows.length, width: matrix.width, starts, columns, values }
}
