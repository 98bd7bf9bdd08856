import type { Dialect } from './dialect.ts'
import { identifier, literal } from './quote.ts'
import { filteredByClause, standardType, sundayBucket, thousandthsOf } from './standard.ts'

/** Trino, and Athena, whose engine is Trino's. */
export const trino: Dialect = {
  name: 'trino',
  identifier,
  text: literal,
  type: standardType,
  bucket: (of, grain, firstWeekday) => {
    if (grain === 'day') return of
    return grain === 'week' && firstWeekday === 'sunday' ? sundayBucket(trino, of) : `date_trunc('${grain}', ${of})`
  },
  add: (of, count, unit) =>
    typeof count === 'number' && count < 0
      ? `CAST(${of} - INTERVAL '${-count}' ${unit.toUpperCase()} AS DATE)`
      : `date_add('${unit}', ${count}, ${of})`,
  wholeQuotient: (of, by) => `${of} / ${by}`,
  daysBetween: (from, to) => `date_diff('day', ${from}, ${to})`,
  // Trino counts whole months, from day to day; boundaries are those between the first days.
  monthsBetween: (from, to) => `date_diff('month', date_trunc('month', ${from}), date_trunc('month', ${to}))`,
  filtered: filteredByClause,
  quantile: (of, at, where) => {
    const taken = where === undefined ? `${of} IS NOT NULL` : `${of} IS NOT NULL AND (${where})`
    const sorted = `array_sort(array_agg(${of}) FILTER (WHERE ${taken}))`
    const place = `${thousandthsOf(at)} * (COUNT(*) FILTER (WHERE ${taken}) - 1)`
    const lower = `element_at(${sorted}, ${place} / 1000 + 1)`
    const upper = `element_at(${sorted}, (${place} + 999) / 1000 + 1)`
    return `(${lower} + (${upper} - ${lower}) * (CAST((${place}) % 1000 AS DECIMAL(3,0)) * DECIMAL '0.001'))`
  },
  nthLowest: (of, place) => `element_at(array_sort(array_agg(${of})), ${place})`,
  sharesBits: (left, right) => `bitwise_and(${left}, ${right}) <> 0`,
  buckets: (from, to, { count, unit }, name) =>
    `SELECT * FROM UNNEST(sequence(${from}, ${to}, INTERVAL '${count}' ${unit.toUpperCase()})) AS bucket_days(${identifier(name)})`,
}
