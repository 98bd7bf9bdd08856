import type { Table } from '@zerosec/table'
import { columnNamed } from '../factor-columns.ts'

/** A number for each row, the same for rows with the same cell. */
export function groupCodes(table: Table, name: string, rows: Int32Array): Int32Array {
  const column = columnNamed(table, name)
  const cells = 'codes' in column ? column.codes : column.values
  const codes = new Map<unknown, number>()
  return Int32Array.from(rows, (row) => {
    const cell = cells[row]
    // rows without a group are groups of their own
    const key = cell === null || Number.isNaN(cell) || cell === -1 ? `row ${row}` : cell
    if (!codes.has(key)) codes.set(key, codes.size)
    return codes.get(key)!
  })
}
