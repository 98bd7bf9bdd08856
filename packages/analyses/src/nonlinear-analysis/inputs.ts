import type { FeatureMatrix } from '@zerosec/engine'
import type { FactorColumn } from '../factor-columns.ts'
import { compareLevels } from '../level-order.ts'

/** A factor as models see it: a number, or a category with its levels in the order of their codes. */
export type ModelInput =
  | { readonly kind: 'number'; readonly name: string; readonly unit?: string }
  | { readonly kind: 'category'; readonly name: string; readonly unit?: string; readonly levels: readonly string[] }

/** The factors of some rows of a table, missing cells kept as NaN. */
export interface ModelInputs {
  readonly inputs: readonly ModelInput[]
  readonly matrix: FeatureMatrix
}

/** Columns on memory that threads share. Levels are those that occur in the rows, by size or by code unit. */
export function modelInputs(features: readonly FactorColumn[], rows: Int32Array): ModelInputs {
  const inputs: ModelInput[] = []
  const columns: Float64Array[] = []
  for (const feature of features) {
    const unit = feature.unit === undefined ? {} : { unit: feature.unit }
    const values = new Float64Array(new SharedArrayBuffer(8 * Math.max(1, rows.length)), 0, rows.length)
    if (feature.kind === 'number') {
      for (let i = 0; i < rows.length; i++) values[i] = feature.values[rows[i]!]!
      inputs.push({ kind: 'number', name: feature.name, ...unit })
    } else {
      const levels = categoryValues(feature, rows, values)
      inputs.push({ kind: 'category', name: feature.name, ...unit, levels })
    }
    columns.push(values)
  }
  const levels = Int32Array.from(inputs, (input) => (input.kind === 'category' ? input.levels.length : 0))
  return { inputs, matrix: { rows: rows.length, columns, levels } }
}

/** Writes the codes into `values` and gives the levels that occur. */
function categoryValues(
  feature: Exclude<FactorColumn, { kind: 'number' }>,
  rows: Int32Array,
  values: Float64Array,
): readonly string[] {
  const names = feature.kind === 'category' ? feature.levels : ['false', 'true']
  const codes = feature.kind === 'category' ? feature.codes : feature.values
  const present = [...new Set(Array.from(rows, (row) => codes[row]!))].filter((code) => code >= 0)
  present.sort((a, b) => compareLevels(names[a]!, names[b]!))
  const position = new Map(present.map((code, index) => [code, index]))
  for (let i = 0; i < rows.length; i++) values[i] = position.get(codes[rows[i]!]!) ?? Number.NaN
  return present.map((code) => names[code]!)
}
