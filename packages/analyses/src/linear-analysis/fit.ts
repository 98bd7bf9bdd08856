import {
  type BlockMoments,
  blockMoments,
  fitLeastSquares,
  fitPenalised,
  type LeastSquaresFit,
  linearPredictor,
  type PenalisedFit,
  type PenalisedMethod,
  type PenalisedOptions,
} from '@zerosec/engine'
import type { Model } from './model.ts'
import type { LinearParameters } from './parameters.ts'
import type { Partition } from './partition.ts'

/** The reported model, fitted on all usable rows. */
export interface Fit {
  readonly method: LinearParameters['method']
  /** p in natural units; 0 for columns that the data can't tell apart or the method leaves out. */
  readonly coefficients: Float64Array
  readonly fitted: Float64Array
  readonly residuals: Float64Array
  readonly leastSquares: LeastSquaresFit | null
  readonly penalised: PenalisedFit | null
}

/** The folds that a penalty is chosen on are at most this many; more only cost time. */
const MAX_PENALTY_FOLDS = 10

/** The folds are read to choose a penalty only. */
export function fitModel(
  model: Model,
  response: Float64Array,
  { folds, foldOf }: Pick<Partition, 'folds' | 'foldOf'>,
  parameters: LinearParameters,
): Fit {
  const { method } = parameters
  if (method === 'ols') {
    const leastSquares = leastSquaresOn(model.matrix, response, model)
    const { coefficients, fitted, residuals } = leastSquares
    return { method, coefficients, fitted, residuals, leastSquares, penalised: null }
  }
  const moments = momentsOf(model, model.matrix, response, foldOf, folds)
  const blocks = Array.from({ length: folds }, (_, block) => block)
  const penalised = fitPenalised(moments, blocks, penaltyFolds(blocks), penaltyOptions(method, parameters))
  const coefficients = allCoefficients(model, penalised)
  const fitted = linearPredictor(model.matrix, coefficients)
  return {
    method,
    coefficients,
    fitted,
    residuals: response.map((value, i) => value - fitted[i]!),
    leastSquares: null,
    penalised,
  }
}

export function leastSquaresOn(matrix: Float64Array, response: Float64Array, model: Model): LeastSquaresFit {
  return fitLeastSquares({
    x: matrix,
    y: response,
    rows: response.length,
    columns: model.columns.length,
    hasIntercept: model.terms.intercept,
  })
}

/** The intercept's column stays in: it does not vary, so it takes no part, and columns keep their places. */
export function momentsOf(
  model: Model,
  matrix: Float64Array,
  response: Float64Array,
  blockOf: Int32Array,
  blocks: number,
): BlockMoments {
  return blockMoments(matrix, response, model.columns.length, blockOf, blocks, model.terms.intercept)
}

export function allCoefficients(model: Model, fit: PenalisedFit): Float64Array {
  const coefficients = fit.coefficients.slice()
  if (model.terms.intercept) coefficients[0] = fit.intercept
  return coefficients
}

/** Blocks dealt into at most ten groups. */
export function penaltyFolds(blocks: readonly number[]): number[][] {
  const groups = Math.min(MAX_PENALTY_FOLDS, blocks.length)
  return Array.from({ length: groups }, (_, group) => blocks.filter((_block, index) => index % groups === group))
}

export function penaltyOptions(method: PenalisedMethod, parameters: LinearParameters): PenalisedOptions {
  const automatic = method === 'ridge' ? 'minimum' : 'one_standard_error'
  const rule = parameters.penalty_rule === 'automatic' ? automatic : parameters.penalty_rule
  return { method, rule, standardize: parameters.standardize }
}
