import type { ModelColumn } from '../linear/model-columns.ts'
import { designMatrix, modelExpansion } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'

/** How far columns run alike over a design. */
export interface CorrelationMap {
  readonly names: readonly string[]
  /** width × width, row-major, signed; a column that doesn't vary has 0 with all others. */
  readonly matrix: Float64Array
  /** The most correlated pairs, largest first, those below 0.01 left out. */
  readonly worst: readonly { readonly first: number; readonly second: number; readonly correlation: number }[]
}

const WORST = 20

/**
 * Correlations between the model's columns but the intercept and potential ones, over existing and new runs. Without an
 * intercept they are the cosines of the columns, not centred.
 *
 * Cost: N·width² multiply-adds.
 */
export function correlationMap(
  { factors, model, existing }: DesignProblem,
  runs: Float64Array,
  potential: readonly ModelColumn[] = [],
): CorrelationMap {
  const columns = [...model.columns.filter(({ pieces }) => pieces.length > 0), ...potential]
  const width = columns.length
  const expansion = modelExpansion(factors, columns)
  const parts = [...(existing ? [existing] : []), runs].map((some) => designMatrix(expansion, some, factors.length))
  const rows = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  parts.reduce((at, part) => {
    rows.set(part, at)
    return at + part.length
  }, 0)
  standardise(rows, width, model.columns.length > columns.length - potential.length)
  const matrix = new Float64Array(width * width)
  for (let at = 0; at < rows.length; at += width) {
    for (let j = 0; j < width; j++) {
      const value = rows[at + j]!
      for (let k = 0; k < width; k++) matrix[j * width + k] = matrix[j * width + k]! + value * rows[at + k]!
    }
  }
  for (let j = 0; j < width; j++) matrix[j * width + j] = 1
  return { names: columns.map(({ name }) => name), matrix, worst: worstPairs(matrix, width) }
}

/** Brings columns to unit length, about their means where `centred`. */
function standardise(rows: Float64Array, width: number, centred: boolean): void {
  const n = rows.length / width
  for (let j = 0; j < width; j++) {
    let mean = 0
    let largest = 0
    for (let at = j; at < rows.length; at += width) {
      mean += rows[at]! / n
      largest = Math.max(largest, Math.abs(rows[at]!))
    }
    if (!centred) mean = 0
    let squares = 0
    for (let at = j; at < rows.length; at += width) {
      rows[at] = rows[at]! - mean
      squares += rows[at]! * rows[at]!
    }
    const length = Math.sqrt(squares)
    const scale = length > 1e-12 * largest * Math.sqrt(n) ? 1 / length : 0
    for (let at = j; at < rows.length; at += width) rows[at] = rows[at]! * scale
  }
}

function worstPairs(matrix: Float64Array, width: number): CorrelationMap['worst'] {
  const pairs: { first: number; second: number; correlation: number }[] = []
  for (let first = 0; first < width; first++) {
    for (let second = first + 1; second < width; second++) {
      const correlation = matrix[first * width + second]!
      if (Math.abs(correlation) >= 0.01) pairs.push({ first, second, correlation })
    }
  }
  return pairs.sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation)).slice(0, WORST)
}
