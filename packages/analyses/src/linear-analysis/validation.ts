import { fitPenalised, type LeastSquaresFit, linearPredictor, r2Score, rootMeanSquaredError } from '@zerosec/engine'
import { allCoefficients, leastSquaresOn, momentsOf, penaltyFolds, penaltyOptions } from './fit.ts'
import type { Model } from './model.ts'
import type { LinearParameters } from './parameters.ts'

/** How well rows were predicted by models that never saw them. */
export interface Validation {
  /** n: NaN for a row that was not predicted. */
  readonly predicted: Float64Array
  /** Rows whose prediction the other rows can't give: a level or direction that occurs in no other fold. */
  readonly unpredictable: readonly number[]
  readonly rmse: number | null
  /** 1 − Σ(y − ŷ)² / Σ(y − ȳ)² over the predicted rows. */
  readonly r2: number | null
}

/** A column is a combination of others on the training rows, but not on this row: relative to the size of its parts. */
const ESTIMABLE = 1e-7

/**
 * Each fold predicted from the others; coding, standardisation and penalties are found within the training rows.
 *
 * @param foldOf  n: the fold of each row
 */
export function crossValidate(
  model: Model,
  response: Float64Array,
  foldOf: Int32Array,
  folds: number,
  parameters: LinearParameters,
): Validation {
  const predicted = new Float64Array(model.rows).fill(NaN)
  const all = Array.from({ length: model.rows }, (_, i) => i)
  const predictFold = foldPredictor(model, response, foldOf, folds, parameters)
  for (let fold = 0; fold < folds; fold++) {
    const test = all.filter((i) => foldOf[i] === fold)
    const training = all.filter((i) => foldOf[i] !== fold)
    const values = predictFold(fold, training, test)
    test.forEach((row, k) => {
      predicted[row] = values[k]!
    })
  }
  return validation(predicted, response, all)
}

/**
 * The rows of `test` predicted from the others.
 *
 * @param trainingFolds  n: the fold of each row among the training rows; read for training rows only
 */
export function validateHeldOut(
  model: Model,
  response: Float64Array,
  test: readonly number[],
  trainingFolds: Int32Array,
  folds: number,
  parameters: LinearParameters,
): Validation {
  const isTest = new Set(test)
  const training = Array.from({ length: model.rows }, (_, i) => i).filter((i) => !isTest.has(i))
  const predicted = new Float64Array(model.rows).fill(NaN)
  const values =
    parameters.method === 'ols'
      ? predictByLeastSquares(model, response, training, test)
      : predictHeldOutPenalised(model, response, training, test, trainingFolds, folds, parameters)
  test.forEach((row, k) => {
    predicted[row] = values[k]!
  })
  return validation(predicted, response, test)
}

type FoldPredictor = (fold: number, training: readonly number[], test: readonly number[]) => Float64Array

function foldPredictor(
  model: Model,
  response: Float64Array,
  foldOf: Int32Array,
  folds: number,
  parameters: LinearParameters,
): FoldPredictor {
  const { method } = parameters
  if (method === 'ols') return (_fold, training, test) => predictByLeastSquares(model, response, training, test)
  // with two or three folds too few are left to choose a penalty on: each is split further
  const parts = folds < 4 ? 3 : 1
  const seen = new Int32Array(folds)
  const blockOf = foldOf.map((fold) => fold * parts + (seen[fold]!++ % parts))
  const moments = momentsOf(model, model.matrix, response, blockOf, folds * parts)
  const blocks = Array.from({ length: folds * parts }, (_, block) => block).filter(
    (block) => moments.counts[block]! > 0,
  )
  return (fold, _training, test) => {
    const training = blocks.filter((block) => Math.floor(block / parts) !== fold)
    if (training.length < 2) return new Float64Array(test.length).fill(NaN)
    const fit = fitPenalised(moments, training, penaltyFolds(training), penaltyOptions(method, parameters))
    return linearPredictor(rowsOf(model, test), allCoefficients(model, fit))
  }
}

function predictHeldOutPenalised(
  model: Model,
  response: Float64Array,
  training: readonly number[],
  test: readonly number[],
  trainingFolds: Int32Array,
  folds: number,
  parameters: LinearParameters,
): Float64Array {
  if (parameters.method === 'ols') throw new RangeError('least squares has no penalty')
  const blockOf = Int32Array.from(training, (i) => trainingFolds[i]!)
  const moments = momentsOf(model, rowsOf(model, training), valuesOf(response, training), blockOf, folds)
  const blocks = Array.from({ length: folds }, (_, block) => block).filter((block) => moments.counts[block]! > 0)
  if (blocks.length < 2) return new Float64Array(test.length).fill(NaN)
  const fit = fitPenalised(moments, blocks, penaltyFolds(blocks), penaltyOptions(parameters.method, parameters))
  return linearPredictor(rowsOf(model, test), allCoefficients(model, fit))
}

function predictByLeastSquares(
  model: Model,
  response: Float64Array,
  training: readonly number[],
  test: readonly number[],
): Float64Array {
  if (training.length < model.columns.length) return new Float64Array(test.length).fill(NaN)
  const fit = leastSquaresOn(rowsOf(model, training), valuesOf(response, training), model)
  const matrix = rowsOf(model, test)
  const predicted = linearPredictor(matrix, fit.coefficients)
  return predicted.map((value, k) => (isEstimable(matrix, k, fit) ? value : NaN))
}

/** Whether every combination that ties columns on the training rows also holds on row k. */
function isEstimable(matrix: Float64Array, k: number, fit: LeastSquaresFit): boolean {
  const at = k * fit.columns
  return fit.aliased.every(({ column, combination }) => {
    let difference = matrix[at + column]!
    let size = Math.abs(difference)
    for (const part of combination) {
      const value = part.weight * matrix[at + part.column]!
      difference -= value
      size += Math.abs(value)
    }
    return Math.abs(difference) <= ESTIMABLE * size
  })
}

function validation(predicted: Float64Array, response: Float64Array, rows: readonly number[]): Validation {
  const measured = rows.filter((i) => !Number.isNaN(predicted[i]!))
  const unpredictable = rows.filter((i) => Number.isNaN(predicted[i]!))
  if (measured.length === 0) return { predicted, unpredictable, rmse: null, r2: null }
  const actual = valuesOf(response, measured)
  const values = valuesOf(predicted, measured)
  return { predicted, unpredictable, rmse: rootMeanSquaredError(actual, values), r2: r2Score(actual, values) }
}

function rowsOf(model: Model, rows: readonly number[]): Float64Array {
  const width = model.columns.length
  const part = new Float64Array(rows.length * width)
  rows.forEach((row, k) => {
    part.set(model.matrix.subarray(row * width, (row + 1) * width), k * width)
  })
  return part
}

function valuesOf(values: Float64Array, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (i) => values[i]!)
}
