import { DIMENSIONS, type DimensionName } from '../metrics/dimensions.ts'
import type { Fact } from '../metrics/facts.ts'
import { type Dialect, print } from '../sql/dialect.ts'
import { atLeast, below, column, date, type Expression, when } from '../sql/expression.ts'
import { dayText, monthStart } from './calendar.ts'
import { columnOf, type PeriodName } from './columns.ts'
import { filtersOn } from './filters.ts'
import { keysOf } from './levels.ts'
import type { Period } from './periods.ts'
import { type Part, type Plan, takenRows } from './plan.ts'
import type { PlannedMeasure } from './sources.ts'

/** One fact in one period, aggregated by bucket and dimensions, by dimensions alone, and as a whole. */
export function sumsOf(plan: Plan, dialect: Dialect, part: Part, period: PeriodName): string {
  const keys = keysOf(plan).map(dialect.identifier)
  const dimensions = plan.dimensions.map(dialect.identifier)
  const isPartial = isSummedInTwo(plan, part)
  const sums = part.measures.map((planned) => {
    const [value, ofPeriod] = aggregatesOf(plan, dialect, planned, period).map(({ sql, name }) =>
      isPartial ? `SUM(${name})` : sql,
    )
    const sum = ofPeriod === undefined ? value : `CASE WHEN GROUPING(bucket) = 1 THEN ${ofPeriod} ELSE ${value} END`
    return `${sum} AS ${dialect.identifier(columnOf(planned.measure.name, period))}`
  })
  const level = [
    ...(plan.grain === undefined ? [] : ['GROUPING(bucket)']),
    ...(dimensions.length === 0 ? [] : [`2 * GROUPING(${dimensions[0]})`]),
  ]
  const isByGroup = keys.length > dimensions.length && dimensions.length > 0
  const sets = [`(${keys.join(', ')})`, ...(isByGroup ? [`(${dimensions.join(', ')})`] : [])]
  const grouping = keys.length === 0 ? '' : `\n  GROUP BY GROUPING SETS (${[...sets, '()'].join(', ')})`
  const rows = isPartial ? partialSums(plan, dialect, part, period) : rowsOf(plan, dialect, part, period, true)
  return `SELECT ${[`${level.length === 0 ? '0' : level.join(' + ')} AS level`, ...keys, ...sums].join(', ')}
  FROM (${rows}) AS counted${grouping}`
}

/** Sums and counts of many rows are taken by day or group first: what is left for the buckets and totals is small. */
function isSummedInTwo(plan: Plan, { fact, measures }: Part): boolean {
  const isSum = measures.every(
    ({ source, persons }) => persons?.isSum ?? (source.value.kind === 'sum' || source.value.kind === 'count'),
  )
  return isSum && (fact.rollupOf === undefined || fact.isLarge === true) && keysOf(plan).length > 0
}

/** A measure's aggregates and the columns they are given: one, or with buckets of persons another one of the period. */
function aggregatesOf(
  plan: Plan,
  dialect: Dialect,
  { measure, source, persons }: PlannedMeasure,
  period: PeriodName,
): { sql: string; name: string }[] {
  const name = columnOf(measure.name, period)
  const aggregate = (value: Expression, as: string) => ({ sql: print(dialect, value), name: dialect.identifier(as) })
  if (!persons) return [aggregate(source.value, name)]
  const ofPeriod = aggregate(persons.ofPeriod, `${name}_of_period`)
  return plan.grain === undefined ? [ofPeriod] : [aggregate(persons.ofBucket, name), ofPeriod]
}

