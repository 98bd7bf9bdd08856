import { derivedName, evaluateQuantity, type NamedColumn, parseDerivedQuantity } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { MetadataValue } from '@zerosec/model'
import type { Warning } from '@zerosec/report'
import type { Column, NumberColumn, Table } from '@zerosec/table'
import { plainName } from './optimization/run-cells.ts'
import { unitConversion } from './units.ts'

const SHOWN_ROWS = 20
const SHOWN_LEVELS = 5

export interface DerivedTable {
  readonly table: Table
  /** What was calculated, and where there was no result. */
  readonly warnings: readonly Warning[]
}

/**
 * The table with columns that are calculated from others, in the order of their expressions: a later one may use an earlier one. A cell
 * without a result (its inputs are missing, a division by zero) is missing, and counted in a warning.
 *
 * @throws CodedError derived_column_invalid, also for a name that the table has already
 */
export function withDerivedColumns(table: Table, expressions: readonly string[]): DerivedTable {
  if (expressions.length === 0) return { table, warnings: [] }
  const columns = [...table.columns]
  const units = new Map(Object.entries(table.derivedUnits ?? {}))
  const warnings: Warning[] = []
  for (const expression of expressions) {
    const made = deriveColumn({ ...table, columns }, expression)
    columns.push(made.column)
    for (const [name, unit] of made.units) units.set(name, unit)
    warnings.push(...made.warnings)
  }
  const derived = [...(table.derived ?? []), ...expressions]
  return { table: { ...table, columns, derived, derivedUnits: Object.fromEntries(units) }, warnings }
}

function deriveColumn(
  table: Table,
  expression: string,
): { column: NumberColumn; units: readonly (readonly [string, string])[]; warnings: readonly Warning[] } {
  const named = namesOf(table)
  const { name, quantity, inputs } = parseDerivedQuantity(expression, [...named.values()].map(asNamed))
  if (table.columns.some((column) => column.name === name)) {
    const problem = 'the table already has a column of that name; choose another one'
    throw new CodedError('derived_column_invalid', { expression, near: name, problem })
  }
  const cells = new Map(inputs.map((input) => [input, numbersOf(named.get(input)!.column)]))
  const values = evaluateQuantity(quantity, cells, table.rowCount)
  const missing = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0)
  const failed = Array.from(values.keys()).filter(
    (row) => Number.isNaN(values[row]!) && [...cells.values()].every((column) => !Number.isNaN(column[row]!)),
  )
  const column: NumberColumn = { kind: 'number', name, values, missingCount: missing, unreadable: [] }
  const units = inputs.flatMap((input): [string, string][] => {
    const { unit } = named.get(input)!.column
    return unit === undefined ? [] : [[input, unit]]
  })
  return {
    column,
    units,
    warnings: [
      madeWarning(name, expression, missing - failed.length),
      ...failedWarnings(table, name, expression, failed),
    ],
  }
}

/** What a model keeps, so that a raw table can be given the same columns. */
export function derivedMetadata({ derived, derivedUnits = {} }: Table): Readonly<Record<string, MetadataValue>> {
  return derived === undefined ? {} : { derived_columns: derived, derived_units: derivedUnits }
}

/**
 * The table with the columns that a model's table had calculated, but for those that it has already.
 *
 * @throws CodedError as `withDerivedColumns`; model_unit_differs where a column that they come from has another unit than it had then
 */
export function deriveForModel(table: Table, metadata: Readonly<Record<string, MetadataValue>>): DerivedTable {
  const missing = derivedExpressions(metadata).filter((expression) => {
    const name = derivedName(expression)
    return !table.columns.some((column) => column.name === name)
  })
  const derived = withDerivedColumns(table, missing)
  const { derived_units: expected } = metadata
  for (const [column, given] of Object.entries(derived.table.derivedUnits ?? {})) {
    const unit: unknown = typeof expected === 'object' && expected !== null ? Reflect.get(expected, column) : undefined
    if (typeof unit !== 'string') continue
    const conversion = unitConversion(given, unit)
    if (conversion?.scale !== 1 || conversion.offset !== 0)
      throw new CodedError('model_unit_differs', { column, given, expected: unit })
  }
  return derived
}

export function derivedExpressions({
  derived_columns: derived,
}: Readonly<Record<string, MetadataValue>>): readonly string[] {
  return Array.isArray(derived) ? derived.filter((expression) => typeof expression === 'string') : []
}

interface Known {
  readonly name: string
  readonly column: Column
}

/** By its name, and where no other column has that: by its header in the file, and by its name without the unit. */
function namesOf({ columns }: Table): ReadonlyMap<string, Known> {
  const known = new Map(columns.map((column) => [column.name, { name: column.name, column }]))
  const others = columns.flatMap((column) => [column.header ?? '', plainName(column)].map((name) => ({ name, column })))
  for (const { name, column } of others) {
    const isAmbiguous = others.some((other) => other.name === name && other.column !== column)
    if (name.trim() !== '' && !known.has(name) && !isAmbiguous) known.set(name, { name, column })
  }
  return known
}

function asNamed({ name, column }: Known): NamedColumn {
  if (column.kind === 'number' || column.kind === 'boolean') return { name }
  if (column.kind === 'date') return { name, holds: ['dates'] }
  const levels = column.kind === 'category' ? column.levels : column.values.filter((value) => value !== null)
  return { name, holds: [...new Set(levels)].slice(0, SHOWN_LEVELS) }
}

function numbersOf(column: Column): Float64Array {
  if (column.kind === 'number') return column.values
  if (column.kind === 'boolean') return Float64Array.from(column.values, (value) => (value < 0 ? Number.NaN : value))
  throw new RangeError(`${column.name} holds no numbers`)
}

function madeWarning(name: string, expression: string, missing: number): Warning {
  const gaps = missing === 0 ? '' : ` In ${missing} rows it is missing because a column in it is.`
  return {
    code: 'column_derived',
    level: 'note',
    message: `${name} was calculated: ${expression}.${gaps}`,
    columns: [name],
  }
}

function failedWarnings({ source }: Table, name: string, expression: string, rows: readonly number[]): Warning[] {
  if (rows.length === 0) return []
  return [
    {
      code: 'derived_cells_missing',
      level: 'caution',
      message:
        `${name} has no value in ${rows.length} rows, where ${expression} can't be calculated: a division by zero, a root or ` +
        'logarithm of a number that has none, or a result too large. These cells count as missing.',
      columns: [name],
      rows: rows.slice(0, SHOWN_ROWS).map((row) => source.rowNumbers[row]!),
      count: rows.length,
    },
  ]
}
