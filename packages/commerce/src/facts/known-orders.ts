import { literal } from '../sql/quote.ts'
import type { Dictionaries } from './dictionaries.ts'
import { type Exclusion, type FactSettings, STATUS_WORDS } from './fact-settings.ts'
import { inPart, type OrderPart } from './order-parts.ts'

/**
 * `priced_orders`: every order whose currency has a rate, by instant and then by id. Its rowid is the order's key, so that a lower key of
 * the same person is an earlier order.
 */
export function pricedOrders({ currency, statuses = STATUS_WORDS }: FactSettings, dictionaries: Dictionaries): string {
  const own = `upper(coalesce(o.currency, ${literal(currency)}))`
  const words = ['status', 'channel', 'country', 'region', 'city', 'currency', 'exclusion']
  const typed = words.map((column) => `${column}::${dictionaries.get(column)?.type ?? 'VARCHAR'} AS ${column}`)
  return `
    CREATE OR REPLACE TEMP TABLE priced_orders AS
    SELECT * REPLACE (${typed.join(', ')}) FROM (
      SELECT o.* EXCLUDE (is_test, is_deleted, updated_at, file_id, line) REPLACE (${own} AS currency), r.rate, ${exclusion(statuses)} AS exclusion
      FROM orders o JOIN day_rates r ON r.currency = ${own} AND r.day = o.business_date
      WHERE r.rate IS NOT NULL
    )
    ORDER BY ordered_at, order_id`
}

function exclusion(statuses: Readonly<Record<string, Exclusion>>): string {
  const words = Object.entries(statuses).map(([word, reason]) => `WHEN ${literal(word)} THEN ${literal(reason)}`)
  const byStatus = words.length === 0 ? 'NULL' : `CASE lower(trim(o.status)) ${words.join(' ')} END`
  return `CASE WHEN o.is_test THEN 'test' WHEN o.is_deleted THEN 'deleted' ELSE ${byStatus} END`
}

/** Before any order. */
const NEVER = "DATE '0001-01-01'"

/** `persons`: each person with the key of their first order, valid or not, and how many they have. */
const PERSONS = `
  CREATE OR REPLACE TEMP TABLE persons AS
  SELECT customer_id, min(rowid) AS customer_key, count(*) AS orders FROM priced_orders WHERE customer_id IS NOT NULL GROUP BY customer_id`

/** `person_orders`: orders of persons in narrow columns, as their history is told by sorting them. */
const PERSON_ORDERS = `
  CREATE OR REPLACE TEMP TABLE person_orders AS
  SELECT p.rowid AS order_key, customer_key, n.orders, business_date, exclusion IS NULL AS counts, channel, country, region, city
  FROM priced_orders p JOIN persons n USING (customer_id)`

const PLACES = ['channel', 'country', 'region', 'city'] as const

/** Whether all of a person's rows have one value, or none has any. */
const inOne = (name: string) =>
  `min(${name}) IS NOT DISTINCT FROM max(${name}) AND count(${name}) IN (0, count(*)) AS in_one_${name}`

/** `order_places`: valid orders by their place among those of their person. Who has only one needs no sorting. */
const ORDER_PLACES = `
  CREATE OR REPLACE TEMP TABLE order_places AS
  SELECT order_key, customer_key, 1 AS order_seq, business_date AS first_date, NULL::DATE AS previous_order_date
  FROM person_orders WHERE counts AND orders = 1
  UNION ALL
  SELECT order_key, customer_key, row_number() OVER person, first_value(business_date) OVER person, lag(business_date) OVER person
  FROM person_orders WHERE counts AND orders > 1
  WINDOW person AS (PARTITION BY customer_key ORDER BY order_key)`

/**
 * `order_history`: an order's place among those of its person, over all time and valid orders only: an old order that comes late
 * re-ranks those after it, and a person whose earlier orders were all canceled is new.
 */
const HISTORY = `
  CREATE OR REPLACE TEMP TABLE order_history AS
  WITH alike AS (
    SELECT customer_key, ${PLACES.map(inOne).join(', ')} FROM person_orders WHERE counts AND orders > 1 GROUP BY customer_key
  )
  SELECT order_key, customer_key, order_seq, date_trunc('month', first_date)::DATE AS cohort_month, previous_order_date,
    CASE WHEN order_seq = 1 THEN ${NEVER} ELSE previous_order_date END AS earlier_order_date,
    CASE WHEN order_seq = 2 THEN ${NEVER} WHEN order_seq > 2 THEN previous_order_date END AS earlier_return_date,
    ${PLACES.map((name) => `coalesce(in_one_${name}, true) AS in_one_${name}`).join(', ')},
    CASE WHEN order_seq = 1 THEN 'new' ELSE 'returning' END AS customer_type
  FROM order_places LEFT JOIN alike USING (customer_key)
  UNION ALL
  SELECT p.order_key, p.customer_key, NULL, date_trunc('month', f.first_date)::DATE, NULL, NULL, NULL, false, false, false, false,
    CASE WHEN f.order_key < p.order_key THEN 'returning' ELSE 'new' END
  FROM person_orders p LEFT JOIN order_places f ON f.customer_key = p.customer_key AND f.order_seq = 1
  WHERE NOT p.counts`

export const ORDER_HISTORY = [
  PERSONS,
  PERSON_ORDERS,
  ORDER_PLACES,
  HISTORY,
  ...['persons', 'person_orders', 'order_places'].map((table) => `DROP TABLE ${table}`),
]

/** `known_orders`: what lines, payments, refunds and reviews take over from their orders, and nothing else, as it stands in memory. */
export function knownOrders(dictionaries: Dictionaries): string {
  return `
    CREATE OR REPLACE TEMP TABLE known_orders AS
    SELECT p.rowid AS order_key, p.order_id, p.business_date, p.exclusion, h.customer_key, p.customer_id, p.channel, p.country, p.region, p.city,
      ${customerType(dictionaries)} AS customer_type, p.currency, p.rate, p.discount
    FROM priced_orders p LEFT JOIN order_history h ON h.order_key = p.rowid`
}

function customerType(dictionaries: Dictionaries): string {
  return `coalesce(h.customer_type, 'guest')::${dictionaries.get('customer_type')?.type ?? 'VARCHAR'}`
}

/** A part's orders with all that is known of them. */
export function ordersOfPart(dictionaries: Dictionaries, part: OrderPart): string {
  return `
    SELECT p.rowid AS order_key, p.*, h.customer_key, h.order_seq, h.cohort_month, h.previous_order_date, h.earlier_order_date,
      h.earlier_return_date, ${PLACES.map((name) => `coalesce(h.in_one_${name}, false) AS in_one_${name}`).join(', ')},
      ${customerType(dictionaries)} AS customer_type
    FROM (SELECT rowid, * FROM priced_orders WHERE ${inPart(part, 'rowid')}) p
      LEFT JOIN (SELECT * FROM order_history WHERE ${inPart(part)}) h ON h.order_key = p.rowid`
}

/** What a fact takes over from its order `o`. */
export const OF_ORDER =
  'o.order_key, o.order_id, o.business_date, o.exclusion, o.customer_key, o.customer_id, o.channel, o.country, o.region, o.city, o.customer_type'
