import type { FeatureMatrix, TextClassifier } from '@zerosec/engine'
import type { FactorColumn } from '../factor-columns.ts'
import { compareLevels } from '../level-order.ts'

/** A factor as models see it: a number, a category with its levels in the order of their codes, or one of the scores that a text has. */
export type ModelInput =
  | { readonly kind: 'number'; readonly name: string; readonly unit?: string }
  | { readonly kind: 'category'; readonly name: string; readonly unit?: string; readonly levels: readonly string[] }
  | TextScore

/** A score that a classifier gives a text, as a feature of its own. Those of a column follow each other, after all other features. */
export interface TextScore {
  readonly kind: 'text'
  /** The column, and the class where there are several scores. */
  readonly name: string
  readonly column: string
  readonly classifier: TextClassifier
}

/** The factors of some rows of a table, missing cells kept as NaN. */
export interface ModelInputs {
  readonly inputs: readonly ModelInput[]
  readonly matrix: FeatureMatrix
  /** Categories with more levels than are learnt from. */
  readonly rareLevels: readonly RareLevels[]
}

export interface RareLevels {
  readonly name: string
  readonly levels: number
  readonly kept: number
  /** That have one of the levels that were not kept: their cells are missing. */
  readonly rows: number
}

/** Of a category with more levels than these only those stay that enough rows tell of, and no more than `MOST_LEVELS`. */
const FEW_LEVELS = 250
const ENOUGH_ROWS = 8
/** Each node of a forest puts all levels in order. */
const MOST_LEVELS = 500

/**
 * Columns on memory that threads share. Levels are those that occur in the rows, by size or by code unit; of many the commonest stay,
 * and the others are missing, as levels are that a model does not know.
 */
export function modelInputs(features: readonly FactorColumn[], rows: Int32Array): ModelInputs {
  const inputs: ModelInput[] = []
  const columns: Float64Array[] = []
  const rareLevels: RareLevels[] = []
  for (const feature of features) {
    const unit = feature.unit === undefined ? {} : { unit: feature.unit }
    const values = new Float64Array(new SharedArrayBuffer(8 * Math.max(1, rows.length)), 0, rows.length)
    if (feature.kind === 'number') {
      for (let i = 0; i < rows.length; i++) values[i] = feature.values[rows[i]!]!
      inputs.push({ kind: 'number', name: feature.name, ...unit })
    } else {
      const { levels, occurring, left } = categoryValues(feature, rows, values)
      inputs.push({ kind: 'category', name: feature.name, ...unit, levels })
      if (left > 0) rareLevels.push({ name: feature.name, levels: occurring, kept: levels.length, rows: left })
    }
    columns.push(values)
  }
  const levels = Int32Array.from(inputs, (input) => (input.kind === 'category' ? input.levels.length : 0))
  return { inputs, matrix: { rows: rows.length, columns, levels }, rareLevels }
}

/** Writes the codes into `values` and gives the levels that are learnt from. */
function categoryValues(
  feature: Exclude<FactorColumn, { kind: 'number' }>,
  rows: Int32Array,
  values: Float64Array,
): { readonly levels: readonly string[]; readonly occurring: number; readonly left: number } {
  const names = feature.kind === 'category' ? feature.levels : ['false', 'true']
  const codes = feature.kind === 'category' ? feature.codes : feature.values
  const counts = new Map<number, number>()
  for (const row of rows) if (codes[row]! >= 0) counts.set(codes[row]!, (counts.get(codes[row]!) ?? 0) + 1)
  const byName = (a: number, b: number) => compareLevels(names[a]!, names[b]!)
  const occurring = [...counts.keys()].sort(byName)
  // sorting is stable: of equally common levels the first ones stay
  const common = occurring
    .toSorted((a, b) => counts.get(b)! - counts.get(a)!)
    .filter((code, place) => place < FEW_LEVELS || (place < MOST_LEVELS && counts.get(code)! >= ENOUGH_ROWS))
  const present = common.sort(byName)
  const position = new Map(present.map((code, index) => [code, index]))
  for (let i = 0; i < rows.length; i++) values[i] = position.get(codes[rows[i]!]!) ?? Number.NaN
  const kept = present.reduce((sum, code) => sum + counts.get(code)!, 0)
  const known = occurring.reduce((sum, code) => sum + counts.get(code)!, 0)
  return { levels: present.map((code) => names[code]!), occurring: occurring.length, left: known - kept }
}
