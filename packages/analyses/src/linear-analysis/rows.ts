import type { Frame, FrameColumn } from '@zerosec/engine'
import type { Warning } from '@zerosec/report'
import type { NumberColumn, Table } from '@zerosec/table'
import { checkNumbers } from '../check-numbers.ts'
import type { FactorColumn } from '../factor-columns.ts'
import { compareLevels } from '../level-order.ts'

/** The rows that have a value in every column used. */
export interface ModelData {
  /** n: index of each row in the table. */
  readonly rows: Int32Array
  /** n: the line of the file or row of the sheet. */
  readonly rowNumbers: Uint32Array
  /** n values of each input; levels are those that occur, sorted. */
  readonly frame: Frame
  readonly response: Float64Array
  readonly warnings: readonly Warning[]
}

const SHOWN_ROWS = 20

/**
 * Leaves out every row with a missing cell in the response or an input, and says so.
 *
 * @throws CodedError values_not_numeric, values_infinite, values_too_large
 */
export function usableRows(table: Table, response: NumberColumn, inputs: readonly FactorColumn[]): ModelData {
  const used = [response, ...inputs]
  for (const column of used) if (column.kind === 'number') checkNumbers(table, column)
  const kept: number[] = []
  const omitted: number[] = []
  for (let i = 0; i < table.rowCount; i++) {
    if (used.some((column) => isMissing(column, i))) omitted.push(i)
    else kept.push(i)
  }
  const rows = Int32Array.from(kept)
  return {
    rows,
    rowNumbers: Uint32Array.from(kept, (i) => table.source.rowNumbers[i]!),
    frame: { rows: rows.length, columns: new Map(inputs.map((input) => [input.name, frameColumn(input, rows)])) },
    response: Float64Array.from(kept, (i) => response.values[i]!),
    warnings: omitted.length === 0 ? [] : [omittedWarning(table, used, omitted)],
  }
}

function omittedWarning(table: Table, used: readonly FactorColumn[], omitted: readonly number[]): Warning {
  const columns = used
    .map((column) => ({ name: column.name, count: omitted.filter((i) => isMissing(column, i)).length }))
    .filter(({ count }) => count > 0)
  const where = columns.map(({ name, count }) => `${name} (${count})`).join(', ')
  const share = omitted.length / table.rowCount
  return {
    code: 'rows_left_out',
    level: share > 0.2 ? 'caution' : 'note',
    message: `${omitted.length} of ${table.rowCount} rows were left out because a cell is missing in: ${where}.`,
    columns: columns.map(({ name }) => name),
    rows: omitted.slice(0, SHOWN_ROWS).map((i) => table.source.rowNumbers[i]!),
    count: omitted.length,
  }
}

function isMissing(column: FactorColumn, row: number): boolean {
  if (column.kind === 'number') return Number.isNaN(column.values[row]!)
  return (column.kind === 'category' ? column.codes[row]! : column.values[row]!) < 0
}

function frameColumn(column: FactorColumn, rows: Int32Array): FrameColumn {
  if (column.kind === 'number') return { kind: 'number', values: Float64Array.from(rows, (i) => column.values[i]!) }
  const all = column.kind === 'category' ? column.levels : ['false', 'true']
  const codes = column.kind === 'category' ? column.codes : column.values
  const present = [...new Set(Array.from(rows, (i) => codes[i]!))].sort((a, b) => compareLevels(all[a]!, all[b]!))
  const position = new Map(present.map((code, index) => [code, index]))
  return {
    kind: 'category',
    levels: present.map((code) => all[code]!),
    codes: Int32Array.from(rows, (i) => position.get(codes[i]!)!),
  }
}
