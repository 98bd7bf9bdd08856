import { CodedError } from '@zerosec/errors'
import type { Column, Table } from '@zerosec/table'
import { isNamed, plainName } from '../optimization/run-cells.ts'

/**
 * The given columns of a table with the rows of a second one below: those of its columns that are named alike; the others are missing
 * there. Categories get the levels of both.
 *
 * @param needed  columns that the second table must have, by name
 * @throws CodedError column_unknown for one that it lacks, parameter_invalid for one of another kind
 */
export function joinedTable(table: Table, below: Table, needed: readonly string[]): Table {
  const columns = table.columns.map((column) => {
    const other = below.columns.find((each) => isNamed(each, column.name) || isNamed(each, plainName(column)))
    if (!other && needed.includes(column.name)) {
      throw new CodedError('column_unknown', { column: column.name, known: below.columns.map(({ name }) => name) })
    }
    return needed.includes(column.name) ? joined(column, other!, below.rowCount) : extended(column, below.rowCount)
  })
  const rowNumbers = new Uint32Array(table.rowCount + below.rowCount)
  rowNumbers.set(table.source.rowNumbers)
  rowNumbers.set(below.source.rowNumbers, table.rowCount)
  return { ...table, rowCount: rowNumbers.length, columns, source: { ...table.source, rowNumbers } }
}

function joined(a: Column, b: Column, rows: number): Column {
  const missingCount = a.missingCount + b.missingCount
  if (a.kind === 'number' && b.kind === 'number') {
    return { ...a, missingCount, values: Float64Array.of(...a.values, ...b.values) }
  }
  const texts = textsOf(b)
  if (a.kind === 'category' && texts) {
    const levels = [...new Set([...a.levels, ...texts.filter((text) => text !== null)])]
    const codes = Int32Array.of(...a.codes, ...texts.map((text) => (text === null ? -1 : levels.indexOf(text))))
    return { ...a, missingCount, levels, codes }
  }
  if (a.kind === 'text' && texts) return { ...a, missingCount, values: [...a.values, ...texts] }
  if (a.kind === 'boolean' && b.kind === 'boolean') {
    return { ...a, missingCount, values: Int8Array.of(...a.values, ...b.values) }
  }
  if (a.kind === 'number' && b.missingCount >= rows) return extended(a, rows)
  const problem = `"${a.name}" is a ${a.kind} column in the table and a ${b.kind} column among the candidates`
  throw new CodedError('parameter_invalid', { parameter: 'candidates', problem })
}

function textsOf(column: Column): (string | null)[] | null {
  if (column.kind === 'text') return [...column.values]
  if (column.kind === 'category') return Array.from(column.codes, (code) => column.levels[code] ?? null)
  if (column.kind === 'number')
    return Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)))
  return null
}

/** The column with so many missing cells below. */
function extended(column: Column, rows: number): Column {
  const missingCount = column.missingCount + rows
  const below = Array.from({ length: rows }, () => NaN)
  switch (column.kind) {
    case 'number':
      return { ...column, missingCount, values: Float64Array.of(...column.values, ...below) }
    case 'date':
      return { ...column, missingCount, values: Float64Array.of(...column.values, ...below) }
    case 'category':
      return { ...column, missingCount, codes: Int32Array.of(...column.codes, ...below.map(() => -1)) }
    case 'boolean':
      return { ...column, missingCount, values: Int8Array.of(...column.values, ...below.map(() => -1)) }
    case 'text':
      return { ...column, missingCount, values: [...column.values, ...below.map(() => null)] }
  }
}
