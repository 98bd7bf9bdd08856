import type { Column } from '@zerosec/table'

const NUMBERING =
  /^(no|nr|num|number|id|index|row|run|sample|exp|experiment|#|№|番号|連番|通番|通し番号|順番|行|試料|サンプル|実験|ロット)?[\s._-]*(no|nr|num|number|id|番号)?\.?$/i
const ORDER =
  /^((run|std|standard|random|test|experiment|trial)[\s._-]*order|order|trial|(実施|実験|試験|測定|ランダム|標準)?順序?|試行)$/i

/**
 * Whether a column only numbers the rows: distinct whole numbers from 0 or 1 under a name such as "No." or "run order", or
 * under none. In any order and with gaps, as a run sheet has whose runs were sorted or left out.
 */
export function isRowNumber(column: Column): boolean {
  if (column.kind !== 'number' || column.missingCount > 0) return false
  const name = column.header?.trim() === '' ? '' : column.name.normalize('NFKC').trim()
  if (!NUMBERING.test(name) && !ORDER.test(name)) return false
  const { values } = column
  const largest = 2 * values.length
  const seen = new Set<number>()
  for (const value of values) {
    if (!Number.isInteger(value) || value < 0 || value > largest || seen.has(value)) return false
    seen.add(value)
  }
  return true
}

/** Whether a column numbers the whole plots of a split-plot design, as our run sheets do: a label, not a quantity. */
export function isPlotNumber({ kind, name }: Column): boolean {
  return kind === 'number' && /^(whole[\s_-]*plots?|主プロット|一次単位)$/i.test(name.trim())
}
