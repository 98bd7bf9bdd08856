import { type ColumnPiece, type ModelColumn, type ModelTerms, modelColumns, modelMatrix } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { LinearParameters } from './parameters.ts'
import type { ModelData } from './rows.ts'

/** The model matrix of the usable rows, and what its columns mean. */
export interface Model {
  readonly terms: ModelTerms
  readonly columns: readonly ModelColumn[]
  /** n × p row-major. */
  readonly matrix: Float64Array
  readonly rows: number
}

/** Cells of a model matrix, and coefficients by method, that a worker with the usual memory limit can hold. */
const MAX_CELLS = 25_000_000
const MAX_COEFFICIENTS = { ols: 1_000, penalised: 2_000 }

/**
 * @throws CodedError rows_too_few, model_too_large, value_outside_domain, values_too_large
 */
export function buildModel(
  terms: ModelTerms,
  data: ModelData,
  { coding, method }: Pick<LinearParameters, 'coding' | 'method'>,
): Model {
  const categories = new Map(
    [...data.frame.columns].flatMap(([name, column]) => (column.kind === 'category' ? [[name, column.levels]] : [])),
  )
  refusePowersOfCategories(terms, categories)
  const columns = modelColumns(terms, categories, coding)
  const rows = data.frame.rows
  checkSize(rows, columns.length, method)
  const matrix = modelMatrix(data.frame, columns)
  const bad = matrix.findIndex((value) => !(Math.abs(value) < 1e150))
  if (bad >= 0) refuseValue(columns[bad % columns.length]!, Math.floor(bad / columns.length), data)
  return { terms, columns, matrix, rows }
}

function refusePowersOfCategories(terms: ModelTerms, categories: ReadonlyMap<string, unknown>): void {
  for (const { variables } of terms.terms) {
    for (const { label, pieces } of variables) {
      const category = pieces.find((piece) => categories.has(piece.input))
      if (!category || label === category.input) continue
      throw new CodedError('formula_invalid', {
        near: label,
        problem: `"${category.input}" holds categories, which have no powers, products or logarithms; use a:b or a*b`,
      })
    }
  }
}

function checkSize(rows: number, coefficients: number, method: LinearParameters['method']): void {
  if (method === 'ols' && coefficients >= rows) {
    throw new CodedError('rows_too_few', {
      usable: rows,
      needed:
        `least squares with ${coefficients} coefficients, which takes at least ${coefficients + 1} ` +
        '(method lasso or ridge works with fewer)',
    })
  }
  if (method !== 'ols' && rows < 4) {
    throw new CodedError('rows_too_few', { usable: rows, needed: 'a model with a cross-validated penalty' })
  }
  const limit = method === 'ols' ? MAX_COEFFICIENTS.ols : MAX_COEFFICIENTS.penalised
  if (coefficients > limit || rows * coefficients > MAX_CELLS) {
    throw new CodedError('model_too_large', { coefficients, rows, limit, cells: MAX_CELLS })
  }
}

function refuseValue(column: ModelColumn, row: number, data: ModelData): never {
  const outside = column.pieces.find((piece) => !isDefined(piece, valueOf(piece, row, data)))
  if (!outside) throw new CodedError('values_too_large', { column: column.pieces[0]!.input })
  throw new CodedError('value_outside_domain', {
    term: column.name,
    column: outside.input,
    value: valueOf(outside, row, data),
    row: data.rowNumbers[row]!,
  })
}

function valueOf(piece: ColumnPiece, row: number, data: ModelData): number {
  const column = data.frame.columns.get(piece.input)
  return column?.kind === 'number' ? column.values[row]! : 0
}

function isDefined(piece: ColumnPiece, value: number): boolean {
  if (piece.kind === 'level') return true
  if (piece.kind === 'function') return piece.function === 'exp' || value > 0
  const base = (value - piece.center) / piece.scale
  if (base === 0) return piece.power > 0
  return base > 0 || Number.isInteger(piece.power)
}
