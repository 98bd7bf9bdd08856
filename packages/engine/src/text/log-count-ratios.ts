import type { SparseMatrix } from './sparse-matrix.ts'

/**
 * How much more of a term's weight stands in texts of the second class than of the first: ln((1 + p) / |1 + p|₁) − ln((1 + q) / |1 + q|₁)
 * for each column. Columns multiplied by it let a linear model begin where naive Bayes ends (NB-SVM, Wang & Manning 2012).
 *
 * @param target  0 or 1 for each row
 *
 * Cost: the number of values.
 */
export function logCountRatios(matrix: SparseMatrix, target: Int32Array): Float64Array {
  const { rows, width, starts, columns, values } = matrix
  const first = new Float64Array(width).fill(1)
  const second = new Float64Array(width).fill(1)
  for (let i = 0; i < rows; i++) {
    const sums = target[i] === 1 ? second : first
    for (let k = starts[i]!; k < starts[i + 1]!; k++) sums[columns[k]!]! += values[k]!
  }
  const total = (sums: Float64Array) => sums.reduce((sum, value) => sum + value, 0)
  const shift = Math.log(total(first) / total(second))
  return first.map((value, j) => Math.log(second[j]! / value) + shift)
}
