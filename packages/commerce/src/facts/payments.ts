import { OF_ORDER } from './known-orders.ts'
import { converted } from './rates.ts'

/** Payments at the rate of their order's date, in the payment's currency where it has one of its own. */
export const PAYMENTS = `
  SELECT ${OF_ORDER}, p.method, ${converted('p.amount', 'd.rate')} AS amount, p.installments, p.file_id, p.line
  FROM payments p JOIN known_orders o USING (order_id)
    JOIN day_rates d ON d.currency = upper(coalesce(p.currency, o.currency::VARCHAR)) AND d.day = o.business_date
  WHERE d.rate IS NOT NULL`
