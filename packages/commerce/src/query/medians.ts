import { type Dialect, print } from '../sql/dialect.ts'
import { addTo, atLeast, below, column, date, type Expression, isNull, when } from '../sql/expression.ts'
import { dayText, STEPS } from './calendar.ts'
import { columnOf, type PeriodName } from './columns.ts'
import type { Part, Plan } from './plan.ts'
import { bucketColumn, conditionsOf, rangeOf, wrapped } from './sums.ts'

/**
 * A median by bucket and as a whole, exactly, without sorting all rows. Counts by class say in which class the middle one or two lie and how
 * many rows are below that class; only its rows are read and sorted.
 */
export function medianOf(plan: Plan, dialect: Dialect, part: Part, period: PeriodName): string | undefined {
  const [planned] = part.measures
  const classes = planned?.source.classes
  if (!planned || !classes || planned.source.value.kind !== 'quantile') return undefined
  const columns = (...names: string[]) => [...names, ...(plan.grain === undefined ? [] : ['bucket'])].join(', ')
  const { of, at } = planned.source.value
  const places = ['below_class', 'up_to_class', 'lower_place', 'upper_place']
  const nth = (place: string) =>
    `CASE WHEN below_class < ${place} AND ${place} <= up_to_class THEN ${dialect.nthLowest('value', `${place} - below_class`)} END`
  const day = dialect.identifier(part.fact.date)
  const selected = [day, `${dialect.identifier(classes.column)} AS class`, `${print(dialect, of)} AS value`]
  const where = conditionsOf(plan, part, period).map((condition) => wrapped(dialect, condition))
  return `WITH counted AS (
    ${countedClasses(plan, dialect, classes.table, period)}
  ),
  summed AS (
    SELECT *, CAST(SUM(n) OVER (PARTITION BY ${columns('level')} ORDER BY class) AS ${dialect.type('integer')}) AS up_to_class,
      CAST(SUM(n) OVER (PARTITION BY ${columns('level')}) AS ${dialect.type('integer')}) AS all_rows
    FROM counted
  ),
  placed AS (
    SELECT *, up_to_class - n AS below_class, ${dialect.wholeQuotient('(all_rows + 1)', 2)} AS lower_place, ${dialect.wholeQuotient('(all_rows + 2)', 2)} AS upper_place${spans(plan, dialect, period)} FROM summed
  ),
  middle AS (
    SELECT * FROM placed
    WHERE (below_class < lower_place AND lower_place <= up_to_class) OR (below_class < upper_place AND upper_place <= up_to_class)
  ),
  found AS (
    SELECT ${columns('level', 'middle.class', ...places, 'value')}
    FROM (SELECT ${selected.join(', ')} FROM ${dialect.identifier(part.fact.table)} WHERE ${where.join(' AND ')}) AS read_rows
      JOIN middle ON read_rows.class = middle.class${plan.grain === undefined ? '' : ` AND ${day} >= starts AND ${day} < ends`}
  ),
  halves AS (
    SELECT ${columns('level')}, ${nth('lower_place')} AS lower_value, ${nth('upper_place')} AS upper_value
    FROM found GROUP BY ${columns('level', 'class', ...places)}
  ),
  both_halves AS (
    SELECT ${columns('level')}, lower_value AS value FROM halves WHERE lower_value IS NOT NULL
    UNION ALL
    SELECT ${columns('level')}, upper_value AS value FROM halves WHERE upper_value IS NOT NULL
  )
  SELECT ${columns('level')}, ${dialect.quantile('value', at, undefined)} AS ${dialect.identifier(columnOf(planned.measure.name, period))}
  FROM both_halves GROUP BY ${columns('level')}`
}

/** The days that a bucket, or all of them, begins and ends with. A range of days keeps the rows of other classes from being read. */
function spans(plan: Plan, dialect: Dialect, period: PeriodName): string {
  if (plan.grain === undefined) return ''
  const { from, countedTo } = rangeOf(plan, period)
  const bucket = column('bucket')
  const before = period === 'previous' ? (plan.periods.previous?.shift.count ?? 0) : 0
  const starts = addTo(bucket, -before, 'month')
  const ends = addTo(bucket, STEPS[plan.grain].count - before, 'month')
  const ofAll = (whole: number, own: Expression) => print(dialect, when(isNull(bucket), date(dayText(whole)), own))
  return `, ${ofAll(from, starts)} AS starts, ${ofAll(countedTo, ends)} AS ends`
}

function countedClasses(plan: Plan, dialect: Dialect, table: string, period: PeriodName): string {
  const { from, countedTo } = rangeOf(plan, period)
  const month = column('month')
  const range = [atLeast(month, date(dayText(from))), below(month, date(dayText(countedTo)))]
  const where = range.map((condition) => print(dialect, condition)).join(' AND ')
  const source = `FROM ${dialect.identifier(table)} WHERE ${where}`
  const n = `CAST(SUM(orders) AS ${dialect.type('integer')}) AS n`
  if (plan.grain === undefined) return `SELECT 0 AS level, class, ${n} ${source} GROUP BY class`
  return `SELECT GROUPING(bucket) AS level, bucket, class, ${n}
    FROM (SELECT class, orders, ${bucketColumn(plan, dialect, 'month', period)} ${source}) AS months
    GROUP BY GROUPING SETS ((bucket, class), (class))`
}
