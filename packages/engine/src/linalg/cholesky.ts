/**
 * Cholesky factorisation A = L·Lᵀ of a symmetric positive definite matrix.
 *
 * @param matrix  p × p row-major; only the lower triangle is read
 * @returns L, row-major, zeros above the diagonal; null if a pivot is not positive: A is not positive definite to rounding
 * @throws RangeError if the length is not p × p
 *
 * Cost: p³/3 operations; allocates p². Source: Golub & Van Loan, Matrix Computations, 4th ed., 4.2.
 */
export function factorCholesky(matrix: Float64Array, p: number): Float64Array | null {
  if (matrix.length !== p * p) throw new RangeError(`expected ${p}×${p} values, got ${matrix.length}`)
  const lower = new Float64Array(p * p)
  for (let i = 0; i < p; i++) {
    const row = i * p
    for (let j = 0; j <= i; j++) {
      const other = j * p
      let sum = matrix[row + j]!
      for (let k = 0; k < j; k++) sum -= lower[row + k]! * lower[other + k]!
      if (j < i) {
        lower[row + j] = sum / lower[other + j]!
      } else {
        if (!(sum > 0)) return null
        lower[row + i] = Math.sqrt(sum)
      }
    }
  }
  return lower
}

/** Overwrites b (of p) by the solution of L·x = b. Cost: p². */
export function solveLower(lower: Float64Array, b: Float64Array, p: number): void {
  for (let i = 0; i < p; i++) {
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= lower[i * p + k]! * b[k]!
    b[i] = sum / lower[i * p + i]!
  }
}

/** Overwrites b (of p) by the solution of L·Lᵀ·x = b. Cost: 2·p². */
export function solveCholesky(lower: Float64Array, b: Float64Array, p: number): void {
  solveLower(lower, b, p)
  for (let i = p - 1; i >= 0; i--) {
    const value = b[i]! / lower[i * p + i]!
    b[i] = value
    for (let k = 0; k < i; k++) b[k] = b[k]! - lower[i * p + k]! * value
  }
}

/** L⁻¹, row-major, zeros above the diagonal. Cost: p³/3. */
export function invertLower(lower: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p)
  for (let i = 0; i < p; i++) {
    const pivot = lower[i * p + i]!
    inverse[i * p + i] = 1 / pivot
    for (let k = 0; k < i; k++) {
      const weight = lower[i * p + k]! / pivot
      for (let j = 0; j <= k; j++) inverse[i * p + j] = inverse[i * p + j]! - weight * inverse[k * p + j]!
    }
  }
  return inverse
}

/** A⁻¹ = L⁻ᵀ·L⁻¹, row-major. Cost: 2·p³/3. */
export function inverseFromCholesky(lower: Float64Array, p: number): Float64Array {
  const half = invertLower(lower, p)
  const inverse = new Float64Array(p * p)
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = i; k < p; k++) sum += half[k * p + i]! * half[k * p + j]!
      inverse[i * p + j] = inverse[j * p + i] = sum
    }
  }
  return inverse
}

/** log det A. */
export function logDeterminant(lower: Float64Array, p: number): number {
  let sum = 0
  for (let i = 0; i < p; i++) sum += Math.log(lower[i * p + i]!)
  return 2 * sum
}
