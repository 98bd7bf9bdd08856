import { coordinateDescent } from './coordinate-descent.ts'
import type { PenalisedProblem } from './penalised-problem.ts'
import { ridgeDegreesOfFreedom, solveShifted, tridiagonalise } from './ridge.ts'

/** One fit of a path, in the units of its problem. */
export interface PathPoint {
  readonly lambda: number
  readonly beta: Float64Array
  readonly converged: boolean
  /** Features in the fit; for ridge the trace of its hat matrix. */
  readonly degreesOfFreedom: number
}

const STEPS = 100
const TOLERANCE = 1e-12
const MAX_SWEEPS = 5_000

/**
 * Falling penalties for a problem. l1Ratio > 0: from the smallest one that leaves no feature in the model down to 10⁻⁴ of it
 * (10⁻² where there are more features than rows), as glmnet. Ridge: from 10³ to 10⁻⁶ times the mean square of a feature.
 */
export function penaltyGrid(problem: PenalisedProblem, l1Ratio: number): Float64Array {
  const { features: p, gram, correlation } = problem
  if (l1Ratio === 0) {
    let trace = 0
    let varying = 0
    for (let j = 0; j < p; j++) {
      trace += gram[j * p + j]!
      if (gram[j * p + j]! > 0) varying++
    }
    return geometric((1e3 * trace) / Math.max(1, varying) || 1, 1e-9)
  }
  const largest = correlation.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
  return geometric(largest / l1Ratio || 1, problem.rows > p ? 1e-4 : 1e-2)
}

/** The fits at each penalty λ: λ₁ = λ·l1Ratio, λ₂ = λ·(1 − l1Ratio); each starts from the one before. */
export function penaltyPath(problem: PenalisedProblem, l1Ratio: number, lambdas: Float64Array): PathPoint[] {
  return l1Ratio === 0 ? ridgePath(problem, lambdas) : descentPath(problem, l1Ratio, lambdas)
}

function ridgePath(problem: PenalisedProblem, lambdas: Float64Array): PathPoint[] {
  const tridiagonal = tridiagonalise(problem.gram, problem.features)
  return [...lambdas].map((lambda) => ({
    lambda,
    beta: solveShifted(tridiagonal, problem.correlation, lambda),
    converged: true,
    degreesOfFreedom: ridgeDegreesOfFreedom(tridiagonal, lambda),
  }))
}

function descentPath(problem: PenalisedProblem, l1Ratio: number, lambdas: Float64Array): PathPoint[] {
  const beta = new Float64Array(problem.features)
  const gradient = problem.correlation.slice()
  const limits = { tolerance: TOLERANCE * problem.responseSquare, maxSweeps: MAX_SWEEPS }
  return [...lambdas].map((lambda) => {
    const { converged } = coordinateDescent(
      beta,
      gradient,
      problem.gram,
      lambda * l1Ratio,
      lambda * (1 - l1Ratio),
      limits,
    )
    const nonzero = beta.reduce((count, value) => count + (value === 0 ? 0 : 1), 0)
    return { lambda, beta: beta.slice(), converged, degreesOfFreedom: nonzero }
  })
}

function geometric(first: number, ratio: number): Float64Array {
  return Float64Array.from({ length: STEPS }, (_, k) => first * ratio ** (k / (STEPS - 1)))
}
