import { type FeatureMatrix, takeRows } from '../../features/feature-matrix.ts'
import { seededGenerator } from '../../random/generator.ts'
import { minimiseBounded } from '../bounded-bfgs.ts'
import type { CovarianceKernel } from '../covariance.ts'
import type { HyperparameterSearch } from '../gaussian-process.ts'
import { firstStart, hyperparameterBounds, PRIORS } from '../hyperparameters.ts'
import { standardProblem } from '../standard-problem.ts'
import type { ClassProcess } from './class-process.ts'
import { type ClassHyperparameters, classCovariances, laplaceLikelihood } from './laplace-likelihood.ts'
import { laplaceMode } from './laplace-mode.ts'

export interface ClassProcessOptions {
  readonly kernel: CovarianceKernel
  readonly seed: number
  /** Found before: then nothing is searched. */
  readonly logs?: ClassHyperparameters
}

/** The search runs on a random subset of so many rows, where there are more. */
const SEARCH_ROWS = 120
const MOST_ITERATIONS = 25
/** Plain code solves matrices of this size. */
const MOST_ROWS = 1000

export interface FittedClassProcess {
  readonly model: ClassProcess
  readonly logs: ClassHyperparameters
}

/**
 * A Gaussian process of two classes with the hyperparameters of the highest posterior density.
 *
 * @param matrix  without missing numbers
 * @param hits    n: 1 and 0
 * @throws RangeError for more than 1,000 rows, or a number that is not finite
 *
 * Source: Rasmussen & Williams, chapters 3 and 5. Cost: some twenty times that of `laplaceLikelihood` on 120 rows, and 8 · n³ / 3.
 */
export function fitClassProcess(
  matrix: FeatureMatrix,
  hits: Float64Array,
  options: ClassProcessOptions,
): FittedClassProcess {
  if (matrix.rows > MOST_ROWS) throw new RangeError(`a process of classes takes ${MOST_ROWS} rows, not ${matrix.rows}`)
  const { points, targets: _, ...problem } = standardProblem(matrix, hits)
  const found = options.logs ? { logs: options.logs, search: null } : search(points, hits, options)
  const { logs } = found
  const p = matrix.columns.length
  const { gradient, curvature } = laplaceMode(classCovariances(points, options.kernel, logs), hits)
  const process = {
    kernel: options.kernel,
    lengthScales: logs.slice(0, p).map(Math.exp),
    signalVariance: Math.exp(logs[p]!),
    linearVariance: 0,
    noiseVariance: 0,
    centers: problem.centers,
    scales: problem.scales,
    levels: matrix.levels,
    inputs: points.columns,
    targets: hits,
    weights: gradient,
    targetMean: 0,
    targetScale: 1,
    search: found.search,
  }
  return { model: { process, curvature }, logs }
}

function search(
  points: FeatureMatrix,
  hits: Float64Array,
  { kernel, seed }: ClassProcessOptions,
): { logs: ClassHyperparameters; search: HyperparameterSearch } {
  const order = seededGenerator(seed).permutation(points.rows).slice(0, SEARCH_ROWS)
  const some = takeRows(points, order)
  const own = Float64Array.from(order, (row) => hits[row]!)
  const p = points.columns.length
  const { lower, upper } = hyperparameterBounds(p, false)
  let likelihood = 0
  const minimum = minimiseBounded(
    (logs, gradient) => {
      likelihood = laplaceLikelihood(some, own, kernel, logs, gradient)
      const prior = addPrior(p, logs, gradient)
      for (let j = 0; j < gradient.length; j++) gradient[j] = -gradient[j]!
      return -likelihood - prior
    },
    firstStart(p, false).slice(0, p + 1),
    {
      lower: lower.slice(0, p + 1),
      upper: upper.slice(0, p + 1),
      maxIterations: MOST_ITERATIONS,
      gradientTolerance: 1e-2,
      valueTolerance: 1e-2,
      largestStep: 2,
    },
  )
  const { x, evaluations, hasConverged } = minimum
  return { logs: x, search: { logMarginalLikelihood: likelihood, rows: order.length, evaluations, hasConverged } }
}

/** As of numbers, but that a latent score has no unit: its variance is a few. */
function addPrior(p: number, logs: ClassHyperparameters, gradient: Float64Array): number {
  let sum = 0
  for (let j = 0; j <= p; j++) {
    const { mean, deviation } =
      j === p
        ? { mean: 1.5, deviation: 1.5 }
        : { mean: PRIORS.length.mean + Math.log(Math.max(p, 1)) / 2, deviation: PRIORS.length.deviation }
    const standard = (logs[j]! - mean) / deviation
    sum -= (standard * standard) / 2
    gradient[j]! -= standard / deviation
  }
  return sum
}
