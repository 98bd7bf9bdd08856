import { BRANDS, COLOURS, ITEMS, STYLES } from './catalogue.ts'
import { DEMO_DAYS, type DemoSettings } from './demo-settings.ts'
import type { Draw } from './random.ts'

/** Orders for which the assortment gets another style. */
const ORDERS_A_STYLE = 30_000

/** Days for which stock is counted. */
const STOCK_DAYS = 400

/** Chance that a product is out of stock once in a span of 60 days. */
const OUTAGE = 0.16

/** How many styles each item comes in. */
export function stylesFor(orders: number): number {
  return Math.min(STYLES.length, Math.max(2, Math.round(orders / ORDERS_A_STYLE)))
}

/**
 * `demo_products`: a product is an item in a style (the parent) and a colour. `demo_ranks`: parents by how well they sell. The colours of
 * two items that are bought together are the same.
 */
export function demoProducts({ orders }: DemoSettings, draw: Draw): readonly string[] {
  const items = ITEMS.map(({ name, category, price }, index) => `(${index}, '${name}', '${category}', ${price})`)
  const names = (texts: readonly string[]) => `[${texts.map((text) => `'${text}'`).join(', ')}]`
  return [
    `CREATE OR REPLACE TEMP TABLE demo_parents AS
    SELECT (style * ${ITEMS.length} + item)::INTEGER AS parent, name, category, style::INTEGER AS style,
      floor(price * (0.85 + 0.15 * style + 0.1 * ${draw('price', 'style', 'item')})) + 0.9 AS price,
      ${names(BRANDS)}[1 + floor(${draw('brand', 'style', 'category')} * ${BRANDS.length})::INTEGER] AS brand,
      (1 + floor(${draw('colours', 'style', 'item // 2')} * ${COLOURS.length}))::INTEGER AS colours
    FROM (VALUES ${items.join(', ')}) items(item, name, category, price), range(${stylesFor(orders)}) styles(style)`,
    `CREATE OR REPLACE TEMP TABLE demo_ranks AS
    SELECT (row_number() OVER (ORDER BY ${draw('rank', 'parent')}) - 1)::INTEGER AS rank, parent, colours FROM demo_parents`,
    `CREATE OR REPLACE TEMP TABLE demo_products AS
    SELECT parent, colour::INTEGER AS colour, 'P' || lpad(parent::VARCHAR, 4, '0') AS parent_id,
      'P' || lpad(parent::VARCHAR, 4, '0') || '-' || (colour + 1) AS product_id,
      ${names(STYLES)}[1 + style] || ' ' || name || ', ' || ${names(COLOURS)}[1 + colour] AS name, category, brand, price,
      round(price * (0.36 + 0.2 * ${draw('cost', 'parent')}), 2) AS cost
    FROM (SELECT *, unnest(range(colours)) AS colour FROM demo_parents) ORDER BY parent, colour`,
    `INSERT INTO products BY NAME
    SELECT product_id, parent_id, name, category, brand, cost, price, ${FILES.products} AS file_id, 1 + row_number() OVER () AS line FROM demo_products`,
  ]
}

/**
 * `demo_outages`: each product and day on which it was not there. A product's first colour never runs out, and is bought instead.
 * Stock is counted on Mondays, and on the day that it runs out or comes back.
 */
export function demoStock({ until }: DemoSettings, draw: Draw): readonly string[] {
  const span = `DATE '${until}' - (60 * span)::INTEGER - floor(40 * ${draw('outage day', 'product_id', 'span')})::INTEGER`
  const length = `3 + floor(14 * ${draw('outage length', 'product_id', 'span')})::INTEGER`
  return [
    `CREATE OR REPLACE TEMP TABLE demo_outages AS
    WITH outages AS (
      SELECT product_id, parent, colour, ${span} AS from_day, ${length} AS days
      FROM demo_products, range(${Math.ceil(DEMO_DAYS / 60)}) r(span)
      WHERE colour > 0 AND ${draw('outage', 'product_id', 'span')} < ${OUTAGE}
    )
    SELECT DISTINCT product_id, parent, colour, from_day + unnest(range(days))::INTEGER AS day FROM outages`,
    `INSERT INTO stock BY NAME
    WITH days AS (
      SELECT p.product_id, d.day, o.day IS NULL AS is_there, d.day - 1 IN (SELECT day FROM demo_outages x WHERE x.product_id = p.product_id) AS was_out
      FROM demo_products p CROSS JOIN (SELECT day FROM demo_days WHERE number >= ${DEMO_DAYS - STOCK_DAYS}) d
        LEFT JOIN demo_outages o ON o.product_id = p.product_id AND o.day = d.day
    )
    SELECT product_id, day AS counted_on, CASE WHEN is_there THEN 5 + floor(180 * ${draw('on hand', 'product_id', 'day')}) ELSE 0 END AS on_hand,
      ${FILES.stock} AS file_id, 1 + row_number() OVER (ORDER BY day, product_id) AS line
    FROM days WHERE dayofweek(day) = 1 OR is_there = was_out`,
  ]
}

/** Numbers of the demo shop's files in the ledger: it has none, but its rows have places all the same. */
export const FILES = {
  orders: 1,
  lines: 2,
  refunds: 3,
  payments: 4,
  customers: 5,
  products: 6,
  reviews: 7,
  stock: 8,
  sessions: 9,
  exchange_rates: 10,
} as const
