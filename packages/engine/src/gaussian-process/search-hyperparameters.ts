import { type FeatureMatrix, takeRows } from '../features/feature-matrix.ts'
import type { Generator } from '../random/generator.ts'
import { type BfgsMinimum, minimiseBounded } from './bounded-bfgs.ts'
import type { Covariance, CovarianceKernel } from './covariance.ts'
import type { CovarianceWorkspace } from './covariance-workspace.ts'
import type { HyperparameterSearch } from './gaussian-process.ts'
import {
  covarianceAt,
  drawStart,
  firstStart,
  hyperparameterBounds,
  type LogHyperparameters,
  logPrior,
  logsOf,
  withLinearPart,
} from './hyperparameters.ts'
import { logMarginalLikelihood } from './marginal-likelihood.ts'

export interface SearchSettings {
  readonly kernel: CovarianceKernel
  readonly linear: boolean | 'auto'
  /** A number of starts, or the one to start from. */
  readonly starts: number | Covariance
  readonly searchRows: number
  readonly generator: Generator
}

export interface FoundHyperparameters {
  readonly covariance: Covariance
  readonly search: HyperparameterSearch
}

/** Several starts are compared on so many rows at most, and the best goes on with all. */
const SCREENING_ROWS = 150
const SCREENING_ITERATIONS = 50
const MOST_ITERATIONS = 200
/** Starts that a linear part gets besides the covariance that was found without it. */
const LINEAR_STARTS = 2
/** So much has a linear part to add to the log marginal likelihood, about what one more hyperparameter gains by chance. */
const LINEAR_GAIN = 1.5

/**
 * The hyperparameters of the highest posterior density: each start is followed on a small random subset, the best on a larger.
 *
 * @param points  standardised
 */
export function searchHyperparameters(
  workspace: CovarianceWorkspace,
  points: FeatureMatrix,
  targets: Float64Array,
  { kernel, linear, starts, searchRows, generator }: SearchSettings,
): FoundHyperparameters {
  const order = withoutCopies(points, targets, generator.stream(0).permutation(points.rows)).slice(0, searchRows)
  const p = points.columns.length
  const problem: SearchProblem = { workspace, points, targets, kernel, order }
  const drawn = (count: number, hasLinear: boolean): LogHyperparameters[] =>
    Array.from({ length: count }, (_, number) => drawStart(p, hasLinear, generator.stream(number + 1)))
  if (typeof starts !== 'number') return searchFrom(problem, [logsOf(starts)])
  const hasLinear = linear === true
  const found = searchFrom(problem, [firstStart(p, hasLinear), ...drawn(starts - 1, hasLinear)])
  if (linear !== 'auto') return found
  const rivals = drawn(Math.min(LINEAR_STARTS, starts - 1), true)
  const rival = searchFrom(problem, [withLinearPart(logsOf(found.covariance)), ...rivals])
  const gain = rival.search.logMarginalLikelihood - found.search.logMarginalLikelihood
  const { covariance, search } = gain > LINEAR_GAIN ? rival : found
  return { covariance, search: { ...search, evaluations: found.search.evaluations + rival.search.evaluations } }
}

interface SearchProblem {
  readonly workspace: CovarianceWorkspace
  readonly points: FeatureMatrix
  readonly targets: Float64Array
  readonly kernel: CovarianceKernel
  /** The rows of the search in a random order. */
  readonly order: Uint32Array
}

function searchFrom(problem: SearchProblem, starts: readonly LogHyperparameters[]): FoundHyperparameters {
  const { workspace, points, targets, kernel, order } = problem
  let evaluations = 0
  let candidates = starts
  if (starts.length > 1) {
    const screen = posteriorSearch(problem, order.slice(0, SCREENING_ROWS))
    const minima = starts.map((start) => screen(start, SCREENING_ITERATIONS))
    for (const minimum of minima) evaluations += minimum.evaluations
    candidates = minima.map((minimum) => minimum.x)
  }
  const search = posteriorSearch(problem, order)
  const { x, hasConverged, ...last } = search(lowestOf(search, candidates), MOST_ITERATIONS)
  const likelihood = logMarginalLikelihood(workspace, kernel, x, takeTargets(targets, order), null)
  return {
    covariance: covarianceAt(kernel, points.columns.length, x),
    search: {
      logMarginalLikelihood: likelihood,
      rows: order.length,
      evaluations: evaluations + last.evaluations,
      hasConverged,
    },
  }
}

/** What is best on the few rows of the screening can fit them without noise, and be the worst on all. */
function lowestOf(search: PosteriorSearch, candidates: readonly LogHyperparameters[]): LogHyperparameters {
  if (candidates.length === 1) return candidates[0]!
  const values = candidates.map((candidate) => search(candidate, 0).value)
  return candidates[values.indexOf(Math.min(...values))]!
}

/**
 * The first of rows that are equal in all features and in the target: a copy is no second measurement, and copies would be
 * evidence that there is no noise.
 */
function withoutCopies(points: FeatureMatrix, targets: Float64Array, order: Uint32Array): Uint32Array {
  const seen = new Set<string>()
  return order.filter((row) => {
    const key = `${points.columns.map((column) => column[row]!).join(' ')} ${targets[row]}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

type PosteriorSearch = (start: LogHyperparameters, maxIterations: number) => BfgsMinimum

/** Loads the rows, and returns the search from a start. */
function posteriorSearch({ workspace, points, targets, kernel }: SearchProblem, rows: Uint32Array): PosteriorSearch {
  workspace.load(takeRows(points, rows))
  const some = takeTargets(targets, rows)
  const p = points.columns.length
  const negativeLogPosterior = (logs: LogHyperparameters, gradient: Float64Array): number => {
    const likelihood = logMarginalLikelihood(workspace, kernel, logs, some, gradient)
    if (likelihood === -Infinity) return Infinity
    const value = -likelihood - logPrior(p, logs, gradient)
    for (let j = 0; j < gradient.length; j++) gradient[j] = -gradient[j]!
    return value
  }
  const tolerances = { gradientTolerance: 1e-3, valueTolerance: 1e-4, largestStep: 2 }
  return (start, maxIterations) => {
    const bounds = hyperparameterBounds(p, start.length > p + 2)
    // rows that the start was not found on can make it singular
    const noisier = start.slice()
    while (negativeLogPosterior(noisier, new Float64Array(p + 3)) === Infinity && noisier[p + 1]! < 0)
      noisier[p + 1]! += 2
    return minimiseBounded(negativeLogPosterior, noisier, { ...bounds, ...tolerances, maxIterations })
  }
}

function takeTargets(targets: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => targets[row]!)
}
