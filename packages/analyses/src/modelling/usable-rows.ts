import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { FactorColumn } from '../factor-columns.ts'

const SHOWN_ROWS = 20

/** Whether a column has a value in any of the rows. */
export function occurs(column: FactorColumn, rows: Int32Array): boolean {
  return rows.some((row) => !isMissing(column, row))
}

function isMissing(column: FactorColumn, row: number): boolean {
  if (column.kind === 'number') return Number.isNaN(column.values[row]!)
  return (column.kind === 'category' ? column.codes[row]! : column.values[row]!) < 0
}

/** Rows of the table that are not among the given ones, since the response is missing. */
export function rowsLeftOutWarnings(table: Table, response: string, rows: Int32Array): Warning[] {
  const omitted = table.rowCount - rows.length
  if (omitted === 0) return []
  const measured = new Set(rows)
  const places = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => !measured.has(row))
  return [
    {
      code: 'rows_left_out',
      level: omitted > 0.2 * table.rowCount ? 'caution' : 'note',
      message: `${omitted} of ${table.rowCount} rows were left out because ${response} is missing.`,
      columns: [response],
      rows: places.slice(0, SHOWN_ROWS).map((row) => table.source.rowNumbers[row]!),
      count: omitted,
    },
  ]
}

/** How many cells of factors are missing, and what is done about it. */
export function missingWarnings(features: readonly FactorColumn[], rows: Int32Array): Warning[] {
  const counts = features
    .map((column) => ({
      name: column.name,
      count: rows.reduce((sum, row) => sum + (isMissing(column, row) ? 1 : 0), 0),
    }))
    .filter(({ count }) => count > 0)
  if (counts.length === 0) return []
  return [
    {
      code: 'factors_missing',
      level: 'note',
      message:
        `Missing cells of factors: ${counts.map(({ name, count }) => `${name} (${count})`).join(', ')}. Trees learn where such ` +
        'rows belong; for the other models numbers are filled with the median and categories with the commonest level.',
      columns: counts.map(({ name }) => name),
      count: counts.reduce((sum, { count }) => sum + count, 0),
    },
  ]
}
