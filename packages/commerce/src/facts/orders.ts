import type { Dictionaries } from './dictionaries.ts'
import { OF_ORDER, ordersOfPart } from './known-orders.ts'
import { inPart, type OrderPart } from './order-parts.ts'
import { converted } from './rates.ts'
import { classOf } from './rollups.ts'
import { storeTime } from './store-clock.ts'

/** `order_sums`: what an order's lines come to, of the converted lines, so that lines and orders have the same sums. */
export function orderSums(dictionaries: Dictionaries, part: OrderPart): string {
  return `
  CREATE OR REPLACE TEMP TABLE order_sums AS
  WITH sums AS (
    SELECT order_key, ${['gross', 'discount', 'tax', 'shipping'].map((column) => `sum(${column})::DECIMAL(18,4) AS ${column}`).join(', ')},
      CASE WHEN count(cost) = count(*) THEN sum(cost)::DECIMAL(18,4) END AS cost, sum(quantity::DECIMAL(18,6))::DOUBLE AS units, count(*) AS lines,
      count(product_id) AS named, min(product_id) AS least, max(product_id) AS greatest,
      ${hasBits(dictionaries) ? `bit_or(${bitOf('category')})` : 'NULL::BIGINT'} AS categories
    FROM line_facts WHERE ${inPart(part)} GROUP BY order_key
  ),
  several AS (
    SELECT order_key, count(DISTINCT product_id) AS products
    FROM line_facts SEMI JOIN (SELECT order_key FROM sums WHERE named > 2 AND least <> greatest) USING (order_key)
    WHERE ${inPart(part)} GROUP BY order_key
  )
  SELECT sums.* EXCLUDE (named, least, greatest),
    CASE WHEN named = 0 THEN 0 WHEN least = greatest THEN 1 WHEN named = 2 THEN 2 ELSE products END AS products
  FROM sums LEFT JOIN several USING (order_key)`
}

/** A bit of a whole number that is positive: one is for lines without a category. */
const MOST_BITS = 62

/** `category_bits`: one of no rows where there are more categories than bits, so that it is not used. */
export function categoryBits(dictionaries: Dictionaries): string {
  if (!hasBits(dictionaries)) return 'SELECT NULL AS category, 0 AS bit LIMIT 0'
  const type = dictionaries.get('category')?.type
  const categories = `SELECT unnest(enum_range(NULL::${type})) AS word UNION ALL SELECT NULL`
  return `SELECT category, ${bitOf('category')} AS bit FROM (SELECT word::${type} AS category FROM (${categories}))`
}

function hasBits(dictionaries: Dictionaries): boolean {
  return (dictionaries.get('category')?.words ?? MOST_BITS) < MOST_BITS
}

function bitOf(category: string): string {
  return `1::BIGINT << coalesce(enum_code(${category}), ${MOST_BITS - 1})::INTEGER`
}

/** `order_refunds`: the value of an order's items that came back, whenever. */
export const ORDER_REFUNDS = `
  CREATE OR REPLACE TEMP TABLE order_refunds AS
  SELECT order_key, sum(amount) AS refunded FROM refund_facts JOIN (SELECT order_key, order_id FROM known_orders) USING (order_id)
  GROUP BY order_key`

/** `order_sessions`: the day of the visit that an order came from. */
export const ORDER_SESSIONS = `
  CREATE OR REPLACE TEMP TABLE order_sessions AS
  SELECT order_key, session_date FROM (SELECT rowid AS order_key, session_id FROM priced_orders WHERE session_id IS NOT NULL) JOIN sessions USING (session_id)`

/**
 * Tax and shipping stand on the order or on its lines, by shop: the order's where it has it, as its lines are parts of it then. A
 * discount of the order is one beside those of its lines; it is with them already, but for orders without lines.
 *
 * Days of delivery are on the store's clock, as its people count them. An order that was promised and has not come is late from the
 * day after; before that day nobody knows.
 */
export function orders(lastDate: string, timeZone: string, dictionaries: Dictionaries, part: OrderPart): string {
  const local = (instant: string, clock: string) => storeTime(`o.${instant}`, clock, timeZone)
  const money = (column: string) => converted(`coalesce(o.${column}, 0)`, 'o.rate')
  return `
    WITH timed AS (
      SELECT o.*, ${local('ordered_at', 'ordered')} AS ordered, ${local('shipped_at', 'shipped')} AS shipped,
        ${local('promised_at', 'promised')} AS promised, ${local('delivered_at', 'delivered')} AS delivered
      FROM (${ordersOfPart(dictionaries, part)}) o
        LEFT JOIN clock_days ordered ON ordered.day = o.ordered_at::DATE
        LEFT JOIN clock_days shipped ON shipped.day = o.shipped_at::DATE
        LEFT JOIN clock_days promised ON promised.day = o.promised_at::DATE
        LEFT JOIN clock_days delivered ON delivered.day = o.delivered_at::DATE
    ),
    summed AS (
    SELECT ${OF_ORDER}, o.ordered_at, o.status, o.currency, o.order_seq, o.cohort_month, o.previous_order_date,
      o.earlier_order_date, o.earlier_return_date, o.in_one_channel, o.in_one_country, o.in_one_region, o.in_one_city,
      coalesce(s.gross, 0) AS gross,
      coalesce(s.discount, ${money('discount')}) AS discount,
      CASE WHEN o.shipping IS NULL THEN coalesce(s.shipping, 0) ELSE ${money('shipping')} END AS shipping,
      CASE WHEN o.tax IS NULL THEN coalesce(s.tax, 0) ELSE ${money('tax')} END AS tax,
      ${money('duties')} AS duties, s.cost, ${money('fees')} AS fees, ${money('shipping_cost')} AS shipping_cost,
      coalesce(s.units, 0) AS units, coalesce(s.products, 0) AS products, coalesce(s.lines, 0) AS lines, s.categories,
      coalesce(b.refunded, 0) AS refunded, o.session_id, v.session_date,
      o.shipped::DATE AS shipped_date, o.promised::DATE AS promised_date, o.delivered::DATE AS delivered_date,
      epoch_us(o.delivered - o.ordered) / 86400e6 AS delivery_days,
      CASE WHEN o.promised IS NULL THEN NULL
        WHEN o.delivered IS NOT NULL THEN o.delivered > o.promised
        WHEN o.promised::DATE < DATE '${lastDate}' THEN true END AS is_late
    FROM timed o LEFT JOIN order_sums s USING (order_key)
      LEFT JOIN (SELECT * FROM order_refunds WHERE ${inPart(part)}) b USING (order_key)
      LEFT JOIN (SELECT * FROM order_sessions WHERE ${inPart(part)}) v USING (order_key)
    )
    SELECT *, ${classOf('(gross - discount)::DOUBLE')} AS value_class,
      CASE WHEN promised_date IS NULL OR promised_date < DATE '${lastDate}' THEN ${classOf('delivery_days')} END AS delivery_class
    FROM summed`
}
