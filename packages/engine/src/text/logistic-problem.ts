import type { SparseMatrix } from './sparse-matrix.ts'

export interface LogisticProblem {
  readonly matrix: SparseMatrix
  /** A class 0 … classes − 1 for each row. */
  readonly target: Int32Array
  /** 2 at least. */
  readonly classes: number
  /** What the rows' losses weigh against the penalty: the inverse of its strength. */
  readonly cost: number
  /** One a row; left out: 1. */
  readonly weights?: Float64Array
}

/** A linear score for each output: two classes have one, whose logistic is the share of the second; others one each, for a softmax. */
export interface SparseLogistic {
  readonly outputs: number
  /** outputs × width, output by output. */
  readonly coefficients: Float64Array
  /** One an output. */
  readonly intercepts: Float64Array
  readonly iterations: number
  /** False: stopped before the gradient was small enough. */
  readonly hasConverged: boolean
}
