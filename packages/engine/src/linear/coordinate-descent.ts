import { minimiseActiveSet } from './active-set.ts'

/** What a run of coordinate descent did. */
export interface DescentOutcome {
  readonly converged: boolean
  readonly sweeps: number
}

export interface DescentLimits {
  /** Stop when no step of a full sweep lowers the objective by more than this. */
  readonly tolerance: number
  readonly maxSweeps: number
}

/** Sweeps over the coefficients that are not zero, before they are solved for together. */
const ACTIVE_SWEEPS = 2

/**
 * Minimises ½ bᵀGb − cᵀb + λ₁‖b‖₁ + ½ λ₂‖b‖² by cyclic coordinate descent, from the coefficients given: full sweeps, and
 * between them sweeps over the coefficients that are not zero and, where those do not settle, the minimum of all of them together.
 *
 * On return gradient = c − Gb, and at the minimum |gradientⱼ − λ₂bⱼ| ≤ λ₁, with equality in the sign of bⱼ where bⱼ ≠ 0.
 *
 * @param beta      p, start and result; features without spread (zero diagonal) must be 0 and stay 0
 * @param gradient  p, c − Gb at the start; kept up to date
 * @param gram      p × p row-major, symmetric
 *
 * Cost: p a step whose coefficient changes, 1 otherwise. Source: Friedman, Hastie & Tibshirani, J. Stat. Softw. 33 (2010) 1.
 */
export function coordinateDescent(
  beta: Float64Array,
  gradient: Float64Array,
  gram: Float64Array,
  lambda1: number,
  lambda2: number,
  limits: DescentLimits,
): DescentOutcome {
  const p = beta.length
  if (gradient.length !== p || gram.length !== p * p) {
    throw new RangeError(`expected ${p} and ${p}×${p} values, got ${gradient.length} and ${gram.length}`)
  }

  /** One pass; returns the largest drop of the objective by a step. */
  const sweep = (onlyActive: boolean): number => {
    let largest = 0
    for (let j = 0; j < p; j++) {
      const before = beta[j]!
      if (onlyActive && before === 0) continue
      const diagonal = gram[j * p + j]!
      if (diagonal === 0) continue
      const pull = gradient[j]! + diagonal * before
      const excess = Math.abs(pull) - lambda1
      const after = excess > 0 ? (Math.sign(pull) * excess) / (diagonal + lambda2) : 0
      const step = after - before
      if (step === 0) continue
      beta[j] = after
      for (let k = 0, at = j * p; k < p; k++, at++) gradient[k]! -= step * gram[at]!
      largest = Math.max(largest, (diagonal + lambda2) * step * step)
    }
    return largest
  }

  let sweeps = 0
  while (sweeps < limits.maxSweeps) {
    sweeps++
    if (sweep(false) <= limits.tolerance) return { converged: true, sweeps }
    let isSettled = false
    for (let k = 0; k < ACTIVE_SWEEPS && !isSettled && sweeps < limits.maxSweeps; k++) {
      sweeps++
      isSettled = sweep(true) <= limits.tolerance
    }
    if (!isSettled) minimiseActiveSet(beta, gradient, gram, lambda1, lambda2)
  }
  return { converged: false, sweeps }
}
