/**
 * Triangular solves on flat row-major p × p matrices; each overwrites `vector` (of p) by the solution.
 *
 * The diagonal must hold no zero: the callers' factorisations guarantee it. Cost: p² operations each.
 */

/** Solves R·x = b, R upper triangular. */
export function solveUpper(upper: Float64Array, vector: Float64Array, p: number): void {
  for (let i = p - 1; i >= 0; i--) {
    const row = i * p
    let sum = vector[i]!
    for (let k = i + 1; k < p; k++) sum -= upper[row + k]! * vector[k]!
    vector[i] = sum / upper[row + i]!
  }
}

/** Solves Rᵀ·x = b, R upper triangular. */
export function solveUpperTransposed(upper: Float64Array, vector: Float64Array, p: number): void {
  for (let i = 0; i < p; i++) {
    const row = i * p
    const value = vector[i]! / upper[row + i]!
    vector[i] = value
    for (let k = i + 1; k < p; k++) vector[k] = vector[k]! - upper[row + k]! * value
  }
}
