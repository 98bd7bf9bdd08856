import type { Table } from './table.ts'
import { type Cell, tableCell } from './table-cell.ts'

/** CSV by RFC 4180, with a mark, so that Excel reads it as UTF-8. Cost: the text, which is in memory as a whole. */
export function csvText(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  let text = '\uFEFF' + line(header)
  for (const cells of rows) text += line(cells)
  return text
}

/**
 * A table as CSV: its names, and its cells as `tableCell` gives them. A cell that holds text in a column of numbers is that text, so that
 * whoever reads the file meets it and takes no number for missing.
 */
export function tableCsv(table: Table): string {
  return csvText(
    table.columns.map(({ name }) => name),
    rowsOf(table),
  )
}

function* rowsOf({ columns, rowCount, source }: Table): Generator<Cell[]> {
  const readers = columns.map((column) => {
    const texts = new Map(column.kind === 'number' ? column.unreadable.map(({ row, text }) => [row, text]) : [])
    return (row: number): Cell => texts.get(source.rowNumbers[row]!) ?? tableCell(column, row)
  })
  for (let row = 0; row < rowCount; row++) yield readers.map((read) => read(row))
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
