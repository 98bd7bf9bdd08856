import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { fitLogistic } from '../linear/logistic/fit-logistic.ts'
import { type LinearTerms, termColumns, termMatrix } from './fit-linear-columns.ts'
import type { LogisticPredictor } from './predictor.ts'

/** Shares are settled to some 1e-4 of the largest gradient: a penalty that is chosen by cross-validation is known less well. */
const TOLERANCE = 1e-4

export interface LogisticColumnsOptions {
  readonly terms: LinearTerms
  /** λ of ½ λ Σ coefficients²; 1/C of scikit-learn. */
  readonly penalty: number
}

/**
 * Logistic regression with a ridge penalty on standardised numbers and levels of categories.
 *
 * @param matrix   without missing values
 * @param target   n: 0 … classes − 1
 * @param weights  n; null: every row counts once
 */
export function fitLogisticColumns(
  matrix: FeatureMatrix,
  target: Float64Array,
  classes: number,
  weights: Float64Array | null,
  { terms, penalty }: LogisticColumnsOptions,
): LogisticPredictor {
  const columns = termColumns(matrix, terms)
  const width = columns.length
  const problem = {
    rows: matrix.rows,
    columns: width,
    design: termMatrix(columns, matrix),
    target,
    classes,
    weights,
    penalty,
  }
  const { intercepts, coefficients } = fitLogistic(problem, { tolerance: TOLERANCE })
  return {
    kind: 'logistic',
    scores: Array.from(intercepts, (intercept, k) => ({
      intercept,
      coefficients: coefficients.slice(k * width, (k + 1) * width),
      columns,
    })),
  }
}
