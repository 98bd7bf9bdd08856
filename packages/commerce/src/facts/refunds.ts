import { literal } from '../sql/quote.ts'
import type { FactSettings } from './fact-settings.ts'
import { OF_PRODUCT } from './known-products.ts'
import { converted } from './rates.ts'

/**
 * Refunds on a date of their own, at the rate of their order's date: what was taken in is given back. One without an order stays,
 * with its own date's rate and no date of an order. Its product and seller are those of the line that it takes back.
 */
export function refunds({ currency }: FactSettings): string {
  const rate = 'd.rate'
  const money = (column: string) => converted(`coalesce(r.${column}, 0)`, rate)
  return `
    WITH lines_refunded AS (
      SELECT order_id, line_id, any_value(product_id) AS product_id, any_value(seller_id) AS seller_id
      FROM lines SEMI JOIN refunds USING (order_id, line_id) WHERE line_id IS NOT NULL GROUP BY ALL
    ),
    placed AS (
      SELECT r.*, coalesce(r.product_id, l.product_id) AS item, l.seller_id, o.business_date, o.exclusion,
        o.channel, coalesce(o.country::VARCHAR, r.country) AS delivered_to, o.region, o.city, o.customer_type,
        upper(coalesce(r.currency, o.currency::VARCHAR, ${literal(currency)})) AS paid_in,
        coalesce(o.business_date, r.refund_date) AS rate_day
      FROM refunds r
        LEFT JOIN lines_refunded l ON l.order_id = r.order_id AND l.line_id = r.line_id
        LEFT JOIN known_orders o ON o.order_id = r.order_id
      WHERE o.order_id IS NOT NULL OR r.order_id IS NULL OR r.order_id NOT IN (SELECT order_id FROM unpriced_orders)
    )
    SELECT r.refund_id, r.order_id, r.refund_date, r.business_date AS order_date, r.exclusion, r.channel,
      r.delivered_to AS country, r.region, r.city, r.customer_type, ${OF_PRODUCT}, r.seller_id, r.quantity, ${money('amount')} AS amount, ${money('shipping')} AS shipping,
      ${money('tax')} AS tax, r.reason, r.file_id, r.line
    FROM placed r JOIN day_rates d ON d.currency = r.paid_in AND d.day = r.rate_day
      LEFT JOIN known_products p ON p.id = r.item
    WHERE d.rate IS NOT NULL`
}
