import { type Day, dayText } from '../query/calendar.ts'
import type { Dialect } from '../sql/dialect.ts'
import { atMost, column, date } from '../sql/expression.ts'
import { type CubeContext, type CubeQueryOf, type CubeSql, customersWhere } from './cube.ts'

/**
 * Cell (c, k): the customers of month c with a valid order k months after it, over all customers of c. Cells whose span is not over for
 * every customer of the month are left out, as the right edge would fall; a span without orders that is over is 0.
 *
 * A person's first order of a span is the one whose order before it lies in an earlier span, so customers are counted without DISTINCT.
 */
export function retention(query: CubeQueryOf<'retention'>, { dialect, snapshot, asOf, rollups }: CubeContext): CubeSql {
  const day = `DATE ${dialect.text(dayText(asOf))}`
  const isCalendar = query.spans === 'calendar_months'
  const over = isCalendar
    ? `${dialect.add('c.cohort_month', 'k.k + 1', 'month')} <= ${dialect.add(day, 1, 'day')}`
    : `${dialect.add(dialect.add('c.cohort_month', 1, 'month'), '30 * (k.k + 1) - 1', 'day')} <= ${dialect.add(day, 1, 'day')}`
  const isRolledUp = rollups && isCalendar
  const sql = `WITH ${isRolledUp ? rolledUpMonths(query, dialect) : countedPersons(query, dialect, asOf)},
spans AS (
  ${spanNumbers(snapshot.firstDay, asOf, isCalendar)}
),
cells AS (
  SELECT c.cohort_month, k.k, c.customers FROM cohorts AS c CROSS JOIN spans AS k WHERE ${over} OR k.k = 0
)
SELECT cells.cohort_month, cells.customers, cells.k, COALESCE(active.active, 0) AS active,
  CAST(COALESCE(active.active, 0) AS ${dialect.type('double')}) / cells.customers AS retention
FROM cells LEFT JOIN active ON cells.cohort_month = active.cohort_month AND cells.k = active.k
ORDER BY cells.cohort_month, cells.k`
  return {
    sql,
    columns: [
      { name: 'cohort_month', label: 'First order in' },
      { name: 'customers', label: 'Customers', unit: 'count' },
      { name: 'k', label: isCalendar ? 'Months later' : 'Spans of 30 days later', unit: 'count' },
      { name: 'active', label: 'Of these with an order', unit: 'count' },
      { name: 'retention', label: 'Share', unit: 'ratio' },
    ],
    notes: [
      {
        code: 'open_cells_hidden',
        text: 'spans that are not over are left out; the first span is 100 % by definition',
      },
      isCalendar
        ? {
            code: 'boundaries',
            text: 'months are those of the calendar: an order on the 1st after one on the 31st is a month later',
          }
        : { code: 'spans', text: 'spans are of 30 days from each first order on' },
    ],
  }
}

/** From the table of cohorts by month, which was made with the snapshot. */
function rolledUpMonths(query: CubeQueryOf<'retention'>, dialect: Dialect): string {
  return `months AS (
  SELECT cohort_month, ${dialect.monthsBetween('cohort_month', 'month')} AS k, SUM(customers) AS active
  FROM ${dialect.identifier('cohort_months')}${customersWhere(dialect, query)}
  GROUP BY 1, 2
),
cohorts AS (
  SELECT cohort_month, active AS customers FROM months WHERE k = 0
),
active AS (
  SELECT cohort_month, k, active FROM months
)`
}

/** From persons and orders themselves. */
function countedPersons(query: CubeQueryOf<'retention'>, dialect: Dialect, asOf: Day): string {
  const day = `DATE ${dialect.text(dayText(asOf))}`
  const where = customersWhere(dialect, query, [atMost(column('first_order_date'), date(dayText(asOf)))])
  return `persons AS (
  SELECT customer_id, cohort_month, first_order_date FROM ${dialect.identifier('customer_facts')}${where}
),
cohorts AS (
  SELECT cohort_month, COUNT(*) AS customers FROM persons GROUP BY cohort_month
),
active AS (
  ${query.spans === 'calendar_months' ? activeByMonth(query, dialect, day) : activeBySpan(dialect, day)}
)`
}

/** Orders know the first month of their person: they are joined with persons only where these are filtered. */
function activeByMonth(query: CubeQueryOf<'retention'>, dialect: Dialect, day: string): string {
  const month = dialect.bucket('business_date', 'month', 'monday')
  const { country, channel, ...months } = query
  const isFiltered = country !== undefined || channel !== undefined
  const persons = isFiltered ? ' AND customer_id IN (SELECT customer_id FROM persons)' : ''
  const cohorts = customersWhere(dialect, { from: months.from, to: months.to }).replace(' WHERE ', ' AND ')
  return `SELECT cohort_month, ${dialect.monthsBetween('cohort_month', 'business_date')} AS k, SUM(active) AS active
  FROM (SELECT cohort_month, business_date, COUNT(*) AS active FROM ${dialect.identifier('order_facts')}
    WHERE exclusion IS NULL AND customer_id IS NOT NULL AND business_date <= ${day}${cohorts}${persons}
      AND (previous_order_date IS NULL OR previous_order_date < ${month})
    GROUP BY cohort_month, business_date) AS days
  GROUP BY 1, 2`
}

function activeBySpan(dialect: Dialect, day: string): string {
  const span = (of: string) => dialect.wholeQuotient(dialect.daysBetween('p.first_order_date', of), 30)
  return `SELECT cohort_month, k, COUNT(*) AS active
  FROM (SELECT p.cohort_month, ${span('o.business_date')} AS k,
      CASE WHEN o.previous_order_date IS NULL THEN -1 ELSE ${span('o.previous_order_date')} END AS previous_k
    FROM ${dialect.identifier('order_facts')} AS o JOIN persons AS p ON o.customer_id = p.customer_id
    WHERE o.exclusion IS NULL AND o.business_date <= ${day}) AS spanned
  WHERE previous_k < k GROUP BY cohort_month, k`
}

/** Every span that any cohort can have seen, also those in which nobody ordered. */
function spanNumbers(first: Day, last: Day, isCalendar: boolean): string {
  const days = Math.max(0, last - first)
  const spans = isCalendar ? Math.floor(days / 28) + 1 : Math.floor(days / 30)
  return Array.from({ length: spans + 1 }, (_, k) => `SELECT ${k} AS k`).join(' UNION ALL ')
}
