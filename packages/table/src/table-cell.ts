import type { Column } from './table.ts'

/** A cell of a text file; null: it is empty. */
export type Cell = string | number | boolean | null

/** A cell as reports and CSV files show it; null where it is missing. */
export function tableCell(column: Column, row: number): Cell {
  switch (column.kind) {
    case 'number':
      return Number.isFinite(column.values[row]!) ? column.values[row]! : null
    case 'category':
      return column.levels[column.codes[row]!] ?? null
    case 'text':
      return column.values[row]!
    case 'boolean':
      return column.values[row]! < 0 ? null : column.values[row] === 1
    case 'date': {
      if (Number.isNaN(column.values[row]!)) return null
      const text = new Date(column.values[row]!).toISOString()
      return column.precision === 'day' ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
    }
  }
}
