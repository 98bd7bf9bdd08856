import { OF_PRODUCT } from './known-products.ts'

/**
 * `days_in_stock`: each product and day between its first and last count, the last count carried forward. A day without a count is not a
 * day without stock.
 */
export const DAYS_IN_STOCK = `
  CREATE OR REPLACE TEMP TABLE days_in_stock AS
  WITH counted AS (
    SELECT product_id, counted_on, on_hand, lead(counted_on) OVER (PARTITION BY product_id ORDER BY counted_on) AS next_count FROM stock
  ),
  days AS (
    SELECT product_id, counted_on, on_hand,
      unnest(range(counted_on, coalesce(next_count, counted_on + 1)::TIMESTAMP, INTERVAL 1 DAY))::DATE AS stock_date
    FROM counted
  )
  SELECT product_id, stock_date, on_hand, stock_date = counted_on AS is_counted FROM days`

/**
 * What a day without stock would have sold: the mean of the same weekday in the 28 days before, over days on which the product was in
 * stock; null where there was none. A day in stock without a sale counts as 0.
 */
export const STOCK = `
  WITH wanted AS (
    SELECT product_id, stock_date, stock_date - days_before AS day
    FROM days_in_stock, unnest([7, 14, 21, 28]) AS before(days_before) WHERE on_hand <= 0
  ),
  sold AS (
    SELECT product_id, business_date AS day, sum(quantity::DECIMAL(38,6)) AS units
    FROM line_facts SEMI JOIN wanted ON wanted.product_id = line_facts.product_id AND wanted.day = line_facts.business_date
    WHERE exclusion IS NULL GROUP BY ALL
  ),
  expected AS (
    SELECT w.product_id, w.stock_date, sum(coalesce(s.units, 0))::DOUBLE / count(*) AS units
    FROM wanted w
      JOIN days_in_stock d ON d.product_id = w.product_id AND d.stock_date = w.day AND d.on_hand > 0
      LEFT JOIN sold s ON s.product_id = w.product_id AND s.day = w.day
    GROUP BY ALL
  )
  SELECT ${OF_PRODUCT}, d.stock_date, d.on_hand, d.is_counted,
    e.units AS expected_units
  FROM days_in_stock d
    LEFT JOIN expected e ON e.product_id = d.product_id AND e.stock_date = d.stock_date
    JOIN known_products p ON p.id = d.product_id`
