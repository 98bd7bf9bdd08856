import { FILES, stylesFor } from './assortment.ts'
import { ITEMS } from './catalogue.ts'
import { DEMO_DAYS, type DemoSettings } from './demo-settings.ts'
import { chosen, type Draw } from './random.ts'
import { orderId, personId } from './shoppers.ts'

const TAX = { DE: 0.19, AT: 0.2, CH: 0.081, FR: 0.2, NL: 0.21, IT: 0.22 } as const

/** Chance that a further product of an order is the first one's companion. */
const TOGETHER = 0.3

/** How much the best products sell: products are drawn by a uniform number to this power. */
const LONG_TAIL = 1.7

/** Lines: what is in the orders. Prices rise by 3 % a year; sale weeks have half of their lines at 15 to 30 % off. */
export function demoLines({ orders }: DemoSettings, draw: Draw): string {
  const parents = stylesFor(orders) * ITEMS.length
  const line = (purpose: string) => draw(purpose, 'n', 'i')
  const rank = `floor(${parents} * pow(${draw('product', 'n', 'CASE WHEN together THEN 1 ELSE i END')}, ${LONG_TAIL}))::INTEGER`
  const tax = Object.entries(TAX).map(([country, rate]) => `WHEN '${country}' THEN ${rate}`)
  return `
    INSERT INTO lines BY NAME
    WITH places AS (
      SELECT *, i > 1 AND ${line('together')} < ${TOGETHER} AS together FROM (
        SELECT rowid AS n, day, day_number, is_sale, currency, country, channel, unnest(range(1, size + 1)) AS i FROM demo_orders
      )
    ),
    wanted AS (
      SELECT p.*, ${line('quantity')} AS much, ${line('sale')} AS sale, CASE WHEN together THEN xor(r.parent, 1) ELSE r.parent END AS parent, floor(r.colours * ${line('colour')})::INTEGER AS wish
      FROM places p JOIN demo_ranks r ON r.rank = ${rank}
    ),
    there AS (
      SELECT w.*, CASE WHEN o.day IS NULL THEN w.wish ELSE 0 END AS colour
      FROM wanted w LEFT JOIN demo_outages o ON o.parent = w.parent AND o.colour = w.wish AND o.day = w.day
    ),
    priced AS (
      SELECT n, i, country, channel, product_id, brand,
        ${chosen('much', { 1: 80, 2: 13, 3: 4, 4: 2, 6: 1 })}::INTEGER AS quantity,
        (round(p.price * (1 + 0.03 * (day_number // 365)) * CASE currency WHEN 'CHF' THEN 1.15 ELSE 1 END, 1) - 0.05)::DECIMAL(18,4) AS unit_price,
        p.cost * (1 + 0.02 * (day_number // 365)) * CASE currency WHEN 'CHF' THEN 1.06 ELSE 1 END AS unit_cost,
        CASE WHEN is_sale AND sale < 0.5 THEN [0.15, 0.2, 0.25, 0.3][1 + floor(4 * ${line('off')})::INTEGER]
          WHEN sale > 0.97 THEN 0.1 ELSE 0 END AS off
      FROM there t JOIN demo_products p ON p.parent = t.parent AND p.colour = t.colour
    ),
    summed AS (SELECT *, unit_price * quantity AS gross, round(unit_price * quantity * off, 2)::DECIMAL(18,4) AS discount FROM priced)
    SELECT ${orderId('n')} AS order_id, i::VARCHAR AS line_id, product_id, quantity, unit_price, gross, discount,
      round((gross - discount) * CASE country ${tax.join(' ')} END, 2)::DECIMAL(18,4) AS tax, round(unit_cost * quantity, 2)::DECIMAL(18,4) AS cost,
      CASE channel WHEN 'marketplace' THEN brand END AS seller_id, ${FILES.lines} AS file_id, n * 64 + i AS line
    FROM summed`
}

