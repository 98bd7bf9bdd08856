import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { blockMoments } from '../linear/block-moments.ts'
import { fitPenalised, type PenalisedMethod } from '../linear/penalised.ts'
import type { Generator } from '../random/generator.ts'
import { type FeaturePiece, type LinearColumns, predictLinearColumns } from './linear-columns.ts'

/** main: numbers and levels by themselves. quadratic: and the product of every two of these columns, squares included. */
export type LinearTerms = 'main' | 'quadratic'

export interface LinearOptions {
  readonly method: PenalisedMethod
  readonly terms: LinearTerms
}

/** The penalty is chosen by so many folds. */
const PENALTY_FOLDS = 5

/** How many columns a model has. */
export function linearWidth(levels: Int32Array, terms: LinearTerms): number {
  const basic = levels.reduce((sum, count) => sum + Math.max(1, count), 0)
  return terms === 'main' ? basic : basic + (basic * (basic + 1)) / 2
}

/**
 * Ridge, lasso or elastic net on standardised numbers and levels of categories, the penalty with the smallest cross-validated error.
 *
 * @param matrix  without missing values
 * @throws RangeError for fewer than four rows
 */
export function fitLinearColumns(
  matrix: FeatureMatrix,
  target: Float64Array,
  { method, terms }: LinearOptions,
  generator: Generator,
): LinearColumns {
  const { rows } = matrix
  if (rows < 4) throw new RangeError(`a penalised model needs 4 rows, got ${rows}`)
  const columns = termColumns(matrix, terms)
  const folds = Math.min(PENALTY_FOLDS, Math.floor(rows / 2))
  const blockOf = new Int32Array(rows)
  generator.permutation(rows).forEach((row, position) => {
    blockOf[row] = position % folds
  })
  const moments = blockMoments(termMatrix(columns, matrix), target, columns.length, blockOf, folds, true)
  const blocks = Array.from({ length: folds }, (_, block) => block)
  const parts = blocks.map((block) => [block])
  const { intercept, coefficients } = fitPenalised(moments, blocks, parts, {
    method,
    rule: 'minimum',
    standardize: true,
  })
  const kept = columns.map((_, j) => j).filter((j) => coefficients[j] !== 0)
  return {
    intercept,
    coefficients: Float64Array.from(kept, (j) => coefficients[j]!),
    columns: kept.map((j) => columns[j]!),
  }
}

/** Standardised numbers and the levels of categories, and their products of `quadratic`. */
export function termColumns({ columns, levels }: FeatureMatrix, terms: LinearTerms): FeaturePiece[][] {
  const basic = columns.flatMap((values, feature): FeaturePiece[] => {
    if (levels[feature] === 0) {
      const center = values.reduce((sum, value) => sum + value, 0) / values.length
      const square = values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length
      return [{ kind: 'power', feature, power: 1, center, scale: Math.sqrt(square) || 1 }]
    }
    return Array.from({ length: levels[feature]! }, (_, level) => ({
      kind: 'level',
      feature,
      codes: Array.from({ length: levels[feature]! }, (_, other) => (other === level ? 1 : 0)),
    }))
  })
  const single = basic.map((piece) => [piece])
  return terms === 'main' ? single : [...single, ...basic.flatMap((a, i) => basic.slice(i).map((b) => [a, b]))]
}

/** n × p row-major: the values of the columns. */
export function termMatrix(columns: readonly FeaturePiece[][], matrix: FeatureMatrix): Float64Array {
  const width = columns.length
  const out = new Float64Array(matrix.rows * width)
  const column = new Float64Array(matrix.rows)
  for (const [j, pieces] of columns.entries()) {
    predictLinearColumns({ intercept: 0, coefficients: Float64Array.of(1), columns: [pieces] }, matrix, column)
    for (let i = 0; i < column.length; i++) out[i * width + j] = column[i]!
  }
  return out
}
