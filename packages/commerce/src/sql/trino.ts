import { CodedError } from '@zerosec/errors'
import type { Dialect } from './dialect.ts'
import { identifier, literal } from './quote.ts'
import { filteredByClause, standardType, sundayBucket } from './standard.ts'

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
  add: (of, count, unit) => `date_add('${unit}', ${count}, ${of})`,
  wholeQuotient: (of, by) => `${of} / ${by}`,
  daysBetween: (from, to) => `date_diff('day', ${from}, ${to})`,
  // Trino counts whole months, from day to day; boundaries are those between the first days.
  monthsBetween: (from, to) => `date_diff('month', date_trunc('month', ${from}), date_trunc('month', ${to}))`,
  filtered: filteredByClause,
  quantile: () => {
    throw new CodedError('commerce_dialect_inexact', { dialect: 'Trino' })
  },
  buckets: (from, to, { count, unit }, name) =>
    `SELECT * FROM UNNEST(sequence(${from}, ${to}, INTERVAL '${count}' ${unit.toUpperCase()})) AS bucket_days(${identifier(name)})`,
}
