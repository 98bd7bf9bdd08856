import { OF_ORDER } from './known-orders.ts'
import { OF_PRODUCT } from './known-products.ts'
import { converted } from './rates.ts'

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
  WITH sold AS (
    SELECT l.file_id, l.line, l.order_id, coalesce(l.line_id, 'line ' || l.line) AS line_id, l.product_id, l.seller_id, l.quantity, l.unit_price, l.gross,
      (coalesce(l.discount, 0) + coalesce(s.share, 0))::DECIMAL(18,4) AS discount, coalesce(l.tax, 0)::DECIMAL(18,4) AS tax,
      coalesce(l.shipping, 0)::DECIMAL(18,4) AS shipping, l.cost
    FROM lines l LEFT JOIN discount_shares s ON s.file_id = l.file_id AND s.line = l.line
  )
  SELECT ${OF_ORDER}, l.file_id, l.line, l.line_id, ${OF_PRODUCT}, l.seller_id, l.quantity,
    ${['unit_price', 'gross', 'discount', 'tax', 'shipping', 'cost'].map((column) => `${converted(`l.${column}`, 'o.rate')} AS ${column}`).join(', ')}
  FROM sold l JOIN known_orders o USING (order_id) LEFT JOIN known_products p ON p.id = l.product_id`
