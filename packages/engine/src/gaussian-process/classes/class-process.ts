import type { GaussianProcess } from '../gaussian-process.ts'

/**
 * A Gaussian process of two classes by Laplace's approximation. The mean of the latent score at x is k(x, inputs)·weights, the weights being
 * the gradient of the log likelihood at the mode; targets are 1 and 0. Plain data.
 */
export interface ClassProcess {
  readonly process: GaussianProcess
  /** n: shares · (1 − shares) at the mode. */
  readonly curvature: Float64Array
}
