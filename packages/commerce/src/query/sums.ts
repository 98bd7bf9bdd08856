import type { DimensionName } from '../metrics/dimensions.ts'
import type { Fact } from '../metrics/facts.ts'
import { type Dialect, print } from '../sql/dialect.ts'
import { atLeast, below, column, date, type Expression } from '../sql/expression.ts'
import { dayText } from './calendar.ts'
import { columnOf, type PeriodName } from './columns.ts'
import { filtersOn } from './filters.ts'
import { keysOf } from './levels.ts'
import { type Part, type Plan, takenRows } from './plan.ts'

/** One fact in one period, aggregated by bucket and dimensions, by dimensions alone, and as a whole. */
export function sumsOf(plan: Plan, dialect: Dialect, part: Part, period: PeriodName): string {
  const keys = keysOf(plan).map(dialect.identifier)
  const dimensions = plan.dimensions.map(dialect.identifier)
  const sums = part.measures.map(
    ({ measure, source }) => `${print(dialect, source.value)} AS ${dialect.identifier(columnOf(measure.name, period))}`,
  )
  const level = [
    ...(plan.grain === undefined ? [] : ['GROUPING(bucket)']),
    ...(dimensions.length === 0 ? [] : [`2 * GROUPING(${dimensions[0]})`]),
  ]
  const sets = [
    `(${keys.join(', ')})`,
    ...(keys.length > dimensions.length && dimensions.length > 0 ? [`(${dimensions.join(', ')})`] : []),
  ]
  const grouping = keys.length === 0 ? '' : `\n  GROUP BY GROUPING SETS (${[...sets, '()'].join(', ')})`
  return `SELECT ${[`${level.length === 0 ? '0' : level.join(' + ')} AS level`, ...keys, ...sums].join(', ')}
  FROM (${rowsOf(plan, dialect, part, period)}) AS counted${grouping}`
}

/** The rows of a fact that count, each with its bucket and dimensions. */
function rowsOf(plan: Plan, dialect: Dialect, part: Part, period: PeriodName): string {
  const { fact } = part
  const day = column(fact.date)
  const frame =
    period === 'current' ? bucketExpression(plan, day) : plan.grain === undefined ? undefined : plan.frame.sql(day)
  const renamed = plan.dimensions
    .map((name): [DimensionName, string] => [name, (fact.dimensions as Record<string, string>)[name] ?? name])
    .filter(([name, own]) => name !== own)
  const selected = [
    '*',
    ...(frame ? [`${print(dialect, frame)} AS bucket`] : []),
    ...renamed.map(([name, own]) => `${dialect.identifier(own)} AS ${dialect.identifier(name)}`),
    ...(part.measures.some(({ source }) => source.usesAsOf)
      ? [`${print(dialect, date(dayText(plan.asOf)))} AS as_of`]
      : []),
  ]
  const conditions = conditionsOf(plan, part, period).map((condition) => wrapped(dialect, condition))
  return `SELECT ${selected.join(', ')} FROM ${dialect.identifier(fact.table)} WHERE ${conditions.join(' AND ')}`
}

function bucketExpression({ grain, firstWeekday }: Plan, of: Expression): Expression | undefined {
  return grain === undefined ? undefined : { kind: 'bucket', grain, firstWeekday, of }
}

/** What a row of a part's fact has to be, to count in a period. */
export function conditionsOf(plan: Plan, part: Part, period: PeriodName): Expression[] {
  const taken = takenRows(part)
  return [...(taken ? [taken] : []), ...rangeConditions(plan, part.fact, period)]
}

/** Days and filters alone. */
export function rangeConditions(plan: Plan, fact: Fact, period: PeriodName): Expression[] {
  const range = plan.periods[period] ?? plan.periods.current
  const day = column(fact.date)
  return [
    atLeast(day, date(dayText(range.from))),
    below(day, date(dayText(range.countedTo))),
    ...filtersOn(fact, plan.filters),
  ]
}

/** A condition that can stand beside others under AND. */
export function wrapped(dialect: Dialect, condition: Expression): string {
  const sql = print(dialect, condition)
  return condition.kind === 'binary' && condition.operator === 'OR' ? `(${sql})` : sql
}
