import { FIRST_PARTS, instantOf, PARTS } from './calendar.ts'
import { DEMO_DAYS, type DemoSettings } from './demo-settings.ts'
import { PLACES } from './places.ts'
import { chosen, type Draw } from './random.ts'

/** Parts of an average day that gaps between orders are counted in: whole numbers, as their sums don't depend on the order. */
const TICKS = 65_536

/** Three kinds of persons: their share, the chance that another order follows, and the mean days until it does. */
const LOYALTY = [
  { share: 0.56, again: 0.12, gap: 110 },
  { share: 0.33, again: 0.55, gap: 75 },
  { share: 0.11, again: 0.83, gap: 38 },
] as const

const GUESTS = 0.14

/** `demo_places`: a thousand slots, as many for a place as its share says. */
export const DEMO_PLACES = `
  CREATE OR REPLACE TEMP TABLE demo_places AS
  WITH places(country, region, city, share) AS (
    VALUES ${PLACES.map(([country, region, city, share]) => `('${country}', '${region}', '${city}', ${share})`).join(', ')}
  )
  SELECT country, region, city, (row_number() OVER (ORDER BY country, city) - 1)::INTEGER AS slot
  FROM (SELECT country, region, city, unnest(range(share)) FROM places)`

/**
 * `demo_visits`: who buys when. Persons come at the shop's growing rate and come back at a rate of their own kind, so that each month's
 * cohort thins out; the last ones have had little time to. As many persons as it takes to make the orders asked for.
 */
export function demoVisits({ orders }: DemoSettings, draw: Draw): string {
  const kind = (value: (kind: (typeof LOYALTY)[number]) => number) =>
    `CASE WHEN kind < ${LOYALTY[0].share} THEN ${value(LOYALTY[0])} WHEN kind < ${LOYALTY[0].share + LOYALTY[1].share} THEN ${value(LOYALTY[1])} ELSE ${value(LOYALTY[2])} END`
  return `
    CREATE OR REPLACE TEMP TABLE demo_visits AS
    WITH drawn AS (
      SELECT person, ${draw('kind', 'person')} AS kind, ${draw('guest', 'person')} < ${GUESTS} AS is_guest,
        ((f.starts + ${draw('moment', 'person')} * (f.ends - f.starts)) * ${TICKS})::BIGINT AS first_tick
      FROM range(${Math.ceil(orders * 0.8) + 50}) r(person)
        JOIN demo_first_parts f ON f.part = floor(${draw('first', 'person')} * ${FIRST_PARTS})::INTEGER
    ),
    persons AS (
      SELECT person, is_guest, first_tick, ${kind(({ gap }) => gap)} AS gap,
        CASE WHEN is_guest THEN 0 ELSE least(60, floor(ln(1 - ${draw('again', 'person')}) / ln(${kind(({ again }) => again)}))) END AS again
      FROM drawn
    ),
    visits AS (SELECT person, is_guest, first_tick, gap, unnest(range(again::BIGINT + 1)) AS visit FROM persons),
    timed AS (
      SELECT person, is_guest, visit, first_tick + sum(
        CASE WHEN visit = 0 THEN 0 ELSE (-gap * ln(1 - ${draw('gap', 'person', 'visit')}) * ${TICKS})::BIGINT END
      ) OVER (PARTITION BY person ORDER BY visit) AS tick
      FROM visits
    )
    SELECT person::INTEGER AS person, is_guest, visit::INTEGER AS visit, (tick // ${TICKS / PARTS})::INTEGER AS part
    FROM timed WHERE tick < ${DEMO_DAYS * TICKS} ORDER BY person, visit LIMIT ${orders}`
}

/** `demo_orders`: each order with its moment on the store's clock, where it goes, and how large it is. By time; its rowid is its number. */
export function demoOrders(draw: Draw): string {
  const order = (purpose: string) => draw(purpose, 'v.person', 'v.visit')
  const size = `CASE WHEN ${order('wholesale')} < 0.00004 THEN 56 ELSE ${chosen('size', { 1: 38, 2: 25, 3: 15, 4: 9, 5: 6, 6: 4, 8: 3 })}::INTEGER END`
  return `
    CREATE OR REPLACE TEMP TABLE demo_orders AS
    WITH drawn AS (
      SELECT *, ${order('lines')} AS size, ${order('channel')} AS channel, ${secondOfDay(order)} AS second
      FROM demo_visits v
    ),
    placed AS (
      SELECT v.person, v.visit, v.is_guest, d.number AS day_number, d.day, d.is_sale, l.country, l.region, l.city,
        ${instantOf('v.second')} AS ordered_at, d.ahead,
        CASE WHEN l.country = 'CH' THEN 'CHF' ELSE 'EUR' END AS currency,
        ${chosen(`greatest(0, v.channel - 0.1 * d.number / ${DEMO_DAYS})`, { app: 18, marketplace: 14, store: 8, web: 60 })} AS channel,
        ${size} AS size, ${order('fate')} AS fate
      FROM drawn v JOIN demo_parts d ON d.part = v.part
        JOIN demo_places l ON l.slot = floor(${draw('place', 'v.person')} * 1000)::INTEGER
    )
    SELECT * FROM placed ORDER BY ordered_at, person, visit`
}

/** Around the clock a little, most between morning and night with the peak in the afternoon. */
function secondOfDay(order: (purpose: string) => string): string {
  return `CASE WHEN ${order('night')} < 0.06 THEN 86399 * ${order('hour')}
    ELSE 25200 + 57000 * (${order('hour')} + ${order('minute')}) / 2 END`
}

/** An order's id by its number. */
export function orderId(number: string): string {
  return `'A' || (100000000 + ${number})`
}

/** A person's id by its number. */
export function personId(number: string): string {
  return `'C' || (100000000 + ${number})`
}
