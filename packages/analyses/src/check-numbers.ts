import { CodedError } from '@zerosec/errors'
import type { NumberColumn, Table } from '@zerosec/table'

/** Squares of larger values leave the range of a double. */
const LARGEST = 1e140

/**
 * Refuses a column of numbers that holds text or infinite values, by its first such row.
 *
 * @throws CodedError values_not_numeric, values_infinite, values_too_large
 */
export function checkNumbers(table: Table, column: NumberColumn): void {
  const [unreadable] = column.unreadable
  if (unreadable) {
    const { row, text } = unreadable
    throw new CodedError('values_not_numeric', { column: column.name, row, text, count: column.unreadable.length })
  }
  const infinite = table.findings.find(({ code, column: name }) => code === 'cell_infinite' && name === column.name)
  if (infinite) throw new CodedError('values_infinite', { column: column.name, row: infinite.places[0]?.row ?? 0 })
  for (let i = 0; i < table.rowCount; i++) {
    const value = Math.abs(column.values[i]!)
    if (value === Infinity) {
      throw new CodedError('values_infinite', { column: column.name, row: table.source.rowNumbers[i]! })
    }
    if (value > LARGEST) throw new CodedError('values_too_large', { column: column.name })
  }
}
