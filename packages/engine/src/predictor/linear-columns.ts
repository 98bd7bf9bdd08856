import type { FeatureMatrix } from '../features/feature-matrix.ts'

/**
 * A linear model on columns that are products of pieces of features: intercept + Σⱼ coefficientsⱼ · Π pieces of column j. Plain data.
 */
export interface LinearColumns {
  readonly intercept: number
  /** One for each column. */
  readonly coefficients: Float64Array
  readonly columns: readonly (readonly FeaturePiece[])[]
}

/**
 * A piece of a column as a function of one feature. power: ((value − center) / scale)^power. function: natural logarithm or
 * exponential. level: the code of the category's level.
 */
export type FeaturePiece =
  | {
      readonly kind: 'power'
      readonly feature: number
      readonly power: number
      readonly center: number
      readonly scale: number
    }
  | { readonly kind: 'function'; readonly feature: number; readonly function: 'log' | 'exp' }
  | { readonly kind: 'level'; readonly feature: number; readonly codes: readonly number[] }

/**
 * @param out  n: the predictions; NaN where a feature that is asked for is missing
 *
 * Cost: n multiplications a piece.
 */
export function predictLinearColumns(linear: LinearColumns, matrix: FeatureMatrix, out: Float64Array): void {
  const { rows } = matrix
  out.fill(linear.intercept, 0, rows)
  const product = new Float64Array(rows)
  linear.columns.forEach((pieces, j) => {
    product.fill(linear.coefficients[j]!)
    for (const piece of pieces) multiplyByPiece(product, piece, matrix.columns[piece.feature]!)
    for (let i = 0; i < rows; i++) out[i]! += product[i]!
  })
}

function multiplyByPiece(product: Float64Array, piece: FeaturePiece, values: Float64Array): void {
  if (piece.kind === 'level') {
    for (let i = 0; i < product.length; i++) product[i]! *= piece.codes[values[i]!] ?? Number.NaN
  } else if (piece.kind === 'function') {
    const apply = piece.function === 'log' ? Math.log : Math.exp
    for (let i = 0; i < product.length; i++) product[i]! *= apply(values[i]!)
  } else {
    const { power, center, scale } = piece
    for (let i = 0; i < product.length; i++) product[i]! *= wholePower((values[i]! - center) / scale, power)
  }
}

/** Whole powers are products, as in the model matrix of the linear analysis. */
function wholePower(base: number, power: number): number {
  if (power === 1) return base
  if (!Number.isInteger(power) || power < 1 || power > 64) return base ** power
  let value = base
  for (let k = 1; k < power; k++) value *= base
  return value
}
