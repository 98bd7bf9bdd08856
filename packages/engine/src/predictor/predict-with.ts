import { calibrate } from '../classify/calibration.ts'
import { type FeatureMatrix, takeFeatures } from '../features/feature-matrix.ts'
import { predictClassProcess } from '../gaussian-process/classes/predict-class-process.ts'
import { predictGaussianMeans } from '../gaussian-process/predict-gaussian-process.ts'
import { predictNeighbours } from '../neighbours/predict-neighbours.ts'
import { invertTransform } from '../transforms/target-transform.ts'
import { predictRaw } from '../trees/predict/predict-raw.ts'
import { fillMissing } from './fill-missing.ts'
import { predictLinearColumns } from './linear-columns.ts'
import { applyLink } from './link.ts'
import {
  type BlendPredictor,
  type GaussianClassesPredictor,
  type LogisticPredictor,
  outputsOf,
  type Predictor,
} from './predictor.ts'

/**
 * Predictions of every row.
 *
 * @returns outputs × n, output by output; NaN where a value is missing that the predictor needs
 * @throws RangeError if the matrix has other features than those of the fit, or the members of a blend have other outputs
 */
export function predictWith(predictor: Predictor, matrix: FeatureMatrix): Float64Array {
  switch (predictor.kind) {
    case 'mean':
      return new Float64Array(matrix.rows).fill(predictor.value)
    case 'linear': {
      const predicted = new Float64Array(matrix.rows)
      predictLinearColumns(predictor.linear, matrix, predicted)
      return predicted
    }
    case 'logistic':
      return logisticShares(predictor, matrix)
    case 'trees':
      return applyLink(predictor.link, predictRaw(predictor.ensemble, matrix), matrix.rows)
    case 'gaussian_process': {
      const predicted = new Float64Array(matrix.rows)
      predictGaussianMeans(predictor.process, matrix, predicted)
      return predicted
    }
    case 'gaussian_classes':
      return gaussianShares(predictor, matrix)
    case 'neighbours':
      return predictNeighbours(predictor.neighbours, matrix)
    case 'selected':
      return predictWith(predictor.predictor, takeFeatures(matrix, predictor.features))
    case 'filled':
      return predictWith(predictor.predictor, fillMissing(matrix, predictor.fill))
    case 'transformed':
      return invertTransform(predictor.transform, predictWith(predictor.predictor, matrix)).values
    case 'blend':
      return blended(predictor, matrix)
    case 'calibrated':
      return calibrate(predictor.calibration, predictWith(predictor.predictor, matrix), matrix.rows)
  }
}

function logisticShares({ scores }: LogisticPredictor, matrix: FeatureMatrix): Float64Array {
  const { rows } = matrix
  const out = new Float64Array(scores.length * rows)
  scores.forEach((linear, k) => {
    predictLinearColumns(linear, matrix, out.subarray(k * rows, (k + 1) * rows))
  })
  return applyLink(scores.length === 1 ? 'logistic' : 'softmax', out, rows)
}

function gaussianShares({ processes }: GaussianClassesPredictor, matrix: FeatureMatrix): Float64Array {
  const { rows } = matrix
  const shares = new Float64Array(processes.length * rows)
  processes.forEach((process, k) => {
    shares.set(predictClassProcess(process, matrix), k * rows)
  })
  return calibrate({ kind: 'none' }, shares, rows)
}

function blended({ intercept, members }: BlendPredictor, matrix: FeatureMatrix): Float64Array {
  const outputs = members.length > 0 ? outputsOf(members[0]!.predictor) : 1
  const sum = new Float64Array(outputs * matrix.rows).fill(intercept)
  for (const { weight, predictor } of members) {
    const predicted = predictWith(predictor, matrix)
    if (predicted.length !== sum.length) throw new RangeError('the members of a blend have the same outputs')
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * predicted[i]!
  }
  return sum
}
