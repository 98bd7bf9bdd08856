import { addDays, addMonths, type Day, daysBetween, monthStart, wholeMonths } from './day.ts'

/** Half-open: from ≤ day < to. */
export interface DayRange {
  readonly from: Day
  readonly to: Day
}

/** The days that the snapshot knows; both included. */
export interface KnownDays {
  readonly first: Day
  readonly last: Day
}

export const PRESETS = [
  { name: '30d', label: 'Last 30 days' },
  { name: '90d', label: 'Last 90 days' },
  { name: '12m', label: 'Last 12 months' },
  { name: 'year', label: 'This year' },
  { name: 'all', label: 'All time' },
] as const

export type Preset = (typeof PRESETS)[number]['name']
export type RangeChoice = Preset | DayRange
export type ShopGrain = 'day' | 'week' | 'month'

/**
 * The days of a choice. Presets count back from the last day that is known, not from today: files come later than orders. Months and years
 * are whole, also where they are not over: the API then compares as many days of the period before.
 */
export function rangeOf(choice: RangeChoice, { first, last }: KnownDays): DayRange {
  if (typeof choice === 'object') return choice
  const end = addDays(last, 1)
  switch (choice) {
    case '30d':
      return { from: addDays(end, -30), to: end }
    case '90d':
      return { from: addDays(end, -90), to: end }
    case '12m': {
      const to = end.endsWith('-01') ? end : addMonths(monthStart(end), 1)
      return { from: addMonths(to, -12), to }
    }
    case 'year': {
      const year = Number(last.slice(0, 4))
      return { from: `${year}-01-01`, to: `${year + 1}-01-01` }
    }
    case 'all':
      return { from: first, to: end }
  }
}

/** The range as long before or after it: whole months stay whole months. Undefined where nothing is known of it. */
export function shifted(range: DayRange, direction: 1 | -1, { first, last }: KnownDays): DayRange | undefined {
  const months = wholeMonths(range.from, range.to)
  const days = daysBetween(range.from, range.to)
  const move = (day: Day) =>
    months === undefined ? addDays(day, direction * days) : addMonths(day, direction * months)
  const next = { from: move(range.from), to: move(range.to) }
  return next.from > last || next.to <= first ? undefined : next
}

const MOST_BARS = { day: 45, week: 210 }

/** Days for a month, weeks for half a year, months for more: so that a chart has points that one can tell apart. */
export function grainOf(choice: ShopGrain | 'auto', range: DayRange): ShopGrain {
  if (choice !== 'auto') return choice
  const days = daysBetween(range.from, range.to)
  return days <= MOST_BARS.day ? 'day' : days <= MOST_BARS.week ? 'week' : 'month'
}
