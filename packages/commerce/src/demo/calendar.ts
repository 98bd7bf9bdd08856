import { DEMO_DAYS, DEMO_TIME_ZONE, type DemoSettings } from './demo-settings.ts'
import type { Draw } from './random.ts'

/** Parts of an average day that times of orders are looked up by. */
export const PARTS = 32

/** Parts of the whole time that first orders are looked up by. */
export const FIRST_PARTS = 65_536

/** Of Sunday to Saturday. */
const WEEKDAYS = [1.12, 1.06, 1.0, 0.97, 0.98, 0.88, 0.99]

/** Of January to December. */
const MONTHS = [0.92, 0.86, 0.93, 0.97, 0.99, 0.91, 0.86, 0.88, 0.98, 1.04, 1.3, 1.36]

/**
 * The shop's clock. A day's weight is how much is bought on it: by weekday, month, the sale weeks and chance. What happens at a constant
 * rate in weights has the shop's seasons on the calendar, repeat orders too. First orders have the shop's growth on top.
 */
export function calendar({ until }: DemoSettings, draw: Draw): readonly string[] {
  const week = `[${WEEKDAYS.join(', ')}][1 + dayofweek(day)]`
  const month = `[${MONTHS.join(', ')}][month(day)]`
  return [
    `CREATE OR REPLACE TEMP TABLE demo_days AS
    WITH days AS (
      SELECT number::INTEGER AS number, DATE '${until}' - (${DEMO_DAYS - 1} - number)::INTEGER AS day FROM range(${DEMO_DAYS}) r(number)
    ),
    weighed AS (
      SELECT number, day, ${sale('day')} AS is_sale,
        ${week} * ${month} * CASE WHEN ${sale('day')} THEN 1.6 ELSE 1 END * (0.92 + 0.16 * ${draw('day', 'number')}) AS weight
      FROM days
    ),
    grown AS (SELECT *, weight * (0.55 + 0.9 * number / ${DEMO_DAYS}) AS first_weight FROM weighed)
    SELECT number, day, is_sale, weight, ${ahead('day::TIMESTAMP')} AS ahead_at_night, ${ahead('day + INTERVAL 12 HOUR')} AS ahead,
      ${DEMO_DAYS} * (sum(weight) OVER until_now - weight) / sum(weight) OVER () AS starts,
      ${DEMO_DAYS} * (sum(weight) OVER until_now) / sum(weight) OVER () AS ends,
      (sum(first_weight) OVER until_now - first_weight) / sum(first_weight) OVER () AS first_share
    FROM grown WINDOW until_now AS (ORDER BY number ROWS UNBOUNDED PRECEDING)
    ORDER BY number`,
    `CREATE OR REPLACE TEMP TABLE demo_parts AS
    SELECT part::INTEGER AS part, number, day, is_sale, ahead, ahead_at_night FROM range(${DEMO_DAYS * PARTS}) r(part)
      ASOF JOIN demo_days ON demo_days.starts <= part / ${PARTS} + 0.5 / ${PARTS} ORDER BY part`,
    `CREATE OR REPLACE TEMP TABLE demo_first_parts AS
    SELECT part::INTEGER AS part, number, starts, ends FROM range(${FIRST_PARTS}) r(part)
      ASOF JOIN demo_days ON demo_days.first_share <= (part + 0.5) / ${FIRST_PARTS} ORDER BY part`,
  ]
}

/** Microseconds that the store's clock is ahead of UTC. */
function ahead(local: string): string {
  return `epoch_us(${local}) - epoch_us(timezone('UTC', timezone('${DEMO_TIME_ZONE}', ${local})))`
}

/** An instant in UTC by the second of a day `d`, as the clock is changed between two and three. */
export function instantOf(second: string): string {
  return `make_timestamp(epoch_us(d.day) + (${second})::BIGINT * 1000000 - CASE WHEN ${second} < 9000 THEN d.ahead_at_night ELSE d.ahead END)`
}

/** The week of Black Friday, the first three weeks of January and the last two of July. */
function sale(day: string): string {
  const of = (month: number, from: number, to: number) =>
    `(month(${day}) = ${month} AND day(${day}) BETWEEN ${from} AND ${to})`
  return `(${[of(11, 22, 29), of(1, 2, 20), of(7, 15, 31)].join(' OR ')})`
}
