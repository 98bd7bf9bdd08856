import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { type InputScaling, inputScaling, moments, standardInputs } from './standard-inputs.ts'

/** Rows and target in the units that the hyperparameters are in. */
export interface StandardProblem extends InputScaling {
  readonly points: FeatureMatrix
  readonly targets: Float64Array
  readonly targetMean: number
  /** Standard deviation, or 1 where the target is constant. */
  readonly targetScale: number
}

/** The factor, its inverse and their workspace take 1.1 GB. */
const MOST_ROWS = 8192

/** @throws RangeError for no row or more than 8192, and for a value that is not finite */
export function standardProblem(matrix: FeatureMatrix, target: Float64Array): StandardProblem {
  const { rows, levels } = matrix
  if (target.length !== rows) throw new RangeError(`${rows} rows have ${target.length} targets`)
  if (rows < 1 || rows > MOST_ROWS) throw new RangeError(`a Gaussian process takes 1 to ${MOST_ROWS} rows, got ${rows}`)
  const row = target.findIndex((value) => !Number.isFinite(value))
  if (row !== -1) throw new RangeError(`the target of row ${row} is ${target[row]}`)
  const scaling = inputScaling(matrix)
  const { mean, deviation } = moments(target)
  const targetScale = deviation > 0 ? deviation : 1
  return {
    ...scaling,
    points: { rows, columns: standardInputs(matrix, scaling), levels },
    targets: target.map((value) => (value - mean) / targetScale),
    targetMean: mean,
    targetScale,
  }
}
