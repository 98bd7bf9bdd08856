import type { Formula, Measure, Metric } from '../metrics/metric.ts'
import {
  allOf,
  anyOf,
  atLeast,
  atMost,
  column,
  date,
  type Expression,
  equals,
  isNull,
  max,
  minus,
  nothing,
  number,
  orElse,
  plus,
  quotient,
  round,
  times,
  when,
} from '../sql/expression.ts'
import { bucketOf, dayText } from './calendar.ts'
import { columnOf, type PeriodName } from './columns.ts'
import { knownDays, type Part, type Plan } from './plan.ts'

/**
 * A metric of the columns of sums. Amounts are rounded to cents after summing, half away from zero; a mean amount is the quotient of two
 * rounded numbers, rounded to cents in whole cents, so that no binary fraction decides a tie.
 */
export function metricValue(plan: Plan, metric: Metric, period: PeriodName): Expression {
  const { value, unit } = metric
  const of = (formula: Formula) => formulaValue(plan, formula, period)
  if (unit !== 'money') return of(value)
  if (value.kind !== 'over') return plan.rounding === 'none' ? of(value) : round(of(value), 2)
  const cents = times(number(100), round(of(value.top), 2))
  return quotient(round(quotient(cents, of(value.bottom)), 0), number(100))
}

function formulaValue(plan: Plan, formula: Formula, period: PeriodName): Expression {
  const of = (part: Formula) => formulaValue(plan, part, period)
  switch (formula.kind) {
    case 'measure':
      return measureValue(plan, formula.measure, period)
    case 'plus':
      return plus(of(formula.left), of(formula.right))
    case 'minus':
      return minus(of(formula.left), of(formula.right))
    case 'over':
      return quotient(of(formula.top), of(formula.bottom))
    case 'known_if_none':
      return when(equals(measureValue(plan, formula.unknown, period), number(0)), of(formula.of), nothing('amount'))
  }
}

function measureValue(plan: Plan, measure: Measure, period: PeriodName): Expression {
  const part = plan.parts.find(({ measures }) => measures.some((one) => one.measure.name === measure.name))
  if (!part) throw new RangeError(`the plan has no measure ${measure.name}`)
  const isLoaded = plan.snapshot.known[measure.requires ?? part.fact.table] !== undefined
  if (!isLoaded) return measure.isOptional ? number(0) : nothing(measure.type)
  return column(columnOf(measure.name, period))
}

/** A measure of a group: nothing on a day that its fact is known for is 0; on any other day it is unknown. */
export function filledMeasure(
  plan: Plan,
  part: Part,
  { measure, source }: Part['measures'][number],
  period: PeriodName,
): Expression {
  const value = max(column(columnOf(measure.name, period)))
  const known = knownDays(plan, part, period)
  if (!known) return nothing(measure.type)
  const filled = source.value.kind === 'quantile' || source.value.kind === 'max' ? value : orElse(value, number(0))
  const isKnown = knownBuckets(plan, known, period)
  return isKnown === undefined ? filled : when(isKnown, filled, nothing(measure.type))
}

/** Whether a row's bucket has a known day; the rows of whole groups have no bucket. Undefined where all have. */
function knownBuckets(plan: Plan, known: { first: number; last: number }, period: PeriodName): Expression | undefined {
  const { grain, firstWeekday, frame, buckets } = plan
  if (grain === undefined) return undefined
  const place = (day: number) => (period === 'current' ? bucketOf(day, grain, firstWeekday) : frame.day(day))
  const [first, last] = [place(known.first), place(known.last)]
  const bucket = column('bucket')
  const inside = allOf([
    first > (buckets[0] ?? first) ? atLeast(bucket, date(dayText(first))) : undefined,
    last < (buckets.at(-1) ?? last) ? atMost(bucket, date(dayText(last))) : undefined,
  ])
  return inside && anyOf([isNull(bucket), inside])
}
