import type { Column, Table } from '@zerosec/table'

/**
 * What a cell says, blanks around it taken off; empty where it is missing. A list such as "100,200,300" that was read as one
 * number comes back as it was written.
 */
export function cellText(table: Table, column: Column, row: number): string {
  switch (column.kind) {
    case 'number': {
      const line = table.source.rowNumbers[row]!
      const written = writtenText(table, column.name, line) ?? column.unreadable.find((cell) => cell.row === line)?.text
      if (written !== undefined) return written.normalize('NFKC').trim()
      return Number.isNaN(column.values[row]!) ? '' : String(column.values[row])
    }
    case 'category':
      return column.levels[column.codes[row]!] ?? ''
    case 'text':
      return (column.values[row] ?? '').trim()
    case 'boolean':
      return column.values[row]! < 0 ? '' : String(column.values[row] === 1)
    case 'date':
      return Number.isNaN(column.values[row]!) ? '' : new Date(column.values[row]!).toISOString().slice(0, 10)
  }
}

function writtenText(table: Table, column: string, line: number): string | undefined {
  const repairs = table.findings.filter(
    (finding) => finding.code === 'cell_number_repaired' && finding.column === column,
  )
  return repairs.flatMap(({ places }) => places).find(({ row }) => row === line)?.before
}
