export interface LeastSquaresInput {
  /** n × p row-major model matrix, the intercept's column included if there is one. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly rows: number
  readonly columns: number
  /** Total sum of squares about the mean if true, else about zero. */
  readonly hasIntercept: boolean
}

/** A column that is a linear combination of earlier kept ones: x[column] = Σ weight · x[combination.column]. */
export interface AliasedColumn {
  readonly column: number
  /** Empty for a column of zeros. */
  readonly combination: readonly { readonly column: number; readonly weight: number }[]
}

/** What the ways of solving the normal equations yield, in the data's units; k counts the kept columns. */
export interface NormalSolution {
  readonly kept: Int32Array
  readonly aliased: readonly AliasedColumn[]
  /** rank × rank row-major R, rank effects Qᵀy, rank coefficients, rank × rank (XᵀX)⁻¹. */
  readonly factor: Float64Array
  readonly effects: Float64Array
  readonly coefficients: Float64Array
  readonly covariance: Float64Array
  readonly residuals: Float64Array
  readonly leverage: Float64Array
}
