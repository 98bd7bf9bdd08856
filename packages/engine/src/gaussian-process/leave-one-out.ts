import type { GaussianProcess } from './gaussian-process.ts'
import { freeWorkspace } from './loaded-workspace.ts'

export interface LeaveOneOut {
  /** n, in the units of the target: what the other n − 1 rows predict, at the same hyperparameters. */
  readonly mean: Float64Array
  /** n: of a new measurement, noise included. */
  readonly variance: Float64Array
  /** Σ of the log density of each target under its own prediction: the score of the kernel, higher is better. */
  readonly logPredictive: number
}

/**
 * Predictions of every row without it, in closed form.
 *
 * They forget the row in the weights, but not in the hyperparameters or the standardisation: a little optimistic.
 *
 * Cost: n³. Source: Rasmussen & Williams, 5.10 to 5.12.
 */
export function leaveOneOut(process: GaussianProcess): LeaveOneOut {
  const { inputs, levels, targets, weights, targetMean, targetScale } = process
  const n = targets.length
  const workspace = freeWorkspace()
  workspace.load({ rows: n, columns: inputs, levels })
  workspace.setCovariance(process)
  if (!workspace.factorise())
    throw new RangeError('the covariance of the process is not positive definite: it was not fitted')
  workspace.invert()
  const precisions = workspace.inverseDiagonal()
  const mean = new Float64Array(n)
  const variance = new Float64Array(n)
  let logPredictive = 0
  for (let i = 0; i < n; i++) {
    const residual = weights[i]! / precisions[i]!
    mean[i] = targetMean + targetScale * (targets[i]! - residual)
    variance[i] = targetScale ** 2 / precisions[i]!
    logPredictive -= (Math.log(2 * Math.PI * variance[i]!) + residual * residual * precisions[i]!) / 2
  }
  return { mean, variance, logPredictive }
}
