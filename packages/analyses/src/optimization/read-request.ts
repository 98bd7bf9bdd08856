import type { Warning } from '@zerosec/report'
import type { Finding, Table } from '@zerosec/table'
import { findingWarnings } from '../finding-warnings.ts'
import type { DesignBasis } from './design-basis.ts'
import { designRequest } from './design-request.ts'
import type { FactorDescription } from './factor-description.ts'
import { type FactorTable, readFactorTable } from './factor-table.ts'
import { readLevelColumns } from './level-columns.ts'
import type { OptimizationParameters } from './parameters.ts'
import { readFactors } from './read-factors.ts'
import { readRuns } from './read-runs.ts'
import type { DesignRequest } from './request.ts'
import { responseColumns } from './response-columns.ts'
import { checkBounds } from './row-bounds.ts'
import { isNamed } from './run-cells.ts'

/**
 * What is asked for, from the table and the parameters.
 *
 * @throws CodedError for whatever can't be read, can't be met or has no answer, naming the factor, row or constraint
 */
export function readRequest(table: Table, parameters: OptimizationParameters): DesignRequest {
  checkBounds(parameters.bounds)
  const list = readFactorTable(table) ?? readLevels(table, parameters)
  const basis = list
    ? readFactors(mergeDescriptions(list.descriptions, parameters.factors), parameters, list)
    : readRows(table, parameters)
  const request = designRequest(basis, parameters)
  const readings = list ? findingWarnings(table, isAboutList) : runReadings(table, request)
  return { ...request, warnings: [...request.warnings, ...readings] }
}

/** Cells may be blank in a list of factors, and what stands in them is read again as text. */
function isAboutList({ code, column }: Finding): boolean {
  return column === undefined && code !== 'header_empty_named' && code !== 'rows_duplicate'
}

/** What the reading of the file changed or doubted about the table and its factors and responses. */
function runReadings(table: Table, { columns, responses }: DesignRequest): Warning[] {
  const isNamedIn = (names: readonly { readonly name: string }[], column: string | undefined) =>
    table.columns.some((each) => each.name === column && names.some(({ name }) => isNamed(each, name)))
  return findingWarnings(table, ({ code, column }) => {
    if (ABOUT_ROLES.has(code)) return false
    if (column === undefined || isNamedIn(columns, column)) return true
    return isNamedIn(responses, column) && code !== 'cell_missing_marker' // those are runs still to be made
  })
}

/** What a column serves as is decided here, not by the reader; a design may repeat a row. */
const ABOUT_ROLES = new Set<string>(['column_identifier', 'column_constant', 'rows_duplicate'])

/** Where the described factors are no columns of the table, it is of no account. */
function readRows(table: Table, parameters: OptimizationParameters): DesignBasis {
  const { factors: described } = parameters
  const isColumn = ({ name }: FactorDescription) => table.columns.some((column) => isNamed(column, name))
  if (described.length > 0 && !described.some(isColumn)) return readFactors(described, parameters)
  return readRuns(table, parameters, described)
}

/** Only where no column is a response: the first results of a short list of runs leave gaps too. */
function readLevels(table: Table, { mode, response_columns: named }: OptimizationParameters): FactorTable | undefined {
  if (mode === 'select' || mode === 'augment') return undefined
  const { found } = responseColumns(table, named)
  return found === 'named' || found === 'by name' ? undefined : readLevelColumns(table)
}

/** A parameter's description wins over the table's, field by field; factors that only it has come last. */
function mergeDescriptions(
  fromTable: readonly FactorDescription[],
  given: readonly FactorDescription[],
): FactorDescription[] {
  const merged = fromTable.map((description) => ({
    ...description,
    ...given.find(({ name }) => name === description.name),
  }))
  return [...merged, ...given.filter(({ name }) => !fromTable.some((description) => description.name === name))]
}
