import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import type { NumberColumn, Table } from '@zerosec/table'
import { checkNumbers } from '../check-numbers.ts'
import { constantWarnings, leftOutWarnings } from '../column-warnings.ts'
import { chooseColumns, constantValue, type FactorColumn, reasonTexts } from '../factor-columns.ts'
import { type ModelInputs, modelInputs } from '../modelling/inputs.ts'
import { missingWarnings, occurs, rowsLeftOutWarnings } from '../modelling/usable-rows.ts'
import type { NonlinearParameters } from './parameters.ts'

/** One response and the rows that it was measured in. */
export interface Preparation extends ModelInputs {
  readonly response: NumberColumn
  readonly features: readonly FactorColumn[]
  /** n: index of each row in the table. */
  readonly rows: Int32Array
  /** n: the line of the file or row of the sheet. */
  readonly rowNumbers: Uint32Array
  /** n, on memory that threads share. */
  readonly target: Float64Array
  readonly warnings: readonly Warning[]
}

/** Fewer rows can't be divided into parts that fit and parts that measure. */
const FEWEST_ROWS = 5

/**
 * The factors and rows of one response. Rows without a value of the response are left out and listed; missing cells of factors stay,
 * since models handle them or have them filled.
 *
 * @param targets  every response of the run: none of them is a factor of another, unless it is named
 * @throws CodedError what `chooseColumns` refuses, values_*, factors_none, response_constant, model_rows_too_few
 */
export function prepare(
  table: Table,
  target: string,
  targets: readonly string[],
  parameters: NonlinearParameters,
): Preparation {
  const { response, features: chosen, leftOut } = chooseColumns(table, target, parameters.feature_columns)
  const organising = new Set([parameters.group_column, parameters.time_column, parameters.fold_column])
  const others = new Set(targets)
  const named = new Set(parameters.feature_columns)
  const candidates = chosen.filter(({ name }) => named.has(name) || !(others.has(name) || organising.has(name)))
  for (const column of [response, ...candidates]) if (column.kind === 'number') checkNumbers(table, column)

  const rows = measuredRows(response)
  if (rows.length < FEWEST_ROWS) {
    throw new CodedError('model_rows_too_few', { column: target, rows: rows.length, needed: FEWEST_ROWS })
  }
  const value = constantValue(response, rows)
  if (value !== undefined) throw new CodedError('response_constant', { column: target, value })
  const features = candidates.filter((column) => constantValue(column, rows) === undefined && occurs(column, rows))
  const constant = candidates.filter((column) => !features.includes(column)).map(({ name }) => name)
  if (features.length === 0) {
    const reasons = [...reasonTexts(leftOut), ...constant.map((name) => `${name} does not vary over the usable rows`)]
    throw new CodedError('factors_none', { column: target, reasons })
  }
  const values = new Float64Array(new SharedArrayBuffer(8 * rows.length))
  for (let i = 0; i < rows.length; i++) values[i] = response.values[rows[i]!]!
  return {
    response,
    features,
    rows,
    rowNumbers: Uint32Array.from(rows, (row) => table.source.rowNumbers[row]!),
    target: values,
    ...modelInputs(features, rows),
    warnings: [
      ...leftOutWarnings(leftOut.filter(({ column }) => !others.has(column) && !organising.has(column))),
      ...constantWarnings(constant),
      ...rowsLeftOutWarnings(table, response.name, rows),
      ...missingWarnings(features, rows),
    ],
  }
}

function measuredRows(response: NumberColumn): Int32Array {
  const rows: number[] = []
  for (let i = 0; i < response.values.length; i++) if (!Number.isNaN(response.values[i]!)) rows.push(i)
  return Int32Array.from(rows)
}
