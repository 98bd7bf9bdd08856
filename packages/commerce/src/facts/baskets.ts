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

/** `baskets`: each valid order of at least two parent products, with these. A product makes no pair with its own variants. */
export const BASKETS = `
  CREATE OR REPLACE TEMP TABLE baskets AS
  SELECT order_key, date_trunc('month', any_value(business_date))::DATE AS month, list_sort(list(DISTINCT number)) AS items
  FROM line_facts l JOIN parents USING (product_id)
  WHERE order_key IN (SELECT order_key FROM order_facts WHERE exclusion IS NULL AND products > 1)
  GROUP BY order_key HAVING len(items) > 1`

/** `pairs`: by month and over all months. */
export const PAIRS = `
  CREATE OR REPLACE TEMP TABLE pairs AS
  WITH first AS (SELECT month, items, unnest(items) AS a FROM baskets WHERE len(items) <= ${MOST_PRODUCTS}),
  together AS (SELECT month, a, unnest(items) AS b FROM first)
  SELECT month, a, b, count(*) AS orders, (sum(count(*)) OVER (PARTITION BY a, b))::BIGINT AS support
  FROM together WHERE a < b GROUP BY month, a, b`

/** `kept_pairs`: those with support, at most so many; of equally frequent ones the first by id. */
export const KEPT_PAIRS = `
  CREATE OR REPLACE TEMP TABLE kept_pairs AS
  SELECT a, b, support FROM pairs WHERE support >= ${LEAST_ORDERS} GROUP BY ALL ORDER BY support DESC, a, b LIMIT ${MOST_PAIRS}`

const NAMES = '(SELECT DISTINCT number, parent FROM parents)'

/** What the first and the last of some texts begin with alike, up to the last mark that parts a name from its variant: so do all of them. */
const ALIKE = `regexp_replace(
  list_max(list_transform(range(0, length(min(product)) + 1), lambda i: CASE WHEN starts_with(max(product), left(min(product), i)) THEN left(min(product), i) END)),
  '\\s*[,(/|–-][^,(/|–-]*$', '')`

/** A parent's own name; of one that no file describes, what the names of its variants have in common. */
const PARENT_NAMES = `(SELECT number, parent, coalesce(any_value(product) FILTER (product_id = parent),
  CASE WHEN min(product) = max(product) THEN min(product) ELSE nullif(${ALIKE}, '') END, min(product)) AS name FROM parents GROUP BY number, parent)`

export const BASKET_PAIRS = `
  SELECT month, first.parent AS product_a, second.parent AS product_b, orders
  FROM pairs SEMI JOIN kept_pairs USING (a, b)
    JOIN ${NAMES} first ON first.number = a JOIN ${NAMES} second ON second.number = b`

export const BASKET_PRODUCTS = `
  WITH counted AS (SELECT month, items FROM baskets WHERE len(items) <= ${MOST_PRODUCTS}),
  single AS (SELECT month, unnest(items) AS number FROM counted)
  SELECT month, parent AS product_id, name, count(*) AS orders FROM single JOIN ${PARENT_NAMES} USING (number) GROUP BY ALL
  UNION ALL
  SELECT month, NULL, NULL, count(*) FROM counted GROUP BY month`

/** What was left out of the pairs: codes with counts. */
export const BASKET_FINDINGS = `
  SELECT (SELECT count(*) FROM baskets WHERE len(items) > ${MOST_PRODUCTS})::INTEGER AS wholesale,
    (SELECT count(*) FROM (SELECT DISTINCT a, b FROM pairs WHERE support >= ${LEAST_ORDERS}) candidates)::INTEGER AS candidates`
