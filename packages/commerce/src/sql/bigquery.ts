import type { Dialect } from './dialect.ts'
import { thousandthsOf } from './standard.ts'

export const bigquery: Dialect = {
  name: 'bigquery',
  identifier: (name) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``,
  text: (value) => `'${value.replace(/[\\'\n\r]/g, (character) => ESCAPES[character] ?? character)}'`,
  type: (type) =>
    ({ amount: 'NUMERIC', integer: 'INT64', number: 'FLOAT64', double: 'FLOAT64', text: 'STRING', date: 'DATE' })[type],
  bucket: (of, grain, firstWeekday) => {
    if (grain === 'day') return of
    const part = grain === 'week' ? (firstWeekday === 'sunday' ? 'WEEK(SUNDAY)' : 'ISOWEEK') : grain.toUpperCase()
    return `DATE_TRUNC(${of}, ${part})`
  },
  add: (of, count, unit) =>
    `DATE_ADD(${of}, INTERVAL ${typeof count === 'string' ? `(${count})` : count} ${unit.toUpperCase()})`,
  wholeQuotient: (of, by) => `DIV(${of}, ${by})`,
  daysBetween: (from, to) => `DATE_DIFF(${to}, ${from}, DAY)`,
  monthsBetween: (from, to) => `DATE_DIFF(${to}, ${from}, MONTH)`,
  filtered: (name, of, where) => {
    if (name === 'count') return where === undefined ? 'COUNT(*)' : `COUNTIF(${where})`
    const value = where === undefined ? of : `IF(${where}, ${of}, NULL)`
    return name === 'count_distinct' ? `COUNT(DISTINCT ${value})` : `${name.toUpperCase()}(${value})`
  },
  quantile: (of, at, where) => {
    const value = where === undefined ? of : `IF(${where}, ${of}, NULL)`
    const sorted = `ARRAY_AGG(${value} IGNORE NULLS ORDER BY ${value})`
    const place = `${thousandthsOf(at)} * (COUNT(${value}) - 1)`
    const lower = `${sorted}[SAFE_OFFSET(DIV(${place}, 1000))]`
    const upper = `${sorted}[SAFE_OFFSET(DIV((${place} + 999), 1000))]`
    return `(${lower} + (${upper} - ${lower}) * (CAST(MOD(${place}, 1000) AS NUMERIC) * NUMERIC '0.001'))`
  },
  nthLowest: (of, place) => `ARRAY_AGG(${of} ORDER BY ${of})[SAFE_OFFSET(${place} - 1)]`,
  sharesBits: (left, right) => `(${left} & ${right}) <> 0`,
  buckets: (from, to, { count, unit }, name) =>
    `SELECT * FROM UNNEST(GENERATE_DATE_ARRAY(${from}, ${to}, INTERVAL ${count} ${unit.toUpperCase()})) AS ${bigquery.identifier(name)}`,
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r' }
