/**
 * What each feature adds to each prediction: prediction of output k of row i = base[k] + Σ over features of its values.
 * Plain data; parts of the rows can be made apart.
 */
export interface ShapValues {
  readonly rows: number
  readonly features: number
  readonly outputs: number
  /** outputs × rows × features: the values of one output stand together, row by row. */
  readonly values: Float64Array
  /** outputs. */
  readonly base: Float64Array
}

/**
 * Shapley interaction values: the SHAP value of a feature of a row, divided into what it adds by itself (diagonal) and half of what
 * it adds together with each other feature. Each p × p matrix is symmetric, and its rows sum to the SHAP values.
 */
export interface ShapInteractions extends ShapValues {
  /** outputs × rows × features × features. */
  readonly interactions: Float64Array
}

/** The values of one output, rows × features, without copying. */
export function shapOfOutput(shap: ShapValues, output: number): Float64Array {
  const size = shap.rows * shap.features
  return shap.values.subarray(output * size, (output + 1) * size)
}
