import { literal } from '../sql/quote.ts'

/**
 * `day_rates`: each currency of an amount on each day of one, with the rate of the report's currency that held on it. Null where no rate is
 * known from that day or before: never 1, and never a later one. The pairs are few, so that orders find their rate by an equality.
 */
export function dayRates(currency: string): string {
  const report = literal(currency.toUpperCase())
  return `
    CREATE OR REPLACE TEMP TABLE day_rates AS
    WITH currencies AS (
      SELECT ${report} AS currency UNION SELECT DISTINCT upper(currency) FROM orders
      UNION SELECT DISTINCT upper(currency) FROM payments UNION SELECT DISTINCT upper(currency) FROM refunds
    ),
    days AS (SELECT DISTINCT business_date AS day FROM orders UNION SELECT DISTINCT refund_date FROM refunds),
    needed AS (SELECT currency, day FROM currencies, days WHERE currency IS NOT NULL),
    known AS (
      SELECT upper(currency) AS currency, rate_date, max(rate) AS rate FROM exchange_rates GROUP BY ALL
    )
    SELECT n.currency, n.day, CASE WHEN n.currency = ${report} THEN 1 ELSE k.rate END::DECIMAL(18,8) AS rate
    FROM needed n ASOF LEFT JOIN known k ON k.currency = n.currency AND k.rate_date <= n.day`
}

/**
 * An amount at a rate, exactly, and to four places: they are rounded to cents only after summing. DuckDB gives the product 18 digits, which
 * hold it below a million; beyond, 38 digits are asked for, whose rounding takes eighty times as long.
 */
export function converted(amount: string, rate: string): string {
  return `CASE WHEN ${rate} = 1 THEN ${amount} WHEN abs(${amount})::DOUBLE * ${rate}::DOUBLE < 900000 THEN (${amount} * ${rate})::DECIMAL(18,4)
    ELSE (${amount}::DECIMAL(38,4) * ${rate})::DECIMAL(18,4) END`
}
