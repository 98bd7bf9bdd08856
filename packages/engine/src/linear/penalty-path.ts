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

/** The error of ridge changes slowly with its penalty, and each of its fits costs more. */
const STEPS = { descent: 100, ridge: 50 }
/** As glmnet: no step lowers the objective by more than this share of the response's mean square. */
const TOLERANCE = 1e-7
const POLISHED_TOLERANCE = 1e-14
const MAX_SWEEPS = 5_000
/** With at least as many features as rows a path ends once this share of the response is explained: what follows is noise. */
const SATURATED = 0.999

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
    return geometric((1e3 * trace) / Math.max(1, varying) || 1, 1e-9, STEPS.ridge)
  }
  const largest = correlation.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
  return geometric(largest / l1Ratio || 1, problem.rows > p ? 1e-4 : 1e-2, STEPS.descent)
}

/**
 * The fits at each penalty λ: λ₁ = λ·l1Ratio, λ₂ = λ·(1 − l1Ratio); each starts from the one before. Fewer fits than penalties
 * where the rows are used up before.
 */
export function penaltyPath(problem: PenalisedProblem, l1Ratio: number, lambdas: Float64Array): PathPoint[] {
  return l1Ratio === 0 ? ridgePath(problem, lambdas) : descentPath(problem, l1Ratio, lambdas)
}

/** One fit of a path brought to its minimum as closely as doubles allow. */
export function polished(problem: PenalisedProblem, l1Ratio: number, point: PathPoint): PathPoint {
  if (l1Ratio === 0) return point
  const { features: p, gram } = problem
  const beta = point.beta.slice()
  const gradient = problem.correlation.slice()
  for (let j = 0; j < p; j++) {
    if (beta[j] !== 0) for (let k = 0; k < p; k++) gradient[k]! -= beta[j]! * gram[j * p + k]!
  }
  const limits = { tolerance: POLISHED_TOLERANCE * problem.responseSquare, maxSweeps: MAX_SWEEPS }
  const lambda1 = point.lambda * l1Ratio
  const { converged } = coordinateDescent(beta, gradient, gram, lambda1, point.lambda - lambda1, limits)
  return { lambda: point.lambda, beta, converged, degreesOfFreedom: countNonzero(beta) }
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
  const { features, rows, correlation, responseSquare } = problem
  const beta = new Float64Array(features)
  const gradient = correlation.slice()
  const limits = { tolerance: TOLERANCE * responseSquare, maxSweeps: MAX_SWEEPS }
  const points: PathPoint[] = []
  for (const lambda of lambdas) {
    const { converged } = coordinateDescent(
      beta,
      gradient,
      problem.gram,
      lambda * l1Ratio,
      lambda * (1 - l1Ratio),
      limits,
    )
    points.push({ lambda, beta: beta.slice(), converged, degreesOfFreedom: countNonzero(beta) })
    const explained = beta.reduce((sum, value, j) => sum + (correlation[j]! + gradient[j]!) * value, 0)
    if (features >= rows && explained > SATURATED * responseSquare) break
  }
  return points
}

function countNonzero(values: Float64Array): number {
  return values.reduce((count, value) => count + (value === 0 ? 0 : 1), 0)
}

function geometric(first: number, ratio: number, steps: number): Float64Array {
  return Float64Array.from({ length: steps }, (_, k) => first * ratio ** (k / (steps - 1)))
}
