import { literal } from '../sql/quote.ts'

/**
 * `clock_days`: each UTC day that an order has an instant of, with what the store's clock is ahead of UTC. The time zone is looked up
 * for thousands of days, not for millions of instants, which takes a tenth of the time. `shift` is null on the days on which
 * the clock is changed.
 */
export function clockDays(timeZone: string): string {
  const instants = ['ordered_at', 'shipped_at', 'promised_at', 'delivered_at']
  const days = instants.map((column) => `SELECT DISTINCT ${column}::DATE FROM orders WHERE ${column} IS NOT NULL`)
  const ahead = (instant: string) => `${zoned(instant, timeZone)} - ${instant}`
  return `
    CREATE OR REPLACE TEMP TABLE clock_days AS
    SELECT day, CASE WHEN shift = shift_at_end THEN shift END AS shift
    FROM (
      SELECT day, ${ahead('day::TIMESTAMP')} AS shift, ${ahead('(day + 1)::TIMESTAMP')} AS shift_at_end
      FROM (${days.join(' UNION ')}) AS found(day)
    )`
}

/** The store's own time at an instant, where `clock` is the row of `clock_days` for the instant's day. */
export function storeTime(instant: string, clock: string, timeZone: string): string {
  return `CASE WHEN ${clock}.shift IS NULL THEN ${zoned(instant, timeZone)} ELSE ${instant} + ${clock}.shift END`
}

function zoned(instant: string, timeZone: string): string {
  return `timezone(${literal(timeZone)}, timezone('UTC', ${instant}))`
}
