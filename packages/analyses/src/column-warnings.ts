import type { Warning } from '@zerosec/report'
import { type ColumnChoice, reasonTexts } from './factor-columns.ts'

/** Columns that are no factors although none was named, with the reasons. */
export function leftOutWarnings(leftOut: ColumnChoice['leftOut']): Warning[] {
  if (leftOut.length === 0) return []
  return [
    {
      code: 'columns_left_out',
      level: 'note',
      message: `Not used as factors: ${reasonTexts(leftOut).join('; ')}. Name them in feature_columns to use them all the same.`,
      columns: leftOut.map(({ column }) => column),
      count: leftOut.length,
    },
  ]
}

export function constantWarnings(names: readonly string[]): Warning[] {
  if (names.length === 0) return []
  const message = `Left out because they do not vary over the usable rows: ${names.join(', ')}.`
  return [{ code: 'columns_constant', level: 'note', message, columns: names, count: names.length }]
}
