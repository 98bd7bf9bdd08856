/** Days after the first order at which value is told. */
export const VALUE_DAYS = [0, 30, 60, 90, 180, 365] as const

/** `cohort_orders`: valid orders of persons with what is known of the person's first one. */
export const COHORT_ORDERS = `
  CREATE OR REPLACE TEMP TABLE cohort_orders AS
  SELECT o.customer_key, c.cohort_month, c.country, c.channel, c.first_order_date, o.business_date, o.previous_order_date,
    o.gross, o.discount, o.refunded, o.cost
  FROM order_facts o JOIN customer_facts c USING (customer_key) WHERE o.order_seq IS NOT NULL`

const NET = 'sum(gross) - sum(discount) - sum(refunded)'

/** A person's first order of a month is the one whose order before it lies in an earlier month, so that persons are counted by adding. */
export const COHORT_MONTHS = `
  SELECT cohort_month, date_trunc('month', business_date)::DATE AS month, country, channel,
    count(*) FILTER (previous_order_date IS NULL OR previous_order_date < date_trunc('month', business_date)) AS customers,
    count(*) AS orders, ${NET} AS net
  FROM cohort_orders GROUP BY ALL`

/** Only persons who are known for so many days count in a window: younger ones would lower it. */
export function cohortValues(lastDate: string): string {
  const known = `DATE '${lastDate}' - first_order_date`
  return VALUE_DAYS.map(
    (days) => `
    SELECT cohort_month, country, channel, ${days} AS days, count(*) FILTER (previous_order_date IS NULL) AS customers, ${NET} AS net,
      coalesce(sum(cost), 0) AS cost, count(*) - count(cost) AS orders_without_cost
    FROM cohort_orders WHERE ${known} >= ${days} AND business_date - first_order_date <= ${days} GROUP BY ALL`,
  ).join(' UNION ALL ')
}
