import type { Grain, Weekday } from '../sql/expression.ts'

export { dayText } from '../warehouse/day-text.ts'

/** A day as the number of days since 1970-01-01, in no time zone: business dates are days already. */
export type Day = number

const DAY_MS = 86_400_000

export function dayOf(text: string): Day {
  return Date.parse(`${text}T00:00:00Z`) / DAY_MS
}

/** The same day of another month, or that month's last where it has none. */
export function addMonths(day: Day, count: number): Day {
  const date = new Date(day * DAY_MS)
  const first = monthStart(day, count)
  const length = monthStart(day, count + 1) - first
  return first + Math.min(date.getUTCDate(), length) - 1
}

/** The first day of the month so many months after the one that a day lies in. */
export function monthStart(day: Day, after = 0): Day {
  const date = new Date(day * DAY_MS)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + after) / DAY_MS
}

/** The first day of the bucket that a day lies in, as the dialects' `bucket` says. */
export function bucketOf(day: Day, grain: Grain, firstWeekday: Weekday): Day {
  const date = new Date(day * DAY_MS)
  switch (grain) {
    case 'day':
      return day
    case 'week':
      return day - ((date.getUTCDay() + (firstWeekday === 'monday' ? 6 : 0)) % 7)
    case 'month':
      return monthStart(day)
    case 'quarter':
      return monthStart(day, -(date.getUTCMonth() % 3))
    case 'year':
      return monthStart(day, -date.getUTCMonth())
  }
}

/** How far it is from one bucket to the next. */
export const STEPS = {
  day: { count: 1, unit: 'day' },
  week: { count: 7, unit: 'day' },
  month: { count: 1, unit: 'month' },
  quarter: { count: 3, unit: 'month' },
  year: { count: 12, unit: 'month' },
} as const satisfies Record<Grain, { count: number; unit: 'day' | 'month' }>

export function bucketAfter(bucket: Day, grain: Grain): Day {
  const { count, unit } = STEPS[grain]
  return unit === 'day' ? bucket + count : addMonths(bucket, count)
}

/** The first days of the buckets that a range touches. */
export function bucketsOf(from: Day, to: Day, grain: Grain, firstWeekday: Weekday): Day[] {
  const buckets: Day[] = []
  for (let bucket = bucketOf(from, grain, firstWeekday); bucket < to; bucket = bucketAfter(bucket, grain))
    buckets.push(bucket)
  return buckets
}

/** Whole months between two first days of months; undefined where they are not. */
export function wholeMonths(from: Day, to: Day): number | undefined {
  if (monthStart(from) !== from || monthStart(to) !== to) return undefined
  const [start, end] = [new Date(from * DAY_MS), new Date(to * DAY_MS)]
  return (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth()
}