/** Orders: what their lines come to, delivery, and what became of them by the last day. */
export function demoOrderRows({ until }: DemoSettings, draw: Draw): readonly string[] {
  const order = (purpose: string) => draw(purpose, 'n')
  const days = (amount: string) => `to_seconds((86400 * (${amount}))::BIGINT)`
  const hectic = 'CASE WHEN month(day) = 12 OR is_sale THEN 1.35 ELSE 1 END'
  const end = `TIMESTAMP '${until} 21:00:00'`
  return [
    `CREATE OR REPLACE TEMP TABLE demo_sums AS
    SELECT order_id, sum(gross) AS gross, sum(gross - discount) AS net, sum(tax) AS tax, sum(quantity) AS units FROM lines GROUP BY order_id`,
    `CREATE OR REPLACE TEMP TABLE demo_fates AS
    WITH numbered AS (SELECT rowid AS n, ${orderId('rowid')} AS order_id, * FROM demo_orders),
    valued AS (
      SELECT o.*, s.gross, s.net, s.tax, s.units,
        CASE WHEN ${order('coupon')} < 0.06 THEN round(s.net * 0.1, 2) ELSE 0 END::DECIMAL(18,4) AS coupon
      FROM numbered o JOIN demo_sums s USING (order_id)
    ),
    sent AS (
      SELECT *, CASE WHEN net - coupon >= 75 THEN 0 WHEN country = 'CH' THEN 12.9 ELSE 5.9 END::DECIMAL(18,4) AS shipping,
        CASE WHEN fate < 0.031 THEN 'canceled' WHEN fate < 0.035 THEN 'unavailable' WHEN fate < 0.038 THEN 'created' END AS ended,
        ordered_at + ${days(`(0.2 + 1.6 * ${order('packing')}) * ${hectic}`)} AS shipped_at
      FROM valued
    ),
    arrived AS (
      SELECT *, shipped_at + ${days(`0.7 - 1.5 * ln(1 - ${order('transit')}) * ${hectic} * CASE country WHEN 'DE' THEN 0.85 ELSE 1.15 END`)} AS delivered_at
      FROM sent
    )
    SELECT * REPLACE (
      CASE WHEN ended IS NULL AND channel <> 'store' AND shipped_at < ${end} THEN shipped_at END AS shipped_at,
      CASE WHEN ended IS NULL AND channel <> 'store' AND delivered_at < ${end} THEN delivered_at END AS delivered_at
    ), day_number >= ${DEMO_DAYS - 425} AND channel IN ('web', 'app') AS has_session
    FROM arrived ORDER BY n`,
    `INSERT INTO orders BY NAME
    SELECT order_id, ordered_at, day AS business_date, CASE WHEN NOT is_guest THEN ${personId('person')} END AS customer_id,
      coalesce(ended, CASE WHEN channel = 'store' OR delivered_at IS NOT NULL THEN 'delivered' WHEN shipped_at IS NOT NULL THEN 'shipped' ELSE 'processing' END) AS status,
      ${order('test')} < 0.0015 AS is_test, ${order('deleted')} < 0.001 AS is_deleted, currency, channel, country, region, city,
      coupon AS discount, shipping, round((net + tax + shipping) * 0.019 + 0.25, 2)::DECIMAL(18,4) AS fees,
      CASE WHEN channel = 'store' THEN 0 ELSE 3.4 + 0.6 * units END::DECIMAL(18,4) AS shipping_cost, shipped_at,
      CASE WHEN channel <> 'store' THEN make_timestamp(epoch_us(day + CASE country WHEN 'DE' THEN 6 ELSE 7 END) + 72000000000 - ahead) END AS promised_at,
      delivered_at, CASE WHEN has_session THEN 'S' || n END AS session_id, ordered_at AS updated_at, ${FILES.orders} AS file_id, n + 2 AS line
    FROM demo_fates`,
    `INSERT INTO customers BY NAME
    SELECT ${personId('person')} AS customer_id, any_value(country) AS country, any_value(region) AS region, any_value(city) AS city,
      min(ordered_at) AS created_at, ${draw('marketing', 'person')} < 0.4 AS accepts_marketing, ${FILES.customers} AS file_id,
      1 + row_number() OVER (ORDER BY person) AS line
    FROM demo_fates WHERE NOT is_guest GROUP BY person`,
  ]
}
