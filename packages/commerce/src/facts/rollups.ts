/** Sums of valid orders by day: what most panels ask for, in a thousandth of the rows. */
export function dailyOrders(lastDate: string): string {
  const wasPromised = `is_late IS NOT NULL AND promised_date < DATE '${lastDate}'`
  return `
  SELECT business_date, channel, country, customer_type, count(*) AS orders, sum(gross) AS gross, sum(discount) AS discount,
    sum(shipping) AS shipping, sum(tax) AS tax, sum(duties) AS duties, sum(cost) AS cost, sum(fees) AS fees, sum(shipping_cost) AS shipping_cost,
    sum(units::DECIMAL(38,6)) AS units, sum(products) AS products, sum(refunded) AS refunded, count(*) FILTER (lines > 0) AS orders_with_lines,
    count(*) FILTER (cost IS NULL) AS orders_without_cost, count(*) FILTER (refunded > 0) AS orders_refunded,
    count(*) FILTER (${wasPromised}) AS orders_promised, count(*) FILTER (${wasPromised} AND is_late) AS orders_late
  FROM order_facts WHERE exclusion IS NULL GROUP BY ALL`
}

export const DAILY_LINES = `
  SELECT business_date, category, sum(gross) AS gross, sum(discount) AS discount, sum(quantity::DECIMAL(38,6)) AS units, count(*) AS lines
  FROM line_facts WHERE exclusion IS NULL GROUP BY ALL`

const monthOf = (day: string) => `date_trunc('month', ${day})::DATE`

export const PRODUCT_MONTHS = `
  SELECT ${monthOf('business_date')} AS month, product_id, product, category, brand, sum(gross) AS gross, sum(discount) AS discount,
    sum(quantity::DECIMAL(38,6)) AS units, count(*) AS lines
  FROM line_facts WHERE exclusion IS NULL GROUP BY ALL`

export const PERSON_MONTHS = `
  SELECT month, earlier_month, channel, country, bool_and(in_one_channel) AS in_one_channel, bool_and(in_one_country) AS in_one_country,
    sum(orders) AS orders, sum(returns) AS returns
  FROM (${personMonths('earlier_order_date', 'count(*) AS orders, 0 AS returns')}
    UNION ALL ${personMonths('earlier_return_date', '0 AS orders, count(*) AS returns')})
  GROUP BY month, earlier_month, channel, country`

function personMonths(earlier: string, counts: string): string {
  return `SELECT ${monthOf('business_date')} AS month, ${monthOf(earlier)} AS earlier_month, channel, country,
      bool_and(in_one_channel) AS in_one_channel, bool_and(in_one_country) AS in_one_country, ${counts}
    FROM order_facts WHERE ${earlier} IS NOT NULL GROUP BY ALL`
}

export const VALUE_MONTHS = monthsOfClass('value_class')
export const DELIVERY_MONTHS = monthsOfClass('delivery_class')

function monthsOfClass(name: string): string {
  return `SELECT ${monthOf('business_date')} AS month, ${name} AS class, count(*) AS orders
    FROM order_facts WHERE exclusion IS NULL AND ${name} IS NOT NULL GROUP BY ALL`
}

/** Classes are 0.4 % wide, whatever the currency: a median is looked for among some hundredths of the orders. */
export function classOf(value: string): string {
  return `floor(sign(${value}) * 256 * ln(1 + abs(${value})))::INTEGER`
}

export const RFM_CELLS = `
  SELECT country, channel, segment, r_score, f_score, m_score, count(*) AS customers, sum(monetary) AS monetary, sum(net) AS net,
    sum(frequency) AS frequency, sum(recency_days) AS recency_days
  FROM customer_facts GROUP BY ALL`
