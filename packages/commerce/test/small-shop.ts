import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import * as rollups from '../src/facts/rollups.ts'
import { BOOKKEEPING_TABLES } from '../src/model/bookkeeping-tables.ts'
import { createTable } from '../src/model/columns.ts'
import { FACT_TABLES } from '../src/model/fact-tables.ts'

/**
 * Fact tables of a small shop, in memory: 400 orders of 2018 from 3 January to 28 October, with guests, canceled and test orders, missing
 * countries and categories, amounts of four places, refunds, payments, reviews, visits (from March on) and stock.
 */
export async function openSmallShop(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  for (const [name, table] of Object.entries({ ...FACT_TABLES, ...BOOKKEEPING_TABLES })) {
    await connection.run(createTable(name, table))
  }
  for (const statement of STATEMENTS) await connection.run(statement)
  return connection
}

/** A number from 0 to n − 1 that depends on a seed and a row. */
const chance = (seed: number, n: number, row = 'i') => `CAST(hash(${row} * 1000 + ${seed}) % ${n} AS INTEGER)`

const RAW_ORDERS = `CREATE TEMP TABLE raw_orders AS
SELECT i AS order_key, 'o' || i AS order_id, DATE '2018-01-03' + ${chance(1, 298)} AS business_date,
  CASE ${chance(2, 20)} WHEN 0 THEN 'canceled' WHEN 1 THEN 'test' END AS exclusion,
  CASE WHEN ${chance(3, 5)} = 0 THEN NULL ELSE 'c' || ${chance(4, 110)} END AS customer_id,
  CASE WHEN customer_id IS NULL THEN NULL ELSE CAST(substr(customer_id, 2) AS BIGINT) END AS customer_key,
  ['web', 'shop', 'phone'][${chance(5, 3)} + 1] AS channel,
  ['DE', 'FR', NULL, 'O''Hara'][${chance(6, 4, `(CASE WHEN ${chance(4, 110)} < 60 THEN ${chance(4, 110)} ELSE i END)`)} + 1] AS country,
  country || ' north' AS region, country || ' one' AS city,
  CAST(${chance(7, 900)} AS DECIMAL(18,4)) / 100 AS shipping
FROM range(400) AS t(i)`

const RAW_LINES = `CREATE TEMP TABLE raw_lines AS
SELECT order_key, order_id, CAST(j AS VARCHAR) AS line_id, business_date, exclusion, customer_id, customer_key, channel, country,
  'p' || p AS product_id, 'Product ' || p AS product, CASE WHEN p < 3 THEN NULL ELSE 'category ' || (p % 4) END AS category,
  CAST(1 + ${chance(11, 3, '(order_key * 10 + j)')} AS DOUBLE) AS quantity,
  CAST(((5 + p) * 1.2345) * (1 + ${chance(11, 3, '(order_key * 10 + j)')}) AS DECIMAL(18,4)) AS gross,
  CAST(${chance(12, 200, '(order_key * 10 + j)')} / 100.0 AS DECIMAL(18,4)) AS discount
FROM raw_orders, LATERAL (SELECT unnest(range(1 + ${chance(13, 3, 'order_key')})) AS j), LATERAL (SELECT ${chance(14, 15, '(order_key * 10 + j)')} AS p)`

const SEQUENCE = `CREATE TEMP TABLE sequence AS
SELECT order_key, row_number() OVER own AS order_seq, lag(business_date) OVER own AS previous_order_date,
  CAST(date_trunc('month', first_value(business_date) OVER own) AS DATE) AS cohort_month,
  ${['channel', 'country', 'region', 'city'].map((name) => `count(DISTINCT coalesce(${name}, '')) OVER (PARTITION BY customer_id) = 1 AS in_one_${name}`).join(', ')}
FROM raw_orders WHERE exclusion IS NULL AND customer_id IS NOT NULL WINDOW own AS (PARTITION BY customer_id ORDER BY business_date, order_key)`

