import type { FeatureMatrix } from '../features/feature-matrix.ts'
import type { Covariance } from './covariance.ts'
import type { CovarianceWorkspace } from './covariance-workspace.ts'
import type { GaussianProcess, HyperparameterSearch } from './gaussian-process.ts'
import { NOISE_FLOOR } from './hyperparameters.ts'
import { freeWorkspace } from './loaded-workspace.ts'
import { type StandardProblem, standardProblem } from './standard-problem.ts'

/**
 * The Gaussian process of these rows at given hyperparameters, such as those of a fit on most of the same rows.
 *
 * @param covariance  its variances are those of the target standardised, its length scales of the numbers standardised
 * @throws RangeError as `fitGaussianProcess`, and if the hyperparameters are not one length scale a feature and finite
 *
 * Cost: n³/3.
 */
export function conditionGaussianProcess(
  matrix: FeatureMatrix,
  target: Float64Array,
  covariance: Covariance,
): GaussianProcess {
  if (covariance.lengthScales.length !== matrix.columns.length) {
    throw new RangeError(`${matrix.columns.length} features have ${covariance.lengthScales.length} length scales`)
  }
  return conditionOn(standardProblem(matrix, target), covariance, null)
}

/** @param search  null: none, the hyperparameters were given */
export function conditionOn(
  problem: StandardProblem,
  covariance: Covariance,
  search: HyperparameterSearch | null,
): GaussianProcess {
  const { points, targets } = problem
  const workspace = freeWorkspace()
  workspace.load(points)
  const { kernel, lengthScales, signalVariance, linearVariance, noiseVariance } = factoriseWithNoise(
    workspace,
    covariance,
  )
  return {
    kernel,
    lengthScales,
    signalVariance,
    linearVariance,
    noiseVariance,
    centers: problem.centers,
    scales: problem.scales,
    levels: points.levels,
    inputs: points.columns,
    targets,
    weights: workspace.solve(targets),
    targetMean: problem.targetMean,
    targetScale: problem.targetScale,
    search,
  }
}

function factoriseWithNoise(workspace: CovarianceWorkspace, covariance: Covariance): Covariance {
  for (let noiseVariance = covariance.noiseVariance; noiseVariance < 1e6; noiseVariance *= 10) {
    const noisier = { ...covariance, noiseVariance }
    workspace.setCovariance(noisier)
    if (workspace.factorise()) return noisier
    if (noiseVariance === 0) noiseVariance = NOISE_FLOOR / 10
  }
  throw new RangeError('the covariance is not positive definite with any noise: its hyperparameters are not finite')
}
