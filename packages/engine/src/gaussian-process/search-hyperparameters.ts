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
} from './hyperparameters.ts'
import { logMarginalLikelihood } from './marginal-likelihood.ts'

export interface SearchSettings {
  readonly kernel: CovarianceKernel
  readonly hasLinear: boolean
  /** A number of starts, or the one to start from. */
  readonly starts: number | Covariance
  readonly searchRows: number
  readonly generator: Generator
}

/** Several starts are compared on so many rows at most, and the best goes on with all. */
const SCREENING_ROWS = 150
const SCREENING_ITERATIONS = 50
const MOST_ITERATIONS = 200

/**
 * The hyperparameters of the highest posterior density: each start is followed on a small random subset, the best on a larger.
 *
 * @param points  standardised
 */
export function searchHyperparameters(
  workspace: CovarianceWorkspace,
  points: FeatureMatrix,
  targets: Float64Array,
  settings: SearchSettings,
): { covariance: Covariance; search: HyperparameterSearch } {
  const order = settings.generator.stream(0).permutation(points.rows)
  const starts = startsOf(points.columns.length, settings)
  const rows = Math.min(points.rows, settings.searchRows)
  let evaluations = 0
  let best = starts[0]!
  if (starts.length > 1) {
    const screen = posteriorSearch(workspace, points, targets, settings, order.slice(0, Math.min(rows, SCREENING_ROWS)))
    const found = starts.map((start) => screen(start, SCREENING_ITERATIONS))
    for (const minimum of found) evaluations += minimum.evaluations
    best = found.reduce((lowest, minimum) => (minimum.value < lowest.value ? minimum : lowest)).x
  }
  const search = posteriorSearch(workspace, points, targets, settings, order.slice(0, rows))
  const { x, hasConverged, ...last } = search(best, MOST_ITERATIONS)
  evaluations += last.evaluations
  const some = takeTargets(targets, order.slice(0, rows))
  const likelihood = logMarginalLikelihood(workspace, settings.kernel, x, some, null)
  return {
    covariance: covarianceAt(settings.kernel, points.columns.length, x),
    search: { logMarginalLikelihood: likelihood, rows, evaluations, hasConverged },
  }
}

function startsOf(p: number, { starts, hasLinear, generator }: SearchSettings): LogHyperparameters[] {
  if (typeof starts !== 'number') return [logsOf(starts)]
  return Array.from({ length: starts }, (_, number) =>
    number === 0 ? firstStart(p, hasLinear) : drawStart(p, hasLinear, generator.stream(number)),
  )
}

/** Loads the rows, and returns the search from a start. */
function posteriorSearch(
  workspace: CovarianceWorkspace,
  points: FeatureMatrix,
  targets: Float64Array,
  { kernel, hasLinear }: SearchSettings,
  rows: Uint32Array,
): (start: LogHyperparameters, maxIterations: number) => BfgsMinimum {
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
  const options = { ...hyperparameterBounds(p, hasLinear), ...tolerances }
  return (start, maxIterations) => minimiseBounded(negativeLogPosterior, start, { ...options, maxIterations })
}

function takeTargets(targets: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => targets[row]!)
}
