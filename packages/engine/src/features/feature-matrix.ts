/**
 * What every learner is fitted on and predicts from: n rows of p features, column by column.
 *
 * A category is coded 0 … levels − 1. NaN is a missing value, of a category also one that was not seen in fitting.
 */
export interface FeatureMatrix {
  readonly rows: number
  /** p columns of n values. */
  readonly columns: readonly Float64Array[]
  /** p: 0 for a number, else the number of levels of the category. */
  readonly levels: Int32Array
}

/** A matrix of numbers only. */
export function numericMatrix(columns: readonly Float64Array[]): FeatureMatrix {
  return { rows: columns[0]?.length ?? 0, columns, levels: new Int32Array(columns.length) }
}

/** The given rows, in the given order; a row may be taken more than once. Cost: rows × p. */
export function takeRows(matrix: FeatureMatrix, rows: ArrayLike<number>): FeatureMatrix {
  const columns = matrix.columns.map((column) => {
    const taken = new Float64Array(rows.length)
    for (let i = 0; i < taken.length; i++) taken[i] = column[rows[i]!]!
    return taken
  })
  return { rows: rows.length, columns, levels: matrix.levels }
}

/** The given features of all rows, in the given order; the columns are shared, not copied. */
export function takeFeatures(matrix: FeatureMatrix, features: ArrayLike<number>): FeatureMatrix {
  const taken = Array.from(features)
  return {
    rows: matrix.rows,
    columns: taken.map((feature) => matrix.columns[feature]!),
    levels: Int32Array.from(taken, (feature) => matrix.levels[feature]!),
  }
}
