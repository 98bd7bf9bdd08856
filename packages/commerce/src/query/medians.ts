import { type Dialect, print } from '../sql/dialect.ts'
import { atLeast, below, column, date } from '../sql/expression.ts'
import { dayText } from './calendar.ts'
import { columnOf, type PeriodName } from './columns.ts'
import { levelsOf } from './levels.ts'
import type { Part, Plan } from './plan.ts'
import { bucketColumn, conditionsOf, rangeOf, wrapped } from './sums.ts'

/**
 * A median by bucket and as a whole, exactly, without sorting all rows. Counts by class say in which class the middle one or two lie and how
 * many rows are below that class; only its rows are read and numbered by value.
 */
export function medianOf(plan: Plan, dialect: Dialect, part: Part, period: PeriodName): string | undefined {
  const [planned] = part.measures
  const classes = planned?.source.classes
  if (!planned || !classes || planned.source.value.kind !== 'quantile') return undefined
  const hasBuckets = plan.grain !== undefined
  const bucket = hasBuckets ? ['bucket'] : []
  const columns = (...names: string[]) => [...bucket, ...names].join(', ')
  const { detail, total } = levelsOf(plan)
  const { of, at } = planned.source.value
  const rows = (level: number) => {
    const isBucket = hasBuckets && level === detail
    const own = isBucket ? [bucketColumn(plan, dialect, part.fact.date, period)] : []
    const selected = [...own, `${dialect.identifier(classes.column)} AS class`, `${print(dialect, of)} AS value`]
    const where = conditionsOf(plan, part, period).map((condition) => wrapped(dialect, condition))
    const same = isBucket ? ' AND read_rows.bucket = middle.bucket' : ''
    return `SELECT level, ${[...bucket.map((name) => `middle.${name}`), 'middle.class', 'below_class', 'lower_place', 'upper_place', 'value'].join(', ')}
      FROM (SELECT ${selected.join(', ')} FROM ${dialect.identifier(part.fact.table)} WHERE ${where.join(' AND ')}) AS read_rows
        JOIN middle ON middle.level = ${level} AND read_rows.class = middle.class${same}`
  }
  return `WITH counted AS (
    ${countedClasses(plan, dialect, classes.table, period)}
  ),
  summed AS (
    SELECT *, SUM(n) OVER (PARTITION BY ${columns('level')} ORDER BY class) AS up_to_class, SUM(n) OVER (PARTITION BY ${columns('level')}) AS all_rows FROM counted
  ),
  placed AS (
    SELECT *, up_to_class - n AS below_class, FLOOR((all_rows + 1) / 2) AS lower_place, FLOOR((all_rows + 2) / 2) AS upper_place FROM summed
  ),
  middle AS (
    SELECT * FROM placed
    WHERE (below_class < lower_place AND lower_place <= up_to_class) OR (below_class < upper_place AND upper_place <= up_to_class)
  ),
  found AS (
    ${[...new Set([detail, total])].map(rows).join('\n    UNION ALL\n    ')}
  ),
  numbered AS (
    SELECT *, below_class + ROW_NUMBER() OVER (PARTITION BY ${columns('level', 'class')} ORDER BY value) AS place FROM found
  )
  SELECT ${columns('level')}, ${dialect.quantile('value', at, undefined)} AS ${dialect.identifier(columnOf(planned.measure.name, period))}
  FROM numbered WHERE place = lower_place OR place = upper_place GROUP BY ${columns('level')}`
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
