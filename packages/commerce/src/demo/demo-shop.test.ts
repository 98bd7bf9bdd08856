import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DerivedShop, derivedOf } from '../../test/derived-shop.ts'
import { deriveFacts } from '../facts/derive-facts.ts'
import { SOURCE_TABLES } from '../model/source-tables.ts'
import { fillDemoShop } from './demo-shop.ts'

const SETTINGS = { orders: 2000, seed: 7, until: '2026-10-31' }
const SHOP = { currency: 'EUR', timeZone: 'Europe/Berlin' }

let shop: DerivedShop

beforeAll(async () => {
  shop = await derivedOf((connection) => fillDemoShop(connection, SETTINGS), SHOP)
})
afterAll(() => shop.close())

/** A number that any change of a table's rows changes. */
async function hashes(of: DerivedShop, tables: readonly string[]): Promise<unknown[]> {
  return Promise.all(tables.map((table) => of.rows(`SELECT '${table}', count(*), bit_xor(hash(t)) FROM ${table} t`)))
}

const SOURCES = Object.keys(SOURCE_TABLES)
const FACTS = [
  'order_facts',
  'line_facts',
  'refund_facts',
  'customer_facts',
  'stock_days',
  'daily_orders',
  'basket_pairs',
  'basket_products',
  'person_months',
  'value_months',
]

it('is the same shop with the same facts for any number of threads', async () => {
  const one = await derivedOf((connection) => fillDemoShop(connection, SETTINGS), SHOP, { threads: '1' })
  expect(await hashes(one, [...SOURCES, ...FACTS])).toEqual(await hashes(shop, [...SOURCES, ...FACTS]))
  one.close()
})

it('has as many orders as were asked for, the last of them on the last day', async () => {
  expect(await shop.rows('SELECT count(*), max(business_date)::VARCHAR FROM orders')).toEqual([['2000', '2026-10-31']])
  expect(shop.derived).toMatchObject({ lastDate: '2026-10-31' })
})

it("has each order's business date on the store's clock", async () => {
  const sql = `SELECT count(*) FROM orders WHERE timezone('Europe/Berlin', timezone('UTC', ordered_at))::DATE <> business_date`
  expect(await shop.rows(sql)).toEqual([['0']])
})

