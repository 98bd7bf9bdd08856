import type { FeatureMatrix } from '../features/feature-matrix.ts'
import type { GaussianProcess } from './gaussian-process.ts'
import { factorisedWorkspaceOf, workspaceOf } from './loaded-workspace.ts'
import { standardInputs } from './standard-inputs.ts'

/** In the units of the target and their square. */
export interface GaussianPrediction {
  readonly mean: Float64Array
  /** Of the noiseless response. */
  readonly latentVariance: Float64Array
  /** Of a new measurement: noise included. */
  readonly variance: Float64Array
}

/**
 * Mean and variance at the rows of a matrix with the features of the fit. A category that is NaN differs from all levels
 * (or is the level of missing ones, where the fit had them).
 *
 * @throws RangeError for a number that is not finite, or other features than those of the fit
 *
 * Cost: n² + n·p a row; the first call on a process, or on another than before, n³/3 more.
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 2.25 and 2.26.
 */
export function predictGaussianProcess(process: GaussianProcess, matrix: FeatureMatrix): GaussianPrediction {
  const points = newPoints(process, matrix)
  const standard = new Float64Array(matrix.rows)
  const reductions = new Float64Array(matrix.rows)
  factorisedWorkspaceOf(process).meansAndReductions(points, standard, reductions)
  const mean = new Float64Array(matrix.rows)
  const latentVariance = new Float64Array(matrix.rows)
  const variance = new Float64Array(matrix.rows)
  const { targetMean, targetScale, noiseVariance } = process
  for (let i = 0; i < matrix.rows; i++) {
    mean[i] = targetMean + targetScale * standard[i]!
    const latent = Math.max(0, priorVariance(process, points.columns, i) - reductions[i]!)
    latentVariance[i] = targetScale ** 2 * latent
    variance[i] = targetScale ** 2 * (latent + noiseVariance)
  }
  return { mean, latentVariance, variance }
}

/** The means alone, into `out`. Cost: n·p a row, and no factor. Errors as of `predictGaussianProcess`. */
export function predictGaussianMeans(process: GaussianProcess, matrix: FeatureMatrix, out: Float64Array): void {
  workspaceOf(process).means(newPoints(process, matrix), out)
  for (let i = 0; i < matrix.rows; i++) out[i] = process.targetMean + process.targetScale * out[i]!
}

function newPoints(process: GaussianProcess, matrix: FeatureMatrix): FeatureMatrix {
  const { levels } = process
  if (matrix.columns.length !== levels.length || levels.some((count, j) => matrix.levels[j] !== count)) {
    throw new RangeError(`the matrix has not the ${levels.length} features of the process, in their order`)
  }
  return { rows: matrix.rows, columns: standardInputs(matrix, process), levels }
}

/** k(x, x). */
function priorVariance(process: GaussianProcess, columns: readonly Float64Array[], row: number): number {
  const { signalVariance, linearVariance, levels } = process
  if (linearVariance === 0) return signalVariance
  let product = 0
  for (let j = 0; j < columns.length; j++) product += levels[j] === 0 ? columns[j]![row]! ** 2 : 1
  return signalVariance + linearVariance * product
}
