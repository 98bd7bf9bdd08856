import { OF_ORDER } from './known-orders.ts'
import { converted } from './rates.ts'

/** What a fact takes over from its product `p`, whose id is given by the fact. */
export const OF_PRODUCT = 'p.category, p.brand'

/**
 * `discount_shares`: an order's own discount over its lines, by their gross and to the cent; the last line takes what rounding leaves, and
 * all of it where the gross is 0. A discount that stood on the order alone would be missing wherever lines are split by product.
 */
export const DISCOUNT_SHARES = `
  CREATE OR REPLACE TEMP TABLE discount_shares AS
  WITH discounted AS (
    SELECT l.file_id, l.line, l.gross, o.order_key, o.discount,
      sum(l.gross) OVER (PARTITION BY o.order_key) AS order_gross,
      row_number() OVER (PARTITION BY o.order_key ORDER BY l.file_id DESC, l.line DESC) AS from_last
    FROM lines l JOIN (SELECT order_key, order_id, discount FROM known_orders WHERE discount <> 0) o USING (order_id)
  ),
  rounded AS (
    SELECT *, CASE WHEN order_gross = 0 THEN 0 ELSE round(discount * (gross / order_gross), 2) END::DECIMAL(18,4) AS share
    FROM discounted
  )
  SELECT file_id, line, CASE WHEN from_last > 1 THEN share
    ELSE discount - (sum(share) OVER (PARTITION BY order_key) - share) END::DECIMAL(18,4) AS share
  FROM rounded`

export const LINES = `
  SELECT ${OF_ORDER}, coalesce(l.line_id, 'line ' || l.line) AS line_id,
    l.product_id, coalesce(p.name, l.product_id) AS product, ${OF_PRODUCT}, l.seller_id, l.quantity,
    ${converted('l.unit_price', 'o.rate')} AS unit_price,
    ${converted('l.gross', 'o.rate')} AS gross,
    ${converted('(coalesce(l.discount, 0) + coalesce(s.share, 0))', 'o.rate')} AS discount,
    ${converted('coalesce(l.tax, 0)', 'o.rate')} AS tax,
    ${converted('coalesce(l.shipping, 0)', 'o.rate')} AS shipping,
    ${converted('l.cost', 'o.rate')} AS cost
  FROM lines l JOIN known_orders o USING (order_id)
    LEFT JOIN products p ON p.product_id = l.product_id
    LEFT JOIN discount_shares s ON s.file_id = l.file_id AND s.line = l.line`

/** By key, that is by instant: a range of dates is then a range of rows, and what lies outside is not read. */
export const LINES_SORTED_BY = 'business_date, order_key, line_id'
