import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { inverseFromCholesky, solveLower } from '../../linalg/cholesky.ts'
import { type CovarianceKernel, correlationAt } from '../covariance.ts'
import { laplaceMode, product } from './laplace-mode.ts'

/** Logarithms of p length scales and of the signal variance. */
export type ClassHyperparameters = Float64Array

/** Keeps K positive definite where rows are equal. */
const JITTER = 1e-6

/** n × n: covariances of standardised points, categories by `exp(−1 / lengthScale)` where they differ. */
export function classCovariances(
  points: FeatureMatrix,
  kernel: CovarianceKernel,
  logs: ClassHyperparameters,
): Float64Array {
  const n = points.rows
  const out = new Float64Array(n * n)
  const p = points.columns.length
  const signal = Math.exp(logs[p]!)
  const squares = new Float64Array(n * n)
  const mismatches = new Float64Array(n * n)
  for (let j = 0; j < p; j++) {
    const column = points.columns[j]!
    const isNumber = points.levels[j] === 0
    const inverse = Math.exp(-logs[j]!)
    for (let a = 0; a < n; a++)
      for (let b = 0; b < a; b++) {
        const apart = column[a]! - column[b]!
        if (isNumber) squares[a * n + b]! += (apart * inverse) ** 2
        else if (apart !== 0) mismatches[a * n + b]! += inverse
      }
  }
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const at = a * n + b
      out[at] = out[b * n + a] = signal * correlationAt(kernel, squares[at]!) * Math.exp(-mismatches[at]!)
    }
    out[a * n + a] = signal * (1 + JITTER)
  }
  return out
}

/**
 * Laplace's approximation of the log marginal likelihood, and its gradient into `gradient`, by the logarithms of the hyperparameters.
 *
 * Source: Rasmussen & Williams, algorithm 5.1. Cost: about 12 · n³ / 3 + p · n².
 */
export function laplaceLikelihood(
  points: FeatureMatrix,
  hits: ArrayLike<number>,
  kernel: CovarianceKernel,
  logs: ClassHyperparameters,
  gradient: Float64Array,
): number {
  const n = points.rows
  const p = points.columns.length
  const covariances = classCovariances(points, kernel, logs)
  const mode = laplaceMode(covariances, hits)
  const roots = mode.curvature.map(Math.sqrt)
  const inverse = inverseFromCholesky(mode.factor, n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) inverse[i * n + j]! *= roots[i]! * roots[j]!
  const skew = skewTerms(covariances, mode.factor, roots, mode.scores, mode.curvature)
  const derivative = new Float64Array(n * n)
  for (let j = 0; j <= p; j++) {
    derivativeOf(points, covariances, kernel, logs, j, derivative)
    const pulled = product(derivative, mode.gradient)
    let explicit = 0
    for (let i = 0; i < n; i++) explicit += mode.gradient[i]! * pulled[i]!
    for (let at = 0; at < derivative.length; at++) explicit -= inverse[at]! * derivative[at]!
    const back = product(covariances, product(inverse, pulled))
    let implicit = 0
    for (let i = 0; i < n; i++) implicit += skew[i]! * (pulled[i]! - back[i]!)
    gradient[j] = explicit / 2 + implicit
  }
  return mode.logMarginalLikelihood
}

/** −½ · posterior variance · how the curvature changes with the score. */
function skewTerms(
  covariances: Float64Array,
  factor: Float64Array,
  roots: Float64Array,
  scores: Float64Array,
  curvature: Float64Array,
): Float64Array {
  const n = roots.length
  const column = new Float64Array(n)
  return scores.map((score, i) => {
    for (let j = 0; j < n; j++) column[j] = roots[j]! * covariances[j * n + i]!
    solveLower(factor, column, n)
    let taken = 0
    for (let j = 0; j < n; j++) taken += column[j]! ** 2
    const share = 1 / (1 + Math.exp(-score))
    return -0.5 * (covariances[i * n + i]! - taken) * curvature[i]! * (1 - 2 * share)
  })
}

/** dK / d log θ_j. */
function derivativeOf(
  points: FeatureMatrix,
  covariances: Float64Array,
  kernel: CovarianceKernel,
  logs: ClassHyperparameters,
  j: number,
  out: Float64Array,
): void {
  const n = points.rows
  if (j === points.columns.length) {
    out.set(covariances)
    return
  }
  const column = points.columns[j]!
  const inverse = Math.exp(-logs[j]!)
  const isNumber = points.levels[j] === 0
  const slopes = isNumber ? slopeRatios(points, kernel, logs) : null
  out.fill(0)
  for (let a = 0; a < n; a++)
    for (let b = 0; b < a; b++) {
      const at = a * n + b
      const apart = column[a]! - column[b]!
      if (apart === 0) continue
      out[at] = out[b * n + a] =
        covariances[at]! * (slopes === null ? inverse : -2 * slopes[at]! * (apart * inverse) ** 2)
    }
}

let kept: { logs: ClassHyperparameters; points: FeatureMatrix; slopes: Float64Array } | null = null

/** c′(r²) / c(r²) of every pair; the same for all length scales, so that the last ones are kept. */
function slopeRatios(points: FeatureMatrix, kernel: CovarianceKernel, logs: ClassHyperparameters): Float64Array {
  if (kept?.points === points && kept.logs.every((value, j) => value === logs[j])) return kept.slopes
  const n = points.rows
  const slopes = new Float64Array(n * n)
  for (const [j, column] of points.columns.entries()) {
    if (points.levels[j] !== 0) continue
    const inverse = Math.exp(-logs[j]!)
    for (let a = 0; a < n; a++)
      for (let b = 0; b < a; b++) slopes[a * n + b]! += ((column[a]! - column[b]!) * inverse) ** 2
  }
  for (let at = 0; at < slopes.length; at++) slopes[at] = slopeRatio(kernel, slopes[at]!)
  kept = { logs: logs.slice(), points, slopes }
  return slopes
}

function slopeRatio(kernel: CovarianceKernel, squaredDistance: number): number {
  if (kernel === 'rbf') return -0.5
  if (kernel === 'matern32') return -1.5 / (1 + Math.sqrt(3 * squaredDistance))
  const scaled = Math.sqrt(5 * squaredDistance)
  return (-5 / 6) * ((1 + scaled) / (1 + scaled + (scaled * scaled) / 3))
}
