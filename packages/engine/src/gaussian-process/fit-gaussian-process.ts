import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import { conditionOn } from './condition-gaussian-process.ts'
import type { Covariance, CovarianceKernel } from './covariance.ts'
import type { GaussianProcess } from './gaussian-process.ts'
import { freeWorkspace } from './loaded-workspace.ts'
import { searchHyperparameters } from './search-hyperparameters.ts'
import { standardProblem } from './standard-problem.ts'

export interface GaussianProcessOptions {
  /** Default Matérn 5/2. */
  readonly kernel?: CovarianceKernel
  /** A linear part in the covariance; 'auto', the default, adds one where the log marginal likelihood gains 1.5 by it. */
  readonly linear?: boolean | 'auto'
  /** Starts of the search for hyperparameters, the first one fixed and the others drawn: default 5. */
  readonly starts?: number
  /** Of the starts, and of the subset: default 0. */
  readonly seed?: number
  /** The search runs on a random subset of so many rows, where there are more: default 500. The fit has all rows in any case. */
  readonly searchRows?: number
  /** Hyperparameters to start from in place of `starts` and `linear`, such as those of the same features on other folds. */
  readonly start?: Covariance
}

/**
 * A Gaussian process with the hyperparameters of the highest posterior density: log marginal likelihood and weak priors.
 *
 * Numbers and target are standardised inside, so that a constant mean stands for the target's. A category that is NaN is a
 * level of its own. Rows that are equal in all features are fine: the noise has a floor (`NOISE_FLOOR`), and is raised
 * tenfold for as long as the covariance is not positive definite to rounding; the process has the noise that was used.
 *
 * @param target  n finite values
 * @throws RangeError for no row or more than 8192, a number of a feature that is not finite (the caller fills missing
 *   ones), a target that is not finite
 *
 * Cost: some hundred times s³ for the search on s ≤ `searchRows` rows, and n³/3. 0.6 s at n = 500, p = 8.
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 2.2 and 5.4.
 */
export function fitGaussianProcess(
  matrix: FeatureMatrix,
  target: Float64Array,
  options: GaussianProcessOptions = {},
): GaussianProcess {
  const problem = standardProblem(matrix, target)
  const { covariance, search } = searchHyperparameters(freeWorkspace(), problem.points, problem.targets, {
    kernel: options.kernel ?? options.start?.kernel ?? 'matern52',
    linear: options.linear ?? 'auto',
    starts: options.start ?? options.starts ?? 5,
    searchRows: options.searchRows ?? 500,
    generator: seededGenerator(options.seed ?? 0),
  })
  return conditionOn(problem, covariance, search)
}
