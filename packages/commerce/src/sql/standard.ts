import type { Dialect } from './dialect.ts'

/** The names of types that DuckDB and Trino share. */
export const standardType: Dialect['type'] = (type) =>
  ({ amount: 'DECIMAL(38,4)', integer: 'BIGINT', number: 'DOUBLE', double: 'DOUBLE', text: 'VARCHAR', date: 'DATE' })[
    type
  ]

/** The first Sunday of a week that begins there: the Monday of the day after, less one. */
export function sundayBucket(dialect: Dialect, of: string): string {
  const monday = dialect.bucket(dialect.add(of, 1, 'day'), 'week', 'monday')
  return dialect.add(monday, -1, 'day')
}

/** Standard SQL's FILTER. */
export const filteredByClause: Dialect['filtered'] = (name, of, where) => {
  const call =
    name === 'count' ? 'COUNT(*)' : name === 'count_distinct' ? `COUNT(DISTINCT ${of})` : `${name.toUpperCase()}(${of})`
  return where === undefined ? call : `${call} FILTER (WHERE ${where})`
}
