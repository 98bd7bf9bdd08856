import type { CommerceReportText } from '@zerosec/contract'
import { addMonths, bucketOf, type Day, dayOf, dayText, monthStart } from '../query/calendar.ts'

/** What a report is of: [from, to), and the days before it that its charts begin with. */
export interface ReportPeriod {
  readonly from: string
  readonly to: string
  readonly chartFrom: string
  readonly chartGrain: 'day' | 'week' | 'month'
}

/** The last day, week or month that is over on the last day that is known; that day itself where it is the shop's first. */
export function reportPeriod(every: CommerceReportText['every'], lastKnown: string): ReportPeriod {
  const after = dayOf(lastKnown) + 1
  if (every === 'month') {
    const to = monthStart(after)
    return period(addMonths(to, -1), to, addMonths(to, -13), 'month')
  }
  if (every === 'week') {
    const to = bucketOf(after, 'week', 'monday')
    return period(to - 7, to, to - 7 * 13, 'week')
  }
  return period(after - 1, after, after - 28, 'day')
}

function period(from: Day, to: Day, chartFrom: Day, chartGrain: ReportPeriod['chartGrain']): ReportPeriod {
  return { from: dayText(from), to: dayText(to), chartFrom: dayText(chartFrom), chartGrain }
}

/**
 * The last time until now at which a report was due, by a zone's clock: 2026-03-30T07:00. Times of a zone sort as their texts; where a clock
 * is put back an hour comes twice, and is one time.
 */
export function lastSlot(
  { every, at, weekday, day }: Pick<CommerceReportText, 'every' | 'at' | 'weekday' | 'day'>,
  now: Date,
  zone: string,
): string {
  const { today, time } = clockOf(now, zone)
  const latest = time >= at ? today : today - 1
  if (every === 'day') return `${dayText(latest)}T${at}`
  if (every === 'week') return `${dayText(latest - ((isoWeekday(latest) - weekday + 7) % 7))}T${at}`
  const thisMonth = monthStart(latest) + day - 1
  return `${dayText(thisMonth <= latest ? thisMonth : monthStart(latest, -1) + day - 1)}T${at}`
}

function clockOf(now: Date, zone: string): { today: Day; time: string } {
  const written = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const read = (type: Intl.DateTimeFormatPartTypes) => written.find((part) => part.type === type)?.value ?? ''
  return {
    today: dayOf(`${read('year')}-${read('month')}-${read('day')}`),
    time: `${read('hour')}:${read('minute')}`,
  }
}

/** 1 is Monday. */
function isoWeekday(day: Day): number {
  return ((new Date(dayText(day)).getUTCDay() + 6) % 7) + 1
}
