import type { Model } from '@zerosec/model'
import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import { findingWarnings } from '../finding-warnings.ts'
import type { MatchedColumn } from './match-columns.ts'
import { type PredictedRow, verdictOf } from './predicted-row.ts'

const SHOWN_ROWS = 20
const SHOWN_CATEGORIES = 10

/** What is doubtful about the rows that were predicted. */
export function rowWarnings(
  model: Model,
  table: Table,
  matched: readonly MatchedColumn[],
  rows: readonly PredictedRow[],
): Warning[] {
  return [
    ...sameTable(model, table),
    ...unpredicted(rows),
    ...outside(rows),
    ...unknownCategories(rows),
    ...missingCells(rows),
    ...readingWarnings(table, matched),
  ]
}

function sameTable({ training }: Model, table: Table): Warning[] {
  if (training.tableSha256 !== table.sha256) return []
  return [
    {
      code: 'training_table',
      level: 'serious',
      message:
        'This is the very table that the model was trained on: its predictions are fitted to these rows, and how well they agree says ' +
        'nothing about new ones.',
    },
  ]
}

function unpredicted(rows: readonly PredictedRow[]): Warning[] {
  const without = rows.filter(({ prediction }) => prediction.value === null)
  if (without.length === 0) return []
  const message = `${without.length} of ${rows.length} rows have no prediction, because the model needs cells that are missing there.`
  return [{ code: 'rows_not_predicted', level: 'serious', message, ...placesOf(without) }]
}

function outside(rows: readonly PredictedRow[]): Warning[] {
  const found = rows.filter(({ prediction }) => verdictOf(prediction) === 'outside')
  if (found.length === 0) return []
  const counts = new Map<string, number>()
  for (const { prediction } of found) {
    const reasons = new Set(
      prediction
        .domain!.reasons.filter(({ severity }) => severity === 'outside')
        .map((reason) => (reason.column === undefined ? 'far from every training row' : reason.column)),
    )
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  const reasons = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 5)
  const text = reasons.map(([reason, count]) => `${reason} (${count})`).join(', ')
  return [
    {
      code: 'rows_outside_domain',
      level: found.length > 0.2 * rows.length ? 'serious' : 'caution',
      message: `${found.length} of ${rows.length} rows lie outside of what the model was trained on: ${text}. Their predictions and intervals are extrapolations.`,
      ...placesOf(found),
    },
  ]
}

function unknownCategories(rows: readonly PredictedRow[]): Warning[] {
  const found = new Map<string, Map<string, PredictedRow[]>>()
  for (const row of rows) {
    for (const flag of row.prediction.flags) {
      if (flag.kind !== 'unseen_category') continue
      const values = found.get(flag.column) ?? new Map<string, PredictedRow[]>()
      found.set(flag.column, values.set(flag.value, [...(values.get(flag.value) ?? []), row]))
    }
  }
  return [...found].map(([column, values]): Warning => {
    const sorted = [...values].sort((a, b) => b[1].length - a[1].length)
    const shown = sorted.slice(0, SHOWN_CATEGORIES).map(([value, where]) => `${value} (${where.length})`)
    const more = sorted.length > shown.length ? ` and ${sorted.length - shown.length} more` : ''
    return {
      code: 'unknown_categories',
      level: 'caution',
      message: `The model has never seen these values of ${column}: ${shown.join(', ')}${more}. Such rows are predicted as if the cell were missing.`,
      columns: [column],
      ...placesOf([...values.values()].flat()),
    }
  })
}

function missingCells(rows: readonly PredictedRow[]): Warning[] {
  const counts = new Map<string, number>()
  const places = rows.filter(({ prediction }) => {
    const columns = prediction.flags.flatMap((flag) => (flag.kind === 'missing_cell' ? [flag.column] : []))
    for (const column of columns) counts.set(column, (counts.get(column) ?? 0) + 1)
    return columns.length > 0
  })
  if (places.length === 0) return []
  const text = [...counts].map(([column, count]) => `${column} (${count})`).join(', ')
  return [
    {
      code: 'inputs_missing',
      level: 'caution',
      message: `Missing cells of columns that the model reads: ${text}. It predicts such rows as it learnt to treat missing cells; each is marked in predictions.csv.`,
      columns: [...counts.keys()],
      ...placesOf(places),
    },
  ]
}

/** What reading the file changed or doubted in columns that are used, and in the file as a whole. */
function readingWarnings(table: Table, matched: readonly MatchedColumn[]): Warning[] {
  const used = new Set(matched.map(({ column }) => column.name))
  const isAboutRole = (code: string) => code === 'column_identifier' || code === 'column_constant'
  return findingWarnings(table, ({ code, column }) => !isAboutRole(code) && (column === undefined || used.has(column)))
}

function placesOf(rows: readonly PredictedRow[]): { rows: readonly number[]; count: number } {
  const sorted = [...new Set(rows.map(({ row }) => row))].sort((a, b) => a - b)
  return { rows: sorted.slice(0, SHOWN_ROWS), count: sorted.length }
}
