import {
  checkProblem,
  gradientOf,
  type LogisticProblem,
  penaltyOf,
  scoreRows,
  scoresOf,
  sharesAndLoss,
} from './logistic-problem.ts'
import { conjugateDirection, exactDirection, type NewtonDirection } from './newton-direction.ts'

export interface LogisticFit {
  /** One for each score. */
  readonly intercepts: Float64Array
  /** scores × p. */
  readonly coefficients: Float64Array
  /** Σ weight · log loss + penalty. */
  readonly objective: number
  readonly iterations: number
  /** Whether the gradient came below the tolerance. */
  readonly hasConverged: boolean
}

export interface LogisticOptions {
  /** The largest entry of the gradient at the end, of the one at the start. */
  readonly tolerance?: number
  readonly maxIterations?: number
  /** Left out: the whole Hessian where it is small enough. */
  readonly solver?: 'exact' | 'conjugate'
}

const TOLERANCE = 1e-6
const MOST_ITERATIONS = 100
/** More coefficients have no matrix of their squares made. */
const MOST_EXACT = 120
const MOST_HALVINGS = 40
/** Share of the drop that the slope promises (Armijo). */
const ENOUGH = 1e-4

/**
 * Penalised logistic regression by Newton's method: minimises Σ weight · −log(share of the row's class) + ½ λ Σ coefficients², the
 * intercepts free. The minimum is unique; of a softmax the intercepts are those that sum to 0, as the coefficients of a column do.
 * λ is 1/C of scikit-learn.
 *
 * @throws RangeError as `checkProblem`
 *
 * Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 4.4. Cost: some ten times n · (p·scores)² / 2, or of
 * `conjugate` some hundred times n · p · scores.
 */
export function fitLogistic(problem: LogisticProblem, options: LogisticOptions = {}): LogisticFit {
  checkProblem(problem)
  const size = (problem.columns + 1) * scoresOf(problem)
  const solver = options.solver ?? (size <= MOST_EXACT ? 'exact' : 'conjugate')
  const direction = solver === 'exact' ? exactDirection(problem) : conjugateDirection(problem)
  const { theta, ...end } = minimise(problem, direction, size, options)
  const { columns, classes } = problem
  const width = columns + 1
  const scores = scoresOf(problem)
  if (classes > 2) centreIntercepts(theta, width)
  const coefficients = new Float64Array(columns * scores)
  for (let s = 0; s < scores; s++) coefficients.set(theta.subarray(s * width, s * width + columns), s * columns)
  return {
    intercepts: Float64Array.from({ length: scores }, (_, s) => theta[s * width + columns]!),
    coefficients,
    ...end,
  }
}

interface Minimum extends Pick<LogisticFit, 'objective' | 'iterations' | 'hasConverged'> {
  readonly theta: Float64Array
}

function minimise(
  problem: LogisticProblem,
  direction: NewtonDirection,
  size: number,
  { tolerance = TOLERANCE, maxIterations = MOST_ITERATIONS }: LogisticOptions,
): Minimum {
  let theta = new Float64Array(size)
  let shares = new Float64Array(problem.rows * scoresOf(problem))
  const gradient = new Float64Array(size)
  const valueAt = (at: Float64Array, into: Float64Array): number => {
    scoreRows(problem, at, into)
    return sharesAndLoss(problem, into) + penaltyOf(problem, at)
  }
  let objective = valueAt(theta, shares)
  let limit = 0
  for (let iterations = 0; ; iterations++) {
    gradientOf(problem, theta, shares, gradient)
    const steepest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    if (iterations === 0) limit = tolerance * Math.max(1, steepest)
    const hasConverged = steepest <= limit
    if (hasConverged || iterations >= maxIterations) return { theta, objective, iterations, hasConverged }
    const step = direction(shares, gradient) ?? gradient.map((value) => -value)
    const slope = step.reduce((sum, value, at) => sum + value * gradient[at]!, 0)
    const next = lowerPoint(theta, step, slope, objective, valueAt, shares.length)
    // rounding hides any further drop
    if (!next) return { theta, objective, iterations, hasConverged: steepest <= 1e3 * limit }
    ;({ theta, shares, objective } = next)
  }
}

/** The first of the steps, halved again and again, that lowers the objective as its slope promises. */
function lowerPoint(
  theta: Float64Array,
  step: Float64Array,
  slope: number,
  objective: number,
  valueAt: (at: Float64Array, into: Float64Array) => number,
  shares: number,
): { theta: Float64Array<ArrayBuffer>; shares: Float64Array<ArrayBuffer>; objective: number } | null {
  const into = new Float64Array(shares)
  for (let halving = 0, length = 1; halving < MOST_HALVINGS; halving++, length /= 2) {
    const point = new Float64Array(theta.length)
    for (let at = 0; at < point.length; at++) point[at] = theta[at]! + length * step[at]!
    const value = valueAt(point, into)
    if (value < objective + ENOUGH * length * slope) return { theta: point, shares: into, objective: value }
  }
  return null
}

function centreIntercepts(theta: Float64Array, width: number): void {
  const scores = theta.length / width
  let mean = 0
  for (let at = width - 1; at < theta.length; at += width) mean += theta[at]! / scores
  for (let at = width - 1; at < theta.length; at += width) theta[at]! -= mean
}
