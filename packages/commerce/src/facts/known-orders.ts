import { literal } from '../sql/quote.ts'
import type { Dictionaries } from './dictionaries.ts'
import { type Exclusion, type FactSettings, STATUS_WORDS } from './fact-settings.ts'

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

/**
 * `order_history`: an order's place among those of its person, over all time and valid orders only: an old order that comes late
 * re-ranks those after it, and a person whose earlier orders were all canceled is new.
 */
export const ORDER_HISTORY = `
  CREATE OR REPLACE TEMP TABLE order_history AS
  WITH persons AS (
    SELECT rowid AS order_key, customer_id, business_date, exclusion, channel, country, region, city, min(rowid) OVER (PARTITION BY customer_id) AS customer_key
    FROM priced_orders WHERE customer_id IS NOT NULL
  ),
  counted AS (
    SELECT order_key, customer_key, row_number() OVER person AS order_seq,
      date_trunc('month', first_value(business_date) OVER person)::DATE AS cohort_month,
      lag(business_date) OVER person AS previous_order_date,
      ${['channel', 'country', 'region', 'city'].map((name) => `(min(${name}) OVER whole IS NOT DISTINCT FROM max(${name}) OVER whole AND count(${name}) OVER whole IN (0, count(*) OVER whole)) AS in_one_${name}`).join(', ')}
    FROM persons WHERE exclusion IS NULL
    WINDOW person AS (PARTITION BY customer_key ORDER BY order_key), whole AS (PARTITION BY customer_key)
  )
  SELECT order_key, customer_key, order_seq, cohort_month, previous_order_date,
    CASE WHEN order_seq = 1 THEN ${NEVER} ELSE previous_order_date END AS earlier_order_date,
    CASE WHEN order_seq = 2 THEN ${NEVER} WHEN order_seq > 2 THEN previous_order_date END AS earlier_return_date,
    in_one_channel, in_one_country, in_one_region, in_one_city,
    CASE WHEN order_seq = 1 THEN 'new' ELSE 'returning' END AS customer_type
  FROM counted
  UNION ALL
  SELECT p.order_key, p.customer_key, NULL, f.cohort_month, NULL, NULL, NULL, false, false, false, false,
    CASE WHEN f.order_key < p.order_key THEN 'returning' ELSE 'new' END
  FROM persons p LEFT JOIN counted f ON f.customer_key = p.customer_key AND f.order_seq = 1
  WHERE p.exclusion IS NOT NULL`

/** `known_orders`: the orders with their history, as lines, payments and reviews look them up. */
export function knownOrders(dictionaries: Dictionaries): string {
  const type = dictionaries.get('customer_type')?.type ?? 'VARCHAR'
  return `
    CREATE OR REPLACE TEMP TABLE known_orders AS
    SELECT p.rowid AS order_key, p.*, h.customer_key, h.order_seq, h.cohort_month, h.previous_order_date, h.earlier_order_date, h.earlier_return_date,
      ${['channel', 'country', 'region', 'city'].map((name) => `coalesce(h.in_one_${name}, false) AS in_one_${name}`).join(', ')},
      coalesce(h.customer_type, 'guest')::${type} AS customer_type
    FROM priced_orders p LEFT JOIN order_history h ON h.order_key = p.rowid
    ORDER BY p.rowid`
}

/** What a fact takes over from its order `o`. */
export const OF_ORDER =
  'o.order_key, o.order_id, o.business_date, o.exclusion, o.customer_key, o.customer_id, o.channel, o.country, o.region, o.city, o.customer_type'
