import type { FeatureMatrix } from '../features/feature-matrix.ts'

/** Any model: from rows to one number each. It keeps neither the matrix nor the array it gives. */
export type PredictionFunction = (matrix: FeatureMatrix) => Float64Array

/** The same rows with other values of one feature. */
export function withColumn(matrix: FeatureMatrix, feature: number, column: Float64Array): FeatureMatrix {
  return { ...matrix, columns: matrix.columns.map((own, j) => (j === feature ? column : own)) }
}

/** The same rows with one feature set to one value. */
export function withValue(matrix: FeatureMatrix, feature: number, value: number): FeatureMatrix {
  return withColumn(matrix, feature, new Float64Array(matrix.rows).fill(value))
}

/** Mean of n values, added in order. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

/** Standard deviation of n values with n − 1 in the denominator; NaN below two. */
export function deviationOf(values: ArrayLike<number>): number {
  const mean = meanOf(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i]! - mean) ** 2
  return values.length < 2 ? Number.NaN : Math.sqrt(sum / (values.length - 1))
}

export function checkFeature(matrix: FeatureMatrix, feature: number): void {
  if (!Number.isInteger(feature) || feature < 0 || feature >= matrix.columns.length) {
    throw new RangeError(`${feature} is not one of ${matrix.columns.length} features`)
  }
}
