import type { LeastSquaresInput } from './least-squares-problem.ts'

/**
 * For every column of X, then y, the power of two that brings its largest value into [1, 2): exact to multiply by, and
 * nothing can overflow afterwards. 1 for a column of zeros.
 *
 * @throws RangeError if the shapes do not agree, there is no row or column, or a value is not finite
 */
export function powerOfTwoScales({ x, y, rows, columns }: LeastSquaresInput): Float64Array {
  if (rows < 1 || columns < 1 || x.length !== rows * columns || y.length !== rows) {
    throw new RangeError(`expected ${rows}×${columns} and ${rows} values, got ${x.length} and ${y.length}`)
  }
  const largest = new Float64Array(columns + 1)
  for (let i = 0; i < rows; i++) {
    const row = i * columns
    // Math.max hands NaN on
    for (let j = 0; j < columns; j++) largest[j] = Math.max(largest[j]!, Math.abs(x[row + j]!))
    largest[columns] = Math.max(largest[columns]!, Math.abs(y[i]!))
  }
  return largest.map((size, j) => {
    if (size === 0) return 1
    if (!Number.isFinite(size)) {
      throw new RangeError(
        j < columns ? `column ${j} holds a value that is not finite` : 'y holds a value that is not finite',
      )
    }
    return 2 ** -Math.floor(Math.log2(size))
  })
}