const TYPED = `SELECT o.*, s.* EXCLUDE (order_key), CASE WHEN order_seq = 1 THEN DATE '0001-01-01' ELSE previous_order_date END AS earlier_order_date,
  CASE WHEN order_seq = 2 THEN DATE '0001-01-01' WHEN order_seq > 2 THEN previous_order_date END AS earlier_return_date, CASE WHEN o.exclusion IS NOT NULL THEN NULL WHEN s.order_seq = 1 THEN 'new'
  WHEN s.order_seq > 1 THEN 'returning' ELSE 'guest' END AS customer_type FROM raw_orders o LEFT JOIN sequence s USING (order_key)`

const STATEMENTS = [
  RAW_ORDERS,
  RAW_LINES,
  SEQUENCE,
  `CREATE TEMP TABLE typed_orders AS ${TYPED}`,
  `INSERT INTO refund_facts BY NAME SELECT 'r' || order_key || line_id AS refund_id, order_id, business_date + 10 AS refund_date,
    business_date AS order_date, exclusion, customer_type, channel, country, product_id, product, category, quantity, gross AS amount
    FROM raw_lines JOIN (SELECT order_key, customer_type FROM typed_orders) USING (order_key) WHERE ${chance(21, 9, '(order_key * 10 + CAST(line_id AS INTEGER))')} = 0`,
  `INSERT INTO category_bits BY NAME SELECT category, 1 << (row_number() OVER (ORDER BY category) - 1) AS bit FROM (SELECT DISTINCT category FROM raw_lines)`,
  `INSERT INTO order_facts BY NAME SELECT *, ${rollups.classOf('(gross - discount)::DOUBLE')} AS value_class,
    CASE WHEN promised_date < DATE '2018-10-28' THEN ${rollups.classOf('delivery_days')} END AS delivery_class FROM (SELECT o.*, l.* EXCLUDE (order_key), coalesce(r.refunded, 0) AS refunded, 0 AS tax, 0 AS duties,
    CASE WHEN ${chance(22, 4, 'o.order_key')} > 0 THEN CAST(2 + ${chance(23, 25, 'o.order_key')} AS DOUBLE) END AS delivery_days,
    o.business_date + 14 AS promised_date,
    coalesce(CASE WHEN ${chance(22, 4, 'o.order_key')} > 0 THEN 2 + ${chance(23, 25, 'o.order_key')} END, 99) > 14 AS is_late
    FROM typed_orders o
    JOIN (SELECT order_key, sum(gross) AS gross, sum(discount) AS discount, sum(quantity) AS units, count(*) AS lines,
      count(DISTINCT product_id) AS products, sum(gross) / 2 AS cost, bit_or(bit) AS categories
      FROM raw_lines r JOIN category_bits b ON r.category IS NOT DISTINCT FROM b.category GROUP BY order_key) l USING (order_key)
    LEFT JOIN (SELECT order_id, sum(amount) AS refunded FROM refund_facts GROUP BY order_id) r USING (order_id))`,
  `INSERT INTO line_facts BY NAME SELECT l.*, customer_type, gross / 2 AS cost FROM raw_lines l
    JOIN (SELECT order_key, customer_type FROM typed_orders) USING (order_key)`,
  `INSERT INTO payment_facts BY NAME SELECT order_id, business_date, exclusion, channel, country, customer_type,
    ['card', 'transfer'][1 + i] AS method, gross AS amount, 1 + ${chance(31, 3, 'order_key')} AS installments FROM order_facts, range(2) AS t(i)`,
  `INSERT INTO review_facts BY NAME SELECT order_id, business_date, exclusion, channel, country, customer_type,
    1 + ${chance(32, 5, 'order_key')} AS score, 1 AS reviews FROM order_facts WHERE ${chance(33, 3, 'order_key')} > 0`,
  `INSERT INTO session_facts BY NAME SELECT 's' || i AS session_id, DATE '2018-03-05' + ${chance(41, 200)} AS session_date,
    ['web', 'ad'][1 + ${chance(42, 2)}] AS channel, 'DE' AS country, ${chance(43, 20)} = 0 AS is_bot, false AS is_provisional,
    ${chance(44, 30)} = 0 AS converted FROM range(2000) AS t(i)`,
  `INSERT INTO stock_days BY NAME SELECT 'p' || p AS product_id, 'Product ' || p AS product, 'category ' || (p % 4) AS category,
    DATE '2018-02-01' + CAST(d AS INTEGER) AS stock_date, CAST(${chance(51, 4, '(p * 1000 + d)')} AS DOUBLE) AS on_hand, 0.5 AS expected_units
    FROM (SELECT unnest(range(15)) AS p), (SELECT unnest(range(120)) AS d)`,
  `INSERT INTO customer_facts BY NAME SELECT customer_id, min(cohort_month) AS cohort_month, min(business_date) AS first_order_date,
    min(business_date) FILTER (WHERE order_seq = 2) AS second_order_date, max(business_date) AS last_order_date, count(*) AS orders,
    sum(gross - discount - refunded) AS net, arg_min(country, order_seq) AS country, arg_min(channel, order_seq) AS channel,
    DATE '2018-10-28' - max(business_date) AS recency_days, count(*) AS frequency, sum(gross - discount - refunded) AS monetary,
    CASE WHEN count(*) > 2 THEN 'loyal' ELSE 'others' END AS segment, 1 + count(*) % 5 AS r_score, 1 + count(*) % 3 AS f_score, 3 AS m_score,
    coalesce(min(business_date) FILTER (WHERE order_seq = 2), DATE '2018-10-28') - min(business_date) AS repeat_days, count(*) > 1 AS has_repeated
    FROM order_facts WHERE order_seq IS NOT NULL GROUP BY customer_id`,
  `INSERT INTO daily_orders BY NAME ${rollups.dailyOrders('2018-10-28')}`,
  `INSERT INTO daily_lines BY NAME ${rollups.DAILY_LINES}`,
  `INSERT INTO product_months BY NAME ${rollups.PRODUCT_MONTHS}`,
  `INSERT INTO person_months BY NAME ${rollups.PERSON_MONTHS}`,
  `INSERT INTO value_months BY NAME ${rollups.VALUE_MONTHS}`,
  `INSERT INTO delivery_months BY NAME ${rollups.DELIVERY_MONTHS}`,
  `INSERT INTO rfm_cells BY NAME ${rollups.RFM_CELLS}`,
  `INSERT INTO cohort_months BY NAME SELECT c.cohort_month, CAST(date_trunc('month', business_date) AS DATE) AS month, c.country, c.channel,
    count(DISTINCT customer_id) AS customers, count(*) AS orders, sum(o.gross - o.discount - o.refunded) AS net
    FROM order_facts o JOIN customer_facts c USING (customer_id) WHERE o.exclusion IS NULL GROUP BY ALL`,
  `INSERT INTO cohort_values BY NAME SELECT c.cohort_month, c.country, c.channel, d.days, count(DISTINCT customer_id) AS customers,
    sum(o.gross - o.discount - o.refunded) FILTER (WHERE business_date <= first_order_date + d.days) AS net,
    sum(o.cost) FILTER (WHERE business_date <= first_order_date + d.days) AS cost, 0 AS orders_without_cost
    FROM order_facts o JOIN customer_facts c USING (customer_id), (SELECT unnest([0, 30, 60, 90, 180, 365]) AS days) d
    WHERE o.exclusion IS NULL AND first_order_date + d.days <= DATE '2018-10-28' GROUP BY ALL`,
  `INSERT INTO basket_pairs BY NAME SELECT CAST(date_trunc('month', a.business_date) AS DATE) AS month, a.product_id AS product_a,
    b.product_id AS product_b, count(DISTINCT a.order_key) AS orders FROM line_facts a JOIN line_facts b ON a.order_key = b.order_key
    AND a.product_id < b.product_id WHERE a.exclusion IS NULL GROUP BY ALL`,
  `INSERT INTO basket_products BY NAME WITH wide AS (SELECT order_key, business_date FROM line_facts WHERE exclusion IS NULL
    GROUP BY ALL HAVING count(DISTINCT product_id) > 1)
    SELECT CAST(date_trunc('month', business_date) AS DATE) AS month, product_id, count(DISTINCT order_key) AS orders
    FROM line_facts SEMI JOIN wide USING (order_key) GROUP BY GROUPING SETS ((1, 2), (1))`,
  `INSERT INTO snapshot_facts BY NAME SELECT 'small' AS snapshot_id, 'EUR' AS currency, 'Europe/Berlin' AS time_zone,
    min(business_date) AS first_date, DATE '2018-10-28' AS last_date FROM order_facts`,
]
