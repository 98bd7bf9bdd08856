import type { Covariance } from './covariance.ts'
import type { InputScaling } from './standard-inputs.ts'

/**
 * A fitted Gaussian process: plain data, from which everything else follows.
 *
 * The target is standardised: y = targetMean + targetScale · f(x) + noise, and the variances of the covariance are those of
 * the standardised target. The mean at x is k(x, inputs)·weights; the factor that variances need is computed again where it is.
 */
export interface GaussianProcess extends Covariance, InputScaling {
  /** p: 0 for a number, else the number of levels of the category. */
  readonly levels: Int32Array
  /** p columns of n: standardised numbers, codes of categories (`standardInputs`). */
  readonly inputs: readonly Float64Array[]
  /** n, standardised. */
  readonly targets: Float64Array
  /** n: (K + noise·I)⁻¹·targets. */
  readonly weights: Float64Array
  readonly targetMean: number
  readonly targetScale: number
  /** Null where the hyperparameters were given. */
  readonly search: HyperparameterSearch | null
}

/** How the hyperparameters were found. */
export interface HyperparameterSearch {
  /** Of the standardised target, over the rows that the search used, without the priors. */
  readonly logMarginalLikelihood: number
  /** All n, or the size of the subset. */
  readonly rows: number
  readonly evaluations: number
  /** False where the search was ended before its gradient vanished. */
  readonly hasConverged: boolean
}
