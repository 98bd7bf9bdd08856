import type { Model } from './model.ts'

/** Root of the sum of squares of column j of the model matrix: about its mean with an intercept, else about zero. */
export function columnSpread(model: Model, j: number): number {
  const { matrix, rows } = model
  const width = model.columns.length
  let mean = 0
  if (model.terms.intercept) for (let i = 0; i < rows; i++) mean += matrix[i * width + j]! / rows
  let squares = 0
  for (let i = 0; i < rows; i++) squares += (matrix[i * width + j]! - mean) ** 2
  return Math.sqrt(squares)
}
