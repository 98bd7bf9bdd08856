import type { DuckDBConnection } from '@duckdb/node-api'
import { CodedError } from '@zerosec/errors'
import { type Expression, partsOf } from '../mapping/expression.ts'
import { SOURCE_TABLES } from '../model/source-tables.ts'
import type { StagedSource } from './staged-source.ts'

/** What was decided for a column of dates, and by what. */
export interface DateDecision {
  readonly source: string
  readonly column: string
  readonly words: string
}

/** With one to four digits a year and separators - / or point, and a time or none. */
const WRITTEN = '^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{2}|\\d{4})(?:[ T].*)?$'

const TIMES = ['', ' %H:%M', ' %H:%M:%S', ' %I:%M %p', ' %I:%M:%S %p']

/**
 * Finds how the dates of a source's columns are written where the mapping does not say it: ISO, or day and month in the order that a
 * value above 12 gives away, looked for in the rows of all its files.
 *
 * @throws CodedError date_order_unknown, date_order_mixed
 */
export async function findDateFormats(connection: DuckDBConnection, staged: StagedSource): Promise<DateDecision[]> {
  if (staged.source.dates !== undefined) return []
  const decisions: DateDecision[] = []
  for (const column of dateColumns(staged)) {
    const decision = await findFormats(connection, staged, column)
    if (decision === undefined) continue
    staged.dateFormats.set(column, decision.formats)
    decisions.push({ source: staged.name, column, words: decision.words })
  }
  return decisions
}

async function findFormats(connection: DuckDBConnection, { name, table, columns }: StagedSource, column: string) {
  const text = `trim(c${columns.indexOf(column)})`
  const part = (group: number) => `TRY_CAST(regexp_extract(t, '${WRITTEN}', ${group}) AS INTEGER)`
  const result =
    await connection.runAndReadAll(`SELECT count(*)::INTEGER, min(t) FILTER (${part(1)} > 12), min(t) FILTER (${part(2)} > 12)
    FROM (SELECT DISTINCT ${text} AS t FROM ${table}) WHERE regexp_matches(t, '${WRITTEN}')`)
  const [written, dayFirst, monthFirst] = result.getRows()[0] as [number, string | null, string | null]
  if (written === 0) return undefined
  if (dayFirst !== null && monthFirst !== null) {
    throw new CodedError('date_order_mixed', { column, source: name, day_first: dayFirst, month_first: monthFirst })
  }
  if (dayFirst === null && monthFirst === null) throw new CodedError('date_order_unknown', { column, source: name })
  const order = dayFirst === null ? 'month' : 'day'
  const days = order === 'day' ? ['%d', '%m'] : ['%m', '%d']
  const dates = ['/', '-', '.'].flatMap((mark) => ['%y', '%Y'].map((year) => [...days, year].join(mark)))
  return {
    formats: ['iso', ...dates.flatMap((date) => TIMES.map((time) => date + time))],
    words: `dates are read with the ${order} first, as "${dayFirst ?? monthFirst}" can be read in no other way`,
  }
}

/** The file's columns that a date or time of the model is made of. */
function dateColumns({ source }: StagedSource): string[] {
  const found = new Set<string>()
  const visit = (expression: Expression): void => {
    if (typeof expression === 'string') found.add(expression)
    else if ('column' in expression) found.add(expression.column)
    else if (!('map' in expression) && !('lookup' in expression)) partsOf(expression).forEach(visit)
  }
  for (const { table, columns } of source.tables) {
    const declared: Readonly<Record<string, { type: string }>> = SOURCE_TABLES[table].columns
    for (const [name, expression] of Object.entries(columns)) {
      if (declared[name]?.type === 'timestamp' || declared[name]?.type === 'date') visit(expression)
    }
  }
  return [...found].sort()
}
