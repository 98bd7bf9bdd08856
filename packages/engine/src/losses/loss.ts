/** How a raw score becomes a prediction. */
export type Link = 'identity' | 'exp' | 'logistic' | 'softmax'

/**
 * What boosting minimises. Targets are numbers; 0 and 1 for logistic, class numbers for softmax. A weight of a row counts it that
 * often.
 */
export type Loss =
  | { readonly kind: 'squared' }
  | { readonly kind: 'absolute' }
  /** Squared up to delta, linear beyond. */
  | { readonly kind: 'huber'; readonly delta: number }
  /** Predicts the quantile of this level. */
  | { readonly kind: 'quantile'; readonly level: number }
  | { readonly kind: 'poisson' }
  /** 1 < power < 2: between Poisson and gamma. */
  | { readonly kind: 'tweedie'; readonly power: number }
  | { readonly kind: 'logistic' }
  | { readonly kind: 'softmax'; readonly classes: number }

export interface LossFunction {
  readonly link: Link
  readonly outputs: number
  /** Every hessian is 1 where rows have no weights: then Σ hessian counts rows. */
  readonly hasUnitHessian: boolean
  /** outputs: the constant scores with the least loss. */
  initialScores(target: Float64Array, weights: Float64Array | null): Float64Array
  /**
   * First and second derivatives of each row's loss by its score of one output.
   *
   * @param scores     outputs × n, output by output
   * @param gradients  n pairs (gradient, hessian), overwritten
   */
  gradients(output: number, scores: Float64Array, target: Float64Array, gradients: Float32Array): void
  /** The best constant to add in a leaf, from target − score of its rows; left out where the Newton step is it. */
  readonly renewLeaf?: (residuals: Float64Array, weights: Float64Array | null) => number
}
