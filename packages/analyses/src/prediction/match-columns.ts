import { CodedError } from '@zerosec/errors'
import type { InputCell, ModelInput } from '@zerosec/model'
import type { Warning } from '@zerosec/report'
import { type Column, type Table, tableCell } from '@zerosec/table'
import { plainName } from '../optimization/run-cells.ts'
import { unitConversion } from '../units.ts'
import { nearName } from './near-names.ts'

/** The column of the table that a model's input reads. */
export interface MatchedColumn {
  readonly input: ModelInput
  readonly column: Column
  /** The cell as the model takes it, in the model's unit. */
  readonly cell: (row: number) => InputCell
}

/**
 * Finds the column of each input: by its name, by the name that `names` gives it, or by the name without the unit. Never fills in.
 *
 * @throws CodedError model_columns_missing with names that are like theirs, model_unit_differs, model_column_kind, column_unknown
 */
export function matchColumns(
  table: Table,
  inputs: readonly ModelInput[],
  names: Readonly<Record<string, string>>,
): { matched: readonly MatchedColumn[]; warnings: readonly Warning[] } {
  checkNames(inputs, names)
  const warnings: Warning[] = []
  const found = inputs.map((input) => columnOf(table, input, names[input.name]))
  checkFound(table, inputs, found)
  const matched = inputs.map((input, j): MatchedColumn => {
    const column = found[j]!
    return { input, column, cell: cellReader(table, input, column, warnings) }
  })
  return { matched, warnings }
}

function checkNames(inputs: readonly ModelInput[], names: Readonly<Record<string, string>>): void {
  const unknown = Object.keys(names).find((name) => !inputs.some((input) => input.name === name))
  if (unknown === undefined) return
  const known = inputs.map(({ name }) => name).join(', ')
  throw new CodedError('parameter_invalid', {
    parameter: 'column_names',
    problem: `the model reads no column "${unknown}"; it reads ${known}`,
  })
}

function columnOf(table: Table, input: ModelInput, renamed: string | undefined): Column | undefined {
  const wanted = renamed ?? input.name
  const exact = table.columns.find((column) => column.name === wanted || column.header === wanted)
  if (exact) return exact
  const plain = plainName(renamed === undefined ? input : { name: renamed })
  const alike = table.columns.filter((column) => plainName(column) === plain)
  return alike.length === 1 ? alike[0] : undefined
}

function checkFound(table: Table, inputs: readonly ModelInput[], found: readonly (Column | undefined)[]): void {
  const missing = inputs.filter((_, j) => found[j] === undefined).map(({ name }) => name)
  if (missing.length === 0) return
  const unused = table.columns.filter((column) => !found.includes(column)).map(({ name }) => name)
  const near = missing.flatMap((name) => {
    const like = nearName(name, unused)
    return like === undefined ? [] : [`"${like}" may be "${name}"`]
  })
  throw new CodedError('model_columns_missing', {
    columns: missing,
    near: near.length === 0 ? ` It has: ${unused.join(', ') || 'no others'}.` : ` ${near.join('; ')}.`,
  })
}

function cellReader(table: Table, input: ModelInput, column: Column, warnings: Warning[]): (row: number) => InputCell {
  const isEmpty = column.missingCount >= table.rowCount && !(column.kind === 'number' && column.unreadable.length > 0)
  if (isEmpty) return () => null // a column without cells has no kind
  if (input.kind === 'number') return numberReader(table, input, column, warnings)
  if (input.kind === 'boolean') return booleanReader(table, column)
  return (row) => {
    const cell = tableCell(column, row)
    return cell === null ? null : String(cell)
  }
}

function numberReader(
  table: Table,
  input: Extract<ModelInput, { kind: 'number' }>,
  column: Column,
  warnings: Warning[],
): (row: number) => InputCell {
  if (column.kind !== 'number') throw kindError(table, column, 'numbers')
  const { values } = column
  if (input.unit === undefined || column.unit === undefined) {
    if (input.unit !== column.unit) warnings.push(assumedUnit(input, column))
    return (row) => values[row]!
  }
  const conversion = unitConversion(column.unit, input.unit)
  if (!conversion)
    throw new CodedError('model_unit_differs', { column: column.name, given: column.unit, expected: input.unit })
  const { scale, offset } = conversion
  if (scale === 1 && offset === 0) return (row) => values[row]!
  warnings.push({
    code: 'unit_converted',
    level: 'caution',
    message: `${column.name} is in ${column.unit}, and the model was made with ${input.unit}: its numbers were converted for the prediction.`,
    columns: [column.name],
  })
  return (row) => values[row]! * scale + offset
}

function assumedUnit({ unit }: { readonly unit?: string }, column: Column): Warning {
  const where =
    unit === undefined
      ? `the table has ${column.name} in ${column.unit}, and the model was made without a unit`
      : `the model reads it in ${unit}, and the table has no unit`
  return {
    code: 'unit_assumed',
    level: 'caution',
    message: `The numbers of ${column.name} were taken as they are: ${where}.`,
    columns: [column.name],
  }
}

function booleanReader(table: Table, column: Column): (row: number) => InputCell {
  if (column.kind === 'number') {
    const other = column.values.findIndex((value) => value !== 0 && value !== 1 && !Number.isNaN(value))
    if (other >= 0) throw kindError(table, column, 'true or false')
    return (row) => (Number.isNaN(column.values[row]!) ? null : column.values[row] === 1)
  }
  if (column.kind !== 'boolean') throw kindError(table, column, 'true or false')
  return (row) => tableCell(column, row)
}

function kindError(table: Table, column: Column, expected: string): CodedError {
  const given = { number: 'numbers', category: 'categories', boolean: 'true or false', date: 'dates', text: 'text' }[
    column.kind
  ]
  const row = Array.from({ length: table.rowCount }, (_, i) => i).find((i) => tableCell(column, i) !== null)
  const place = row === undefined ? '' : `, such as "${tableCell(column, row)}" in row ${table.source.rowNumbers[row]}`
  return new CodedError('model_column_kind', { column: column.name, given, expected, place })
}
