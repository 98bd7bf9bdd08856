import { DAYS_OF_INSTANTS } from '../mapping/derived-columns.ts'
import type { Expression } from '../mapping/expression.ts'
import type { Feed } from '../mapping/mapping.ts'
import type { Column } from '../model/columns.ts'
import { SOURCE_TABLES } from '../model/source-tables.ts'
import { literal } from '../sql/quote.ts'
import {
  type Compiled,
  compileCondition,
  compileExpression,
  rowOrder,
  type Scope,
  summaryOf,
  withoutSummary,
} from './compile-expression.ts'

/** SQL that fills a table of the model from a source's rows. */
export interface FeedSql {
  /**
   * The rows as the table has them, with file_id, line, `problem` (null, or why the row can't be used) and `doubt` (why one of its values
   * can't): each a code, a bar and words.
   */
  readonly rows: string
  /** The table's columns, in the order of the rows. */
  readonly columns: readonly string[]
  /** Where one row is made of several: their columns as aggregates over `rows`. */
  readonly merged?: string
}

/** Money or quantities that can't be read would be missing from sums: such rows are kept out whole. */
const COUNTED: ReadonlySet<string> = new Set(['amount', 'number', 'rate'])

interface FedColumn extends Compiled {
  readonly name: string
  readonly column: Column
}

export function feedSql(feed: Feed, scope: Scope, currency: string): FeedSql {
  const fed = fedColumns(feed, scope, currency)
  const where = feed.where === undefined ? '' : ` WHERE ${compileCondition(feed.where, scope)}`
  const problems = fed.flatMap(problemsOf)
  const doubts = fed.filter((column) => !keepsOut(column)).flatMap((column) => faultCases(column, 'value_dropped'))
  const values = fed.map(({ name, sql }) => `${sql} AS ${name}`)
  const { alias } = scope
  const rows = `SELECT ${values.join(', ')}, ${alias}.file_id AS file_id, ${alias}.line AS line, ${caseOf(problems)} AS problem, ${caseOf(doubts)} AS doubt FROM ${scope.from()}${where}`
  const columns = fed.map(({ name }) => name)
  return feed.one_for === undefined
    ? { rows, columns }
    : { rows, columns, merged: mergedSql(feed, feed.one_for, columns) }
}

function fedColumns(feed: Feed, scope: Scope, currency: string): FedColumn[] {
  const declared: Readonly<Record<string, Column>> = SOURCE_TABLES[feed.table].columns
  const day = DAYS_OF_INSTANTS[feed.table]
  return Object.entries(declared).flatMap(([name, column]): FedColumn[] => {
    const made = (expression: Expression, wanted = column.type as Parameters<typeof compileExpression>[1]) => [
      { name, column, ...compileExpression(withoutSummary(expression), wanted, scope) },
    ]
    if (name === day?.day) {
      const { sql } = compileExpression(withoutSummary(feed.columns[day.instant]!), 'day of instant', scope)
      return [{ name, column, sql, faults: [] }]
    }
    const expression = feed.columns[name]
    if (expression !== undefined) {
      return name === 'currency' ? made({ first_of: [expression, { constant: currency }] }) : made(expression)
    }
    return name === 'currency' && feed.table !== 'exchange_rates' ? made({ constant: currency }) : []
  })
}

function keepsOut({ column }: FedColumn): boolean {
  return column.required === true || COUNTED.has(column.type)
}

function problemsOf(column: FedColumn): string[] {
  const unreadable = keepsOut(column) ? faultCases(column, 'value_unreadable') : []
  if (column.column.required !== true) return unreadable
  return [...unreadable, `WHEN ${column.sql} IS NULL THEN ${literal(`value_missing|${column.name} is empty`)}`]
}

function faultCases({ name, column, faults }: FedColumn, code: string): string[] {
  return faults.map(
    ({ test, shown }) =>
      `WHEN ${test} THEN ${literal(`${code}|${name}: "`)} || left(${shown}, 60) || ${literal(`" can't be read as ${KINDS[column.type]}`)}`,
  )
}

const KINDS: Readonly<Record<Column['type'], string>> = {
  text: 'a text that the mapping knows',
  integer: 'a whole number',
  amount: 'an amount',
  rate: 'a rate',
  number: 'a number',
  date: 'a date',
  timestamp: 'a time',
  boolean: 'yes or no',
}

function caseOf(cases: readonly string[]): string {
  return cases.length === 0 ? 'NULL::VARCHAR' : `(CASE ${cases.join(' ')} END)`
}

/** One row for each key, where the first of its rows begins; a column is the first value by file and line, or its summary. */
function mergedSql(feed: Feed, keys: readonly string[], columns: readonly string[]): string {
  const day = DAYS_OF_INSTANTS[feed.table]
  const aggregates = columns.map((name) => {
    if (keys.includes(name)) return name
    const expression = feed.columns[name === day?.day ? day.instant : name]
    const summary = expression === undefined ? undefined : summaryOf(expression)
    return summary === undefined ? `arg_min(${name}, ${rowOrder('part')})` : `${summary}(${name})`
  })
  const place = ['file_id', 'line'].map((name) => `arg_min(${name}, ${rowOrder('part')})`)
  return [...aggregates, ...place].join(', ')
}