function partialSums(plan: Plan, dialect: Dialect, part: Part, period: PeriodName): string {
  const isByDay = plan.grain !== undefined && !plan.dimensions.some((name) => 'isWide' in DIMENSIONS[name])
  const day = dialect.identifier(part.fact.date)
  const dimensions = plan.dimensions.map(dialect.identifier)
  const keys = isByDay ? [day, ...dimensions] : keysOf(plan).map(dialect.identifier)
  const sums = part.measures.flatMap((planned) =>
    aggregatesOf(plan, dialect, planned, period).map(({ sql, name }) => `${sql} AS ${name}`),
  )
  const bucket = bucketColumn(plan, dialect, part.fact.date, period)
  const grouped = `SELECT ${[...keys, ...sums].join(', ')}
    FROM (${rowsOf(plan, dialect, part, period, !isByDay)}) AS counted_rows
    GROUP BY ${keys.join(', ')}`
  return isByDay ? `SELECT *, ${bucket}\n    FROM (${grouped}) AS daily` : grouped
}

/** The rows of a fact that count, each with its dimensions and, where it is asked for, its bucket. */
function rowsOf(plan: Plan, dialect: Dialect, part: Part, period: PeriodName, withBucket: boolean): string {
  const { fact } = part
  const renamed = plan.dimensions
    .map((name): [DimensionName, string] => [name, fact.dimensions[name] ?? name])
    .filter(([name, own]) => name !== own)
  const selected = [
    '*',
    ...(withBucket && plan.grain !== undefined ? [bucketColumn(plan, dialect, part.fact.date, period)] : []),
    ...renamed.map(([name, own]) => `${dialect.identifier(own)} AS ${dialect.identifier(name)}`),
    ...(part.measures.some(({ persons }) => persons) ? spanStarts(plan, dialect, part, period) : []),
    ...(part.measures.some(({ source }) => source.usesAsOf)
      ? [`${print(dialect, date(dayText(plan.asOf)))} AS as_of`]
      : []),
  ]
  const conditions = conditionsOf(plan, part, period).map((condition) => wrapped(dialect, condition))
  return `SELECT ${selected.join(', ')} FROM ${dialect.identifier(fact.table)} WHERE ${conditions.join(' AND ')}`
}

/** The first days of the period and of a row's bucket, of which a range may have cut off the beginning. */
function spanStarts(plan: Plan, dialect: Dialect, { fact }: Part, period: PeriodName): string[] {
  // no order is before the first one: so even that of nobody's earlier order is before any start
  const from = date(dayText(Math.max(rangeOf(plan, period).from, monthStart(plan.snapshot.firstDay))))
  const day = column(fact.date)
  const start = period === 'current' ? bucketExpression(plan, day) : plan.frame.start(day)
  return [
    `${print(dialect, from)} AS period_start`,
    ...(plan.grain === undefined ? [] : [`${print(dialect, when(below(start, from), from, start))} AS bucket_start`]),
  ]
}

/** The bucket that a row lies in, by the column that holds its day. */
export function bucketColumn(plan: Plan, dialect: Dialect, date: string, period: PeriodName): string {
  const day = column(date)
  const bucket = period === 'current' ? bucketExpression(plan, day) : plan.frame.sql(day)
  return `${print(dialect, bucket)} AS bucket`
}

function bucketExpression({ grain, firstWeekday }: Plan, of: Expression): Expression {
  return grain === undefined ? of : { kind: 'bucket', grain, firstWeekday, of }
}

/** What a row of a part's fact has to be, to count in a period. */
export function conditionsOf(plan: Plan, part: Part, period: PeriodName): Expression[] {
  const taken = takenRows(part)
  return [...(taken ? [taken] : []), ...rangeConditions(plan, part.fact, period)]
}

/** Days and filters alone. */
export function rangeConditions(plan: Plan, fact: Fact, period: PeriodName): Expression[] {
  const range = rangeOf(plan, period)
  const day = column(fact.date)
  return [
    atLeast(day, date(dayText(range.from))),
    below(day, date(dayText(range.countedTo))),
    ...filtersOn(fact, plan.filters),
  ]
}

export function rangeOf({ periods }: Plan, period: PeriodName): Period {
  return periods[period] ?? periods.current
}

/** A condition that can stand beside others under AND. */
export function wrapped(dialect: Dialect, condition: Expression): string {
  const sql = print(dialect, condition)
  return condition.kind === 'binary' && condition.operator === 'OR' ? `(${sql})` : sql
}
