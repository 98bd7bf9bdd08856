import type { CovarianceKernel } from './covariance.ts'
import type { CovarianceWorkspace } from './covariance-workspace.ts'
import { covarianceAt, type LogHyperparameters } from './hyperparameters.ts'

/**
 * Log marginal likelihood of the standardised targets of the loaded points.
 *
 * @param gradient  overwritten by the derivatives to the logarithms; null leaves the inverse and them out
 * @returns −Infinity where the covariance is not positive definite to rounding
 *
 * Cost: n³ (n³/3 without gradient). Source: Rasmussen & Williams, 2.30 and 5.9.
 */
export function logMarginalLikelihood(
  workspace: CovarianceWorkspace,
  kernel: CovarianceKernel,
  logs: LogHyperparameters,
  targets: Float64Array,
  gradient: Float64Array | null,
): number {
  workspace.setCovariance(covarianceAt(kernel, workspace.features, logs))
  if (!workspace.factorise()) return -Infinity
  const weights = workspace.solve(targets)
  let fit = 0
  for (let i = 0; i < targets.length; i++) fit += targets[i]! * weights[i]!
  const value = -(fit + workspace.logDeterminant() + targets.length * Math.log(2 * Math.PI)) / 2
  if (gradient) {
    workspace.invert()
    workspace.gradient(gradient)
  }
  return value
}