it.each([
  ['lines and orders, gross', 'SELECT sum(gross) FROM line_facts', 'SELECT sum(gross) FROM order_facts'],
  ['lines and orders, discount', 'SELECT sum(discount) FROM line_facts', 'SELECT sum(discount) FROM order_facts'],
  ['lines and orders, tax', 'SELECT sum(tax) FROM line_facts', 'SELECT sum(tax) FROM order_facts'],
  [
    'orders and their days',
    'SELECT sum(gross), sum(discount), sum(refunded), count(*)::VARCHAR FROM order_facts WHERE exclusion IS NULL',
    'SELECT sum(gross), sum(discount), sum(refunded), sum(orders)::VARCHAR FROM daily_orders',
  ],
  [
    'lines and their days',
    'SELECT sum(gross), count(*)::VARCHAR FROM line_facts WHERE exclusion IS NULL',
    'SELECT sum(gross), sum(lines)::VARCHAR FROM daily_lines',
  ],
  ['refunds and orders', 'SELECT sum(amount) FROM refund_facts', 'SELECT sum(refunded) FROM order_facts'],
  [
    'persons and their orders',
    'SELECT sum(gross - discount - refunded), count(*)::VARCHAR FROM order_facts WHERE order_seq IS NOT NULL',
    'SELECT sum(net), sum(orders)::VARCHAR FROM customer_facts',
  ],
  [
    'the distinct persons of a range and those without an earlier order in it',
    `SELECT count(DISTINCT customer_id) FROM order_facts WHERE order_seq > 0 AND business_date >= '2026-03-10'`,
    `SELECT count(*) FROM order_facts WHERE order_seq > 0 AND business_date >= '2026-03-10'
      AND (previous_order_date IS NULL OR previous_order_date < '2026-03-10')`,
  ],
  [
    'cohorts and distinct persons by month',
    `SELECT cohort_month, month, sum(customers)::INTEGER, sum(orders)::INTEGER, sum(net) FROM cohort_months GROUP BY ALL ORDER BY ALL`,
    `SELECT cohort_month, date_trunc('month', business_date)::DATE, count(DISTINCT customer_id)::INTEGER, count(*)::INTEGER,
      sum(gross - discount - refunded) FROM order_facts WHERE order_seq > 0 GROUP BY ALL ORDER BY ALL`,
  ],
  [
    'the value of cohorts in 90 days and the orders of persons known so long',
    `SELECT cohort_month, sum(customers)::INTEGER, sum(net) FROM cohort_values WHERE days = 90 GROUP BY ALL ORDER BY ALL`,
    `SELECT o.cohort_month, count(DISTINCT o.customer_id)::INTEGER, sum(o.gross - o.discount - o.refunded)
      FROM order_facts o JOIN customer_facts c USING (customer_id)
      WHERE o.order_seq > 0 AND c.first_order_date <= '2026-08-02' AND o.business_date <= c.first_order_date + 90 GROUP BY ALL ORDER BY ALL`,
  ],
  [
    'persons by key and by id',
    'SELECT count(DISTINCT customer_key) FROM order_facts',
    'SELECT count(DISTINCT customer_id) FROM order_facts',
  ],
  [
    'pairs and a self-join of lines',
    `SELECT sum(orders)::VARCHAR FROM basket_pairs WHERE product_a = (SELECT min(product_a) FROM basket_pairs)`,
    `SELECT count(*)::VARCHAR FROM (
      SELECT DISTINCT a.order_id, p.parent_id, q.parent_id FROM line_facts a JOIN line_facts b USING (order_id)
        JOIN products p ON p.product_id = a.product_id JOIN products q ON q.product_id = b.product_id
        JOIN (SELECT DISTINCT product_a, product_b FROM basket_pairs) k ON k.product_a = p.parent_id AND k.product_b = q.parent_id
      WHERE a.exclusion IS NULL AND p.parent_id = (SELECT min(product_a) FROM basket_pairs)
    )`,
  ],
])('%s agree', async (_, one, other) => {
  expect(await shop.rows(one)).toEqual(await shop.rows(other))
})

it('derives the same facts again, from tables that have theirs, in parts of any size', async () => {
  const before = await hashes(shop, FACTS)
  expect(await shop.rows('SELECT count(*) FROM order_facts WHERE rowid <> order_key')).toEqual([['0']])
  const derived = await deriveFacts(shop.connection, SHOP, 307)
  expect(await hashes(shop, FACTS)).toEqual(before)
  expect(derived).toEqual(shop.derived)
  expect(await shop.rows('SELECT count(*) FROM order_facts WHERE rowid <> order_key')).toEqual([['0']])
})

it('looks like a shop', async () => {
  const sql = `SELECT
    avg((exclusion IS NOT NULL)::INTEGER) BETWEEN 0.02 AND 0.07,
    avg((customer_id IS NULL)::INTEGER) BETWEEN 0.05 AND 0.15,
    count(*) FILTER (customer_type = 'returning') / count(*) BETWEEN 0.25 AND 0.55,
    avg(is_late::INTEGER) BETWEEN 0.03 AND 0.2,
    sum(refunded) / sum(gross) BETWEEN 0.02 AND 0.08,
    (SELECT avg(score) FROM review_facts JOIN order_facts o USING (order_id) WHERE NOT o.is_late)
      - (SELECT avg(score) FROM review_facts JOIN order_facts o USING (order_id) WHERE o.is_late) > 1
    FROM order_facts`
  expect(await shop.rows(sql)).toEqual([[true, true, true, true, true, true]])
})
