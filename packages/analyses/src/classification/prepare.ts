import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import { checkNumbers } from '../check-numbers.ts'
import { constantWarnings, leftOutWarnings } from '../column-warnings.ts'
import { constantValue, type FactorColumn, reasonTexts } from '../factor-columns.ts'
import { type ModelInputs, modelInputs } from '../modelling/inputs.ts'
import { missingWarnings, occurs, rowsLeftOutWarnings } from '../modelling/usable-rows.ts'
import { chooseClassColumns } from './choose-columns.ts'
import { type ClassTarget, classTarget } from './class-target.ts'
import type { ClassificationParameters } from './parameters.ts'
import { type PreparedText, prepareTexts, type TextReading } from './text-columns.ts'

/** The rows whose class is known, and what it is predicted from. */
export interface ClassPreparation extends ModelInputs {
  readonly classes: ClassTarget
  readonly features: readonly FactorColumn[]
  /** n: index of each row in the table. */
  readonly rows: Int32Array
  /** n: the line of the file or row of the sheet. */
  readonly rowNumbers: Uint32Array
  /** n, on memory that threads share: the place of the row's label. */
  readonly target: Float64Array
  /** Columns of free text. */
  readonly texts: readonly PreparedText[]
  /** What was learnt of them; none before they were read. */
  readonly readings: readonly TextReading[]
  readonly warnings: readonly Warning[]
}

/** Fewer rows can't be divided into parts that fit and parts that measure. */
const FEWEST_ROWS = 8

/**
 * The factors and rows of a classification. Rows without a class are left out and listed; missing cells of factors stay, since models
 * handle them or have them filled.
 *
 * @throws CodedError what `classTarget` and `chooseClassColumns` refuse, values_*, factors_none, model_rows_too_few
 */
export function prepareClasses(table: Table, parameters: ClassificationParameters): ClassPreparation {
  const classes = classTarget(table, parameters)
  const organising = new Set([parameters.group_column, parameters.fold_column])
  const named = new Set(parameters.feature_columns)
  const { features: chosen, texts, leftOut } = chooseClassColumns(table, classes.columns, parameters.feature_columns)
  const candidates = chosen.filter(({ name }) => named.has(name) || !organising.has(name))
  for (const column of candidates) if (column.kind === 'number') checkNumbers(table, column)
  const rows = Int32Array.from(classes.codes.keys()).filter((row) => classes.codes[row]! >= 0)
  if (rows.length < FEWEST_ROWS)
    throw new CodedError('model_rows_too_few', { column: classes.name, rows: rows.length, needed: FEWEST_ROWS })
  const features = candidates.filter((column) => constantValue(column, rows) === undefined && occurs(column, rows))
  const rowNumbers = Uint32Array.from(rows, (row) => table.source.rowNumbers[row]!)
  const read = prepareTexts(
    texts.filter(({ name }) => named.has(name) || !organising.has(name)),
    rows,
    rowNumbers,
  )
  const constant = [
    ...candidates.filter((column) => !features.includes(column)).map(({ name }) => name),
    ...read.constant,
  ]
  if (features.length === 0 && read.texts.length === 0) {
    const reasons = [...reasonTexts(leftOut), ...constant.map((name) => `${name} does not vary over the usable rows`)]
    throw new CodedError('factors_none', { column: classes.name, reasons })
  }
  const target = new Float64Array(new SharedArrayBuffer(8 * rows.length))
  for (let i = 0; i < rows.length; i++) target[i] = classes.codes[rows[i]!]!
  return {
    classes,
    features,
    rows,
    rowNumbers,
    target,
    ...modelInputs(features, rows),
    texts: read.texts,
    readings: [],
    warnings: [
      ...leftOutWarnings(leftOut.filter(({ column }) => !organising.has(column))),
      ...constantWarnings(constant),
      ...rowsLeftOutWarnings(table, classes.name, rows),
      ...missingWarnings(features, rows),
      ...read.warnings,
    ],
  }
}
