/** Sums of valid orders by day: what most panels ask for, in a thousandth of the rows. */
export const DAILY_ORDERS = `
  SELECT business_date, channel, country, customer_type, count(*) AS orders, sum(gross) AS gross, sum(discount) AS discount,
    sum(shipping) AS shipping, sum(tax) AS tax, sum(duties) AS duties, sum(units::DECIMAL(38,6)) AS units, sum(refunded) AS refunded
  FROM order_facts WHERE exclusion IS NULL GROUP BY ALL`

export const DAILY_LINES = `
  SELECT business_date, category, sum(gross) AS gross, sum(discount) AS discount, sum(quantity::DECIMAL(38,6)) AS units, count(*) AS lines
  FROM line_facts WHERE exclusion IS NULL GROUP BY ALL`
