import { solveUpper, solveUpperTransposed } from './triangular.ts'

/**
 * Condition number of an upper triangular matrix after its columns are scaled to unit length: the largest over the smallest
 * singular value, to about three digits. That of X = Q·R is that of R.
 *
 * Power iteration on RᵀR and on its inverse. Cost: O(p²) a step, at most 2 × 200 steps.
 */
export function scaledCondition(upper: Float64Array, p: number): number {
  if (p === 0) return 1
  const scaled = upper.slice()
  for (let k = 0; k < p; k++) {
    let sum = 0
    for (let i = 0; i <= k; i++) sum += upper[i * p + k]! ** 2
    const norm = Math.sqrt(sum)
    for (let i = 0; i <= k; i++) scaled[i * p + k] = scaled[i * p + k]! / norm
  }
  const largest = powerIteration(p, (vector) => {
    multiplyUpper(scaled, vector, p)
    multiplyUpperTransposed(scaled, vector, p)
  })
  const smallestInverse = powerIteration(p, (vector) => {
    solveUpperTransposed(scaled, vector, p)
    solveUpper(scaled, vector, p)
  })
  return Math.max(1, Math.sqrt(largest * smallestInverse))
}

/** Largest eigenvalue of a positive definite map that overwrites its argument. */
function powerIteration(p: number, apply: (vector: Float64Array) => void): number {
  // entries that differ, so that no symmetry of the columns leaves the start orthogonal to what is sought
  const vector = Float64Array.from({ length: p }, (_, i) => 1 + ((i * 0.6180339887498949) % 1))
  let eigenvalue = 0
  for (let step = 0; step < 200; step++) {
    const before = Math.hypot(...vector)
    for (let i = 0; i < p; i++) vector[i] = vector[i]! / before
    apply(vector)
    const next = Math.hypot(...vector)
    if (Math.abs(next - eigenvalue) <= 1e-5 * next) return next
    eigenvalue = next
  }
  return eigenvalue
}

function multiplyUpper(upper: Float64Array, vector: Float64Array, p: number): void {
  for (let i = 0; i < p; i++) {
    let sum = 0
    for (let k = i; k < p; k++) sum += upper[i * p + k]! * vector[k]!
    vector[i] = sum
  }
}

function multiplyUpperTransposed(upper: Float64Array, vector: Float64Array, p: number): void {
  for (let k = p - 1; k >= 0; k--) {
    let sum = 0
    for (let i = 0; i <= k; i++) sum += upper[i * p + k]! * vector[i]!
    vector[k] = sum
  }
}
