import { CodedError } from '@zerosec/errors'
import type { CategoryColumn, Column, NumberColumn, Table, TextColumn } from '@zerosec/table'
import { isPlotNumber, isRowNumber } from './row-numbers.ts'

/** A column that can stand in a model. */
export type FactorColumn = Extract<Column, { kind: 'number' | 'category' | 'boolean' }>

export interface ColumnChoice {
  readonly response: NumberColumn
  readonly features: readonly FactorColumn[]
  /** Columns that are no features, with the reason; empty where the features were named. */
  readonly leftOut: readonly { readonly column: string; readonly reason: string }[]
}

/** A column with more missing cells than this is left out of "all columns": it would cost more rows than it explains. */
const MAX_MISSING_SHARE = 0.5
/** A text column with more texts is no category. */
const MAX_LEVELS = 50

/**
 * The response and the columns that may explain it. Named features are taken as they are or refused; if none is named, every
 * column that can be used is taken and the others come back with the reason.
 *
 * @throws CodedError columns_too_few, column_unknown, column_all_missing, response_not_numeric, response_constant,
 *   parameter_invalid
 */
export function chooseColumns(table: Table, target: string, features: readonly string[]): ColumnChoice {
  const [first] = table.columns
  if (first && table.columns.length === 1) throw new CodedError('columns_too_few', { column: first.name })
  const response = responseColumn(table, target)
  return { response, ...chooseFactors(table, [response.name], features) }
}

/**
 * The columns that may explain some responses, of whatever kind these are: as of `chooseColumns`.
 *
 * @param responses  names of the columns that can't be factors
 * @throws CodedError column_unknown, column_all_missing, parameter_invalid
 */
export function chooseFactors(
  table: Table,
  responses: readonly string[],
  features: readonly string[],
): Omit<ColumnChoice, 'response'> {
  if (features.length > 0) return { features: namedFeatures(table, responses, features), leftOut: [] }
  return usableFeatures(table, responses)
}

/** @throws CodedError column_unknown */
export function columnNamed(table: Table, name: string): Column {
  const column = table.columns.find((each) => each.name === name)
  if (!column) throw new CodedError('column_unknown', { column: name, known: table.columns.map((each) => each.name) })
  return column
}

/**
 * The column as one that a model can hold.
 *
 * @param parameter  what asked for it, for the error
 * @throws CodedError column_all_missing, parameter_invalid for text and dates
 */
export function factorColumn(table: Table, column: Column, parameter: string): FactorColumn {
  if (column.missingCount >= table.rowCount && !hasUnreadable(column)) {
    throw new CodedError('column_all_missing', { column: column.name })
  }
  const category = column.kind === 'text' ? categoryOf(column) : null
  if (category) return category
  if (column.kind === 'text' || column.kind === 'date') {
    throw new CodedError('parameter_invalid', {
      parameter,
      problem: `"${column.name}" holds ${KINDS[column.kind]}, which a model can't use`,
    })
  }
  return column
}

/** A text column that is named as a factor has levels after all if each of a few texts repeats. */
function categoryOf(column: TextColumn): CategoryColumn | null {
  const { values } = column
  const levels = [...new Set(values.filter((value) => value !== null))]
  if (levels.length > MAX_LEVELS || 2 * levels.length > values.length) return null
  const codeOf = new Map(levels.map((level, code) => [level, code]))
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : codeOf.get(value)!))
  return {
    kind: 'category',
    name: column.name,
    missingCount: column.missingCount,
    ...(column.unit === undefined ? {} : { unit: column.unit }),
    levels,
    codes,
  }
}

const KINDS: Record<Exclude<Column['kind'], 'number'>, string> = {
  category: 'categories',
  boolean: 'yes/no values',
  text: 'text',
  date: 'dates',
}

function responseColumn(table: Table, name: string): NumberColumn {
  const column = columnNamed(table, name)
  if (column.missingCount >= table.rowCount && !hasUnreadable(column)) {
    throw new CodedError('column_all_missing', { column: name })
  }
  if (column.kind !== 'number') throw new CodedError('response_not_numeric', { column: name, kind: KINDS[column.kind] })
  const value = constantValue(column)
  if (value !== undefined) throw new CodedError('response_constant', { column: name, value })
  return column
}

function namedFeatures(table: Table, responses: readonly string[], names: readonly string[]): FactorColumn[] {
  const features = [...new Set(names)].map((name) => factorColumn(table, columnNamed(table, name), 'feature_columns'))
  const circular = features.find((feature) => responses.includes(feature.name))
  if (circular) {
    throw new CodedError('parameter_invalid', {
      parameter: 'feature_columns',
      problem: `"${circular.name}" is the response and can't explain itself`,
    })
  }
  return features
}

function usableFeatures(table: Table, responses: readonly string[]): Omit<ColumnChoice, 'response'> {
  const identifiers = new Set(
    table.findings.filter((finding) => finding.code === 'column_identifier').map((finding) => finding.column),
  )
  const features: FactorColumn[] = []
  const leftOut: { column: string; reason: string }[] = []
  for (const column of table.columns) {
    if (responses.includes(column.name)) continue
    const reason = exclusionReason(column, table.rowCount, identifiers)
    if (reason === null) features.push(column as FactorColumn)
    else leftOut.push({ column: column.name, reason })
  }
  const numbers = features.filter((feature) => isRowNumber(feature) || isPlotNumber(feature))
  if (numbers.length === 0 || numbers.length === features.length) return { features, leftOut }
  return {
    features: features.filter((feature) => !numbers.includes(feature)),
    leftOut: [...leftOut, ...numbers.map(({ name }) => ({ column: name, reason: 'running number' }))],
  }
}

/** `id (identifier); day, time (dates)` */
export function reasonTexts(leftOut: ColumnChoice['leftOut']): string[] {
  const reasons = [...new Set(leftOut.map(({ reason }) => reason))]
  return reasons.map((reason) => {
    const columns = leftOut.filter((each) => each.reason === reason).map(({ column }) => column)
    return `${columns.join(', ')} (${reason})`
  })
}

function exclusionReason(column: Column, rowCount: number, identifiers: ReadonlySet<unknown>): string | null {
  if (column.missingCount >= rowCount && !hasUnreadable(column)) return 'empty'
  if (identifiers.has(column.name)) return 'identifier'
  if (column.kind === 'text') return 'text'
  if (column.kind === 'date') return 'dates'
  if (constantValue(column) !== undefined) return 'constant'
  const unreadable = hasUnreadable(column) ? column.unreadable.length : 0
  if (column.missingCount - unreadable > MAX_MISSING_SHARE * rowCount) return 'more than half of its cells missing'
  return null
}

function hasUnreadable(column: Column): column is NumberColumn {
  return column.kind === 'number' && column.unreadable.length > 0
}

/** The one value of a column that does not vary over the rows (all rows if none are given); undefined if it varies or is empty. */
export function constantValue(column: FactorColumn, rows?: Int32Array): string | number | undefined {
  const cells = column.kind === 'category' ? column.codes : column.values
  const isMissing = column.kind === 'number' ? Number.isNaN : (code: number) => code < 0
  let found: number | undefined
  const count = rows?.length ?? cells.length
  for (let k = 0; k < count; k++) {
    const cell = cells[rows ? rows[k]! : k]!
    if (isMissing(cell)) continue
    if (found === undefined) found = cell
    else if (found !== cell) return undefined
  }
  if (found === undefined || column.kind === 'number') return found
  return column.kind === 'category' ? column.levels[found] : found === 1 ? 'true' : 'false'
}
