import type { Dialect } from './dialect.ts'
import { identifier, literal } from './quote.ts'
import { filteredByClause, standardType, sundayBucket } from './standard.ts'

export const duckdb: Dialect = {
  name: 'duckdb',
  identifier,
  text: literal,
  type: standardType,
  bucket: (of, grain, firstWeekday) => {
    if (grain === 'day') return of
    // date_trunc goes over timestamps and takes three times as long.
    if (grain === 'month') return `(${of} - CAST(day(${of}) - 1 AS INTEGER))`
    const monday = `CAST(date_trunc('${grain}', ${of}) AS DATE)`
    return grain === 'week' && firstWeekday === 'sunday' ? sundayBucket(duckdb, of) : monday
  },
  add: (of, count, unit) => {
    if (unit === 'month') return `CAST(${of} + INTERVAL (${count}) MONTH AS DATE)`
    if (typeof count === 'string') return `${of} + CAST(${count} AS INTEGER)`
    return `${of} ${count < 0 ? '-' : '+'} ${Math.abs(count)}`
  },
  wholeQuotient: (of, by) => `${of} // ${by}`,
  daysBetween: (from, to) => `date_diff('day', ${from}, ${to})`,
  monthsBetween: (from, to) => `date_diff('month', ${from}, ${to})`,
  filtered: filteredByClause,
  quantile: (of, at, where) => `quantile_cont(${of}, ${at})${where === undefined ? '' : ` FILTER (WHERE ${where})`}`,
  nthLowest: (of, place) => `list_sort(list(${of}))[${place}]`,
  sharesBits: (left, right) => `(${left} & ${right}) <> 0`,
  buckets: (from, to, { count, unit }, name) =>
    `SELECT CAST(unnest(generate_series(${from}, ${to}, INTERVAL ${count} ${unit.toUpperCase()})) AS DATE) AS ${identifier(name)}`,
}
