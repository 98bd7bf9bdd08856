import { inPart, type OrderPart } from './order-parts.ts'

/** An order with more products is a wholesale one: it alone would bring more than a thousand pairs. */
export const MOST_PRODUCTS = 50

/** Orders that a pair has to be in, over all months, to be kept. */
const LEAST_ORDERS = 2

/** Pairs that are kept, those in most orders: more than a page can show, few enough to be searched at once. */
export const MOST_PAIRS = 20_000

/** `parents`: the product that each product is a variant of, or itself; by number, in the order of their ids. */
export const PARENTS = `
  CREATE OR REPLACE TEMP TABLE parents AS
  SELECT product_id, product::VARCHAR AS product, parent, dense_rank() OVER (ORDER BY parent)::INTEGER AS number FROM known_products`

/** `basket_items`: the parent products of a part's valid orders of several products. A product makes no pair with its own variants. */
export function basketItems(part: OrderPart): string {
  return `
  CREATE OR REPLACE TEMP TABLE basket_items AS
  SELECT DISTINCT order_key, date_trunc('month', business_date)::DATE AS month, number
  FROM line_facts JOIN parents USING (product_id)
  WHERE ${inPart(part)} AND order_key IN (SELECT order_key FROM order_facts WHERE ${inPart(part)} AND exclusion IS NULL AND products > 1)`
}

/** `basket_sizes`: of these the orders of at least two parent products. */
export const BASKET_SIZES = `
  CREATE OR REPLACE TEMP TABLE basket_sizes AS
  SELECT order_key, any_value(month) AS month, count(*)::INTEGER AS items FROM basket_items GROUP BY order_key HAVING count(*) > 1`

const IS_COUNTED = `items <= ${MOST_PRODUCTS}`

/** What is added up over the parts: pairs by month, products by month, orders by month, and orders that are too large. */
export const BASKET_COUNTS = [
  `CREATE OR REPLACE TEMP TABLE part_pairs (month DATE, a INTEGER, b INTEGER, orders BIGINT)`,
  `CREATE OR REPLACE TEMP TABLE part_products (month DATE, number INTEGER, orders BIGINT)`,
  `CREATE OR REPLACE TEMP TABLE part_baskets (month DATE, orders BIGINT, wholesale BIGINT)`,
]

export const COUNT_BASKETS = [
  `INSERT INTO part_pairs
  SELECT first.month, first.number, second.number, count(*)
  FROM (SELECT * FROM basket_items WHERE order_key NOT IN (SELECT order_key FROM basket_sizes WHERE NOT ${IS_COUNTED})) first
    JOIN basket_items second ON second.order_key = first.order_key AND second.number > first.number
  GROUP BY ALL`,
  `INSERT INTO part_products
  SELECT month, number, count(*) FROM basket_items SEMI JOIN (SELECT order_key FROM basket_sizes WHERE ${IS_COUNTED}) USING (order_key)
  GROUP BY ALL`,
  `INSERT INTO part_baskets
  SELECT month, count(*) FILTER (${IS_COUNTED}), count(*) FILTER (NOT ${IS_COUNTED}) FROM basket_sizes GROUP BY month`,
]

/** `pairs`: over all months, those with support. */
export const PAIRS = `
  CREATE OR REPLACE TEMP TABLE pairs AS
  SELECT a, b, sum(orders)::BIGINT AS support FROM part_pairs GROUP BY a, b HAVING sum(orders) >= ${LEAST_ORDERS}`

/** `kept_pairs`: of these at most so many; of equally frequent ones the first by id. */
export const KEPT_PAIRS = `
  CREATE OR REPLACE TEMP TABLE kept_pairs AS
  SELECT a, b FROM pairs ORDER BY support DESC, a, b LIMIT ${MOST_PAIRS}`

const NAMES = '(SELECT DISTINCT number, parent FROM parents)'

/** What the first and the last of some texts begin with alike, up to the last mark that parts a name from its variant: so do all of them. */
const ALIKE = `regexp_replace(
  list_max(list_transform(range(0, length(min(product)) + 1), lambda i: CASE WHEN starts_with(max(product), left(min(product), i)) THEN left(min(product), i) END)),
  '\\s*[,(/|–-][^,(/|–-]*$', '')`

/** A parent's own name; of one that no file describes, what the names of its variants have in common. */
const PARENT_NAMES = `(SELECT number, parent, coalesce(any_value(product) FILTER (product_id = parent),
  CASE WHEN min(product) = max(product) THEN min(product) ELSE nullif(${ALIKE}, '') END, min(product)) AS name FROM parents GROUP BY number, parent)`

export const BASKET_PAIRS = `
  WITH kept AS (SELECT month, a, b, sum(orders) AS orders FROM part_pairs SEMI JOIN kept_pairs USING (a, b) GROUP BY ALL)
  SELECT month, first.parent AS product_a, second.parent AS product_b, orders
  FROM kept JOIN ${NAMES} first ON first.number = a JOIN ${NAMES} second ON second.number = b`

export const BASKET_PRODUCTS = `
  SELECT month, parent AS product_id, name, sum(orders) AS orders FROM part_products JOIN ${PARENT_NAMES} USING (number) GROUP BY ALL
  UNION ALL
  SELECT month, NULL, NULL, sum(orders) FROM part_baskets GROUP BY month HAVING sum(orders) > 0`

/** What was left out of the pairs: codes with counts. */
export const BASKET_FINDINGS = `
  SELECT (SELECT coalesce(sum(wholesale), 0) FROM part_baskets)::INTEGER AS wholesale,
    (SELECT count(*) FROM pairs)::INTEGER AS candidates`
