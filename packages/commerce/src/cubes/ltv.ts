import { dayText } from '../query/calendar.ts'
import type { Dialect } from '../sql/dialect.ts'
import { atMost, column, date } from '../sql/expression.ts'
import { type CubeContext, type CubeQueryOf, type CubeSql, customersWhere } from './cube.ts'

/** Days after the first order at which value is told. */
export const LTV_DAYS = [0, 30, 60, 90, 180, 365] as const

/**
 * What the customers of a month brought up to so many days after their first orders, over the customers who were observed so long: who
 * is younger counts neither above nor below.
 */
export function ltv(query: CubeQueryOf<'ltv'>, context: CubeContext): CubeSql {
  const { dialect, rollups } = context
  const isMargin = query.basis === 'margin'
  const sql = `WITH ${rollups ? rolledUpWindows(query, dialect) : countedWindows(query, context)}
SELECT cohort_month, days, customers, CASE WHEN unknown = 0 THEN ROUND(value, 2) END AS value,
  CASE WHEN unknown = 0 THEN ROUND(CAST(100 * ROUND(value, 2) AS ${dialect.type('double')}) / customers, 0) / 100 END AS ltv
FROM windows
ORDER BY cohort_month, days`
  return {
    sql,
    columns: [
      { name: 'cohort_month', label: 'First order in' },
      { name: 'days', label: 'Days after it', unit: 'days' },
      { name: 'customers', label: 'Customers observed so long', unit: 'count' },
      { name: 'value', label: isMargin ? 'Margin on goods' : 'Net sales', unit: 'money' },
      { name: 'ltv', label: isMargin ? 'Margin a customer' : 'Revenue a customer', unit: 'money' },
    ],
    notes: [
      {
        code: 'observed_only',
        text: 'only customers who were observed for so many days count, so older windows may have fewer',
      },
      isMargin
        ? { code: 'margin', text: 'net sales less the cost of goods; no value where the cost of an order is not known' }
        : { code: 'revenue_is_not_margin', text: 'this is revenue, not margin: what the goods cost is not taken off' },
      { code: 'refunds_by_order', text: 'refunds count with the order that they take back' },
    ],
  }
}

/** From the table of cohorts' values, which was made with the snapshot. */
function rolledUpWindows(query: CubeQueryOf<'ltv'>, dialect: Dialect): string {
  const isMargin = query.basis === 'margin'
  return `windows AS (
  SELECT cohort_month, days, SUM(customers) AS customers, SUM(net)${isMargin ? ' - COALESCE(SUM(cost), 0)' : ''} AS value,
    ${isMargin ? 'SUM(orders_without_cost)' : '0'} AS unknown
  FROM ${dialect.identifier('cohort_values')}${customersWhere(dialect, query)}
  GROUP BY cohort_month, days HAVING SUM(customers) > 0
)`
}

/** From persons and orders themselves. */
function countedWindows(query: CubeQueryOf<'ltv'>, { dialect, asOf }: CubeContext): string {
  const id = dialect.identifier
  const day = `DATE ${dialect.text(dayText(asOf))}`
  const isMargin = query.basis === 'margin'
  const where = customersWhere(dialect, query, [atMost(column('first_order_date'), date(dayText(asOf)))])
  const age = dialect.daysBetween('p.first_order_date', day)
  const within = (days: number, of: string) => `o.age <= ${days} AND o.observed >= ${days} THEN ${of}`
  const sizes = LTV_DAYS.map((days) => `SUM(CASE WHEN ${age} >= ${days} THEN 1 ELSE 0 END) AS customers_${days}`)
  const sums = LTV_DAYS.map(
    (days) =>
      `SUM(CASE WHEN ${within(days, 'o.value')} END) AS value_${days}, SUM(CASE WHEN ${within(days, 'o.unknown')} ELSE 0 END) AS unknown_${days}`,
  )
  const windows = LTV_DAYS.map(
    (
      days,
    ) => `SELECT c.cohort_month, ${days} AS days, c.customers_${days} AS customers, v.value_${days} AS value, v.unknown_${days} AS unknown
  FROM cohorts AS c LEFT JOIN brought AS v ON c.cohort_month = v.cohort_month WHERE c.customers_${days} > 0`,
  )
  return `persons AS (
  SELECT customer_id, cohort_month, first_order_date FROM ${id('customer_facts')}${where}
),
cohorts AS (
  SELECT p.cohort_month, ${sizes.join(', ')}
  FROM persons AS p GROUP BY p.cohort_month
),
orders AS (
  SELECT p.cohort_month, ${dialect.daysBetween('p.first_order_date', 'o.business_date')} AS age, ${age} AS observed,
    o.gross - o.discount - o.refunded${isMargin ? ' - o.cost' : ''} AS value, ${isMargin ? 'CASE WHEN o.cost IS NULL THEN 1 ELSE 0 END' : '0'} AS unknown
  FROM ${id('order_facts')} AS o JOIN persons AS p ON o.customer_id = p.customer_id
  WHERE o.exclusion IS NULL AND o.business_date <= ${day}
),
brought AS (
  SELECT o.cohort_month, ${sums.join(', ')}
  FROM orders AS o GROUP BY o.cohort_month
),
windows AS (
  ${windows.join('\n  UNION ALL\n  ')}
)`
}
