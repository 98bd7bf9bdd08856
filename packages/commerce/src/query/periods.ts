import type { CommerceComparison } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { addTo, type Expression, type Grain, type Weekday } from '../sql/expression.ts'
import { addMonths, bucketOf, type Day, dayOf, monthStart, wholeMonths } from './calendar.ts'

/** Half-open: from ≤ day < to, counted up to `countedTo` where the period is not over. */
export interface Period {
  readonly from: Day
  readonly to: Day
  readonly countedTo: Day
}

/** What is added to a day of the previous period to come to its place in the current one. */
export interface Shift {
  readonly count: number
  readonly unit: 'day' | 'month'
}

export interface Periods {
  readonly current: Period
  readonly previous?: Period & { readonly shift: Shift }
  readonly isToDate: boolean
}

/**
 * The period that is asked for and the one that it is compared with. Where the first is not over, the second is cut at the same number of
 * elapsed days, so that both count as long.
 * @throws CodedError commerce_comparison_invalid
 */
export function periodsOf(from: Day, to: Day, asOf: Day, comparison: CommerceComparison): Periods {
  const countedTo = Math.max(from, Math.min(to, asOf + 1))
  const current = { from, to, countedTo }
  const isToDate = countedTo < to
  const shift = shiftOf(from, to, comparison)
  if (!shift) return { current, isToDate }
  const begin = moved(from, shift, -1)
  const end = moved(to, shift, -1)
  return {
    current,
    previous: { from: begin, to: end, countedTo: isToDate ? cut(current, begin, end, shift) : end, shift },
    isToDate,
  }
}

function shiftOf(from: Day, to: Day, comparison: CommerceComparison): Shift | undefined {
  switch (comparison.with) {
    case 'off':
      return undefined
    case 'previous': {
      const months = wholeMonths(from, to)
      return months === undefined ? { count: to - from, unit: 'day' } : { count: months, unit: 'month' }
    }
    case 'previous_year_weekday':
      return { count: 364, unit: 'day' }
    case 'previous_year_calendar':
      return { count: 12, unit: 'month' }
    case 'custom':
      return customShift(from, to, dayOf(comparison.from), dayOf(comparison.to))
  }
}

function customShift(from: Day, to: Day, otherFrom: Day, otherTo: Day): Shift {
  const months = wholeMonths(from, to)
  if (months !== undefined && months === wholeMonths(otherFrom, otherTo)) {
    return { count: wholeMonths(otherFrom, from) ?? 0, unit: 'month' }
  }
  if (to - from === otherTo - otherFrom) return { count: from - otherFrom, unit: 'day' }
  throw new CodedError('commerce_comparison_invalid', {
    problem: `one has ${to - from} days and the other ${otherTo - otherFrom}; both must be as long, or as many whole months`,
  })
}

function moved(day: Day, { count, unit }: Shift, direction: 1 | -1): Day {
  return unit === 'day' ? day + direction * count : addMonths(day, direction * count)
}

/** The day up to which the previous period has as many elapsed days as the current one, or all that its month has. */
function cut({ from, countedTo }: Period, begin: Day, end: Day, { count, unit }: Shift): Day {
  if (unit === 'day') return begin + countedTo - from
  const first = monthStart(countedTo, -count)
  return Math.max(begin, Math.min(end, first + countedTo - monthStart(countedTo), monthStart(first, 1)))
}

/**
 * Where a day of the previous period lies on the current one's axis: months on months for grains of months, otherwise days after the
 * beginning. `sql` and `day` are the same function.
 */
export interface Frame {
  sql(date: Expression): Expression
  day(day: Day): Day
  /** The first day, in the previous period itself, of the bucket that a day is placed in. */
  start(date: Expression): Expression
}

export function frameOf({ current, previous }: Periods, grain: Grain | undefined, firstWeekday: Weekday): Frame {
  const bucket = (of: Expression, of_: Grain): Expression => ({ kind: 'bucket', grain: of_, firstWeekday, of })
  if (grain !== undefined && previous?.shift.unit === 'month' && isOfMonths(grain)) {
    const { count } = previous.shift
    const sql = (date: Expression) => {
      const month = addTo(bucket(date, 'month'), count, 'month')
      return grain === 'month' ? month : bucket(month, grain)
    }
    return {
      sql,
      start: (date) => (grain === 'month' ? bucket(date, 'month') : addTo(sql(date), -count, 'month')),
      day: (day) => bucketOf(addMonths(monthStart(day), count), grain, firstWeekday),
    }
  }
  const offset = previous ? current.from - previous.from : 0
  const sql = (date: Expression) => (grain === undefined ? date : bucket(addTo(date, offset, 'day'), grain))
  return {
    sql,
    start: (date) => addTo(sql(date), -offset, 'day'),
    day: (day) => (grain === undefined ? day : bucketOf(day + offset, grain, firstWeekday)),
  }
}

/** The day of the previous period that a bucket of the current one begins with. */
export function previousBucket({ current, previous }: Periods, bucket: Day, grain: Grain): Day | undefined {
  if (!previous) return undefined
  const day =
    previous.shift.unit === 'month' && isOfMonths(grain)
      ? addMonths(bucket, -previous.shift.count)
      : bucket - (current.from - previous.from)
  return day
}

function isOfMonths(grain: Grain): boolean {
  return grain === 'month' || grain === 'quarter' || grain === 'year'
}
