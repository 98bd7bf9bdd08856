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

/**
 * A share in whole thousandths. Where a quantile lies among n sorted values is counted in them: at · (n − 1) is then a whole number of
 * thousandths, so that which two values it lies between and how far is exact, and decimals stay decimals.
 */
export function thousandthsOf(at: number): number {
  const thousandths = Math.round(at * 1000)
  if (Math.abs(thousandths - at * 1000) > 1e-9) throw new RangeError(`${at} is no whole number of thousandths`)
  return thousandths
}
