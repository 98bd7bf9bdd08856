import { factorCholesky, solveCholesky } from '../../linalg/cholesky.ts'

/** The Gaussian that stands for the posterior of the latent scores: its mode, and what predictions need of it. */
export interface LaplaceMode {
  /** n: the latent scores with the highest posterior density. */
  readonly scores: Float64Array
  /** n: the gradient of the log likelihood there, (hits − shares). */
  readonly gradient: Float64Array
  /** n: minus its second derivative, shares · (1 − shares). */
  readonly curvature: Float64Array
  /** n × n: the factor of B = I + √W·K·√W. */
  readonly factor: Float64Array
  /** Laplace's approximation of the log marginal likelihood. */
  readonly logMarginalLikelihood: number
}

const MOST_STEPS = 60
const ENOUGH = 1e-8

/**
 * The mode for a logistic likelihood, by Newton's method with halved steps.
 *
 * @param covariances  n × n row-major
 * @param hits         n: 1 and 0
 * @throws RangeError where B is not positive definite, which a covariance that is none causes
 *
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, algorithm 3.1. Cost: about 8 · n³ / 3.
 */
export function laplaceMode(covariances: Float64Array, hits: ArrayLike<number>): LaplaceMode {
  const n = hits.length
  let scores = new Float64Array(n)
  let weights = new Float64Array(n) // K⁻¹·scores
  let objective = objectiveOf(scores, weights, hits)
  for (let step = 0; step < MOST_STEPS; step++) {
    const { curvature, gradient } = derivatives(scores, hits)
    const factor = factorOf(covariances, curvature)
    const wanted = newtonWeights(covariances, factor, curvature, gradient, scores)
    let moved: { scores: Float64Array<ArrayBuffer>; weights: Float64Array<ArrayBuffer>; objective: number } | null =
      null
    for (let length = 1; length > 1e-6 && moved === null; length /= 2) {
      const next = weights.map((weight, i) => weight + length * (wanted[i]! - weight))
      const point = product(covariances, next)
      const value = objectiveOf(point, next, hits)
      if (value >= objective) moved = { scores: point, weights: next, objective: value }
    }
    const gain = moved === null ? 0 : moved.objective - objective
    if (moved !== null) ({ scores, weights, objective } = moved)
    if (gain < ENOUGH * n) break
  }
  const { curvature, gradient } = derivatives(scores, hits)
  const factor = factorOf(covariances, curvature)
  let logDeterminant = 0
  for (let i = 0; i < n; i++) logDeterminant += Math.log(factor[i * n + i]!)
  return { scores, gradient, curvature, factor, logMarginalLikelihood: objective - logDeterminant }
}

/** −½ scores·weights + Σ log likelihood. */
function objectiveOf(scores: Float64Array, weights: Float64Array, hits: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < scores.length; i++) {
    const signed = hits[i] === 1 ? scores[i]! : -scores[i]!
    sum -= 0.5 * scores[i]! * weights[i]! + Math.max(0, -signed) + Math.log1p(Math.exp(-Math.abs(signed)))
  }
  return sum
}

function derivatives(
  scores: Float64Array,
  hits: ArrayLike<number>,
): { gradient: Float64Array; curvature: Float64Array } {
  const shares = scores.map((score) => 1 / (1 + Math.exp(-score)))
  return { gradient: shares.map((share, i) => hits[i]! - share), curvature: shares.map((share) => share * (1 - share)) }
}

function factorOf(covariances: Float64Array, curvature: Float64Array): Float64Array {
  const n = curvature.length
  const roots = curvature.map(Math.sqrt)
  const b = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) b[i * n + j] = roots[i]! * covariances[i * n + j]! * roots[j]! + (i === j ? 1 : 0)
  const factor = factorCholesky(b, n)
  if (!factor) throw new RangeError('the covariance of a process of classes is not positive definite')
  return factor
}

/** b − √W·B⁻¹·√W·K·b with b = W·scores + gradient. */
function newtonWeights(
  covariances: Float64Array,
  factor: Float64Array,
  curvature: Float64Array,
  gradient: Float64Array,
  scores: Float64Array,
): Float64Array {
  const n = scores.length
  const b = scores.map((score, i) => curvature[i]! * score + gradient[i]!)
  const inner = product(covariances, b)
  for (let i = 0; i < n; i++) inner[i] = Math.sqrt(curvature[i]!) * inner[i]!
  solveCholesky(factor, inner, n)
  return b.map((value, i) => value - Math.sqrt(curvature[i]!) * inner[i]!)
}

/** Matrix times vector. */
export function product(matrix: Float64Array, vector: Float64Array): Float64Array<ArrayBuffer> {
  const n = vector.length
  const out = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0, at = i * n; j < n; j++, at++) sum += matrix[at]! * vector[j]!
    out[i] = sum
  }
  return out
}
