import { sql } from 'kysely'

/** The database's clock, as far as JavaScript's dates reach. */
export const NOW = sql<Date>`date_trunc('milliseconds', clock_timestamp())`

export function leaseOf(seconds: number) {
  return sql<Date>`clock_timestamp() + ${seconds} * interval '1 second'`
}

export function dueIn(seconds: number) {
  return sql<Date>`date_trunc('milliseconds', clock_timestamp() + ${seconds} * interval '1 second')`
}

/** What every move out of an attempt writes. */
export const NO_ATTEMPT = { attempt_token: null, lease_expires_at: null }
