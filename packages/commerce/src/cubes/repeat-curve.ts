import { dayText } from '../query/calendar.ts'
import { atMost, column, date } from '../sql/expression.ts'
import { type CubeContext, type CubeQueryOf, type CubeSql, customersWhere } from './cube.ts'

/**
 * Kaplan and Meier's estimate of how many customers have ordered again by a day after their first order: who was not observed so long is
 * at risk up to the last day of observation and then leaves, instead of counting as one who never came back.
 */
export function repeatCurve(query: CubeQueryOf<'repeat_curve'>, { dialect, asOf, rollups }: CubeContext): CubeSql {
  const day = `DATE ${dialect.text(dayText(asOf))}`
  const where = customersWhere(dialect, query, [atMost(column('first_order_date'), date(dayText(asOf)))])
  const isKnown = `second_order_date IS NOT NULL AND second_order_date <= ${day}`
  const [returned, days] = rollups
    ? ['has_repeated', 'repeat_days']
    : [isKnown, dialect.daysBetween('first_order_date', `CASE WHEN ${isKnown} THEN second_order_date ELSE ${day} END`)]
  const sql = `WITH persons AS (
  SELECT CASE WHEN ${returned} THEN 1 ELSE 0 END AS returned, ${days} AS days
  FROM ${dialect.identifier('customer_facts')}${where}
),
by_day AS (
  SELECT days, SUM(returned) AS returned, COUNT(*) AS leaving FROM persons GROUP BY days
),
at_risk AS (
  SELECT days, returned, SUM(leaving) OVER (ORDER BY days DESC) AS at_risk FROM by_day
),
steps AS (
  SELECT days, returned, at_risk, CASE WHEN returned = at_risk THEN 1 ELSE 0 END AS is_last,
    CASE WHEN returned = at_risk THEN 0 ELSE LN(1 - CAST(returned AS ${dialect.type('double')}) / at_risk) END AS step
  FROM at_risk
),
curve AS (
  SELECT days, returned, at_risk, SUM(step) OVER (ORDER BY days) AS log_rest, MAX(is_last) OVER (ORDER BY days) AS is_done FROM steps
)
SELECT days, at_risk, returned, CASE WHEN is_done = 1 THEN 1 ELSE 1 - EXP(log_rest) END AS returned_share
FROM curve WHERE days <= ${query.days} AND (returned > 0 OR days = 0)
ORDER BY days`
  return {
    sql,
    columns: [
      { name: 'days', label: 'Days after the first order', unit: 'days' },
      { name: 'at_risk', label: 'Customers observed so long and not back yet', unit: 'count' },
      { name: 'returned', label: 'Came back on that day', unit: 'count' },
      { name: 'returned_share', label: 'Back by then', unit: 'ratio' },
    ],
    notes: [
      {
        code: 'censored',
        text: 'customers who were not observed so long leave the count then, instead of counting as not back',
      },
    ],
  }
}
