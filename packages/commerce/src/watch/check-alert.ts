import type {
  CommerceAlertText,
  CommerceColumn,
  CommerceCondition,
  CommerceQueryInput,
  CommerceResult,
} from '@zerosec/contract'
import { addMonths, bucketAfter, dayOf, dayText } from '../query/calendar.ts'
import type { Questions } from '../service/shop.ts'
import { bucketWords, deltaWords, numberWords } from '../wording/number-words.ts'

/** What was found where an alert looked. */
export interface Found {
  readonly isMet: boolean
  /** The first day of the bucket; null where there is none that is over. */
  readonly period: string | null
  readonly value: number | null
  readonly sentence: string
}

type Asks = Pick<Questions, 'query' | 'anomalies'>
type Told = { readonly label: string; readonly unit: CommerceColumn['unit'] }
type Grain = CommerceAlertText['grain']

/** Looks at the last bucket that is over. @throws CodedError as `runQuery` */
export async function checkAlert(asks: Asks, alert: CommerceAlertText, now: Date): Promise<Found> {
  const { metric, filters, grain, condition } = alert
  const whole = await asks.query({ metrics: [metric], filters, excluded: false })
  const { as_of: last, time_zone: zone } = whole
  if (condition.is === 'stale') return staleness(last, zone, condition.days, now)
  const asked: CommerceQueryInput = {
    metrics: [metric],
    filters,
    grain,
    from: daysBefore(last, grain),
    excluded: false,
  }
  const result = await asks.query(asked)
  const place = lastWhole(result)
  const period = place === undefined ? null : textAt(result, 'bucket', place)
  const value = place === undefined ? null : numberAt(result, 'metric', place)
  const { label, unit = 'number' } = column(result, 'metric')
  const told = { label, unit, currency: result.currency }
  const when = period === null ? '' : `${grain === 'day' ? 'on' : 'in'} ${bucketWords(period, grain)}`
  if (place === undefined || period === null || value === null) {
    return { isMet: false, period, value, sentence: `${label} ${when}: there is no value.` }
  }
  if (condition.is === 'unusual') return unusual(asks, alert, condition, { period, value, when, told })
  if ('against' in condition) {
    return changed(asks, alert, condition, { period, value, when, told })
  }
  return beyond(condition, { period, value, when, told })
}

interface Seen {
  readonly period: string
  readonly value: number
  readonly when: string
  readonly told: Told & { readonly currency: string | null }
}

function beyond(condition: Extract<CommerceCondition, { is: 'above' | 'below' }>, seen: Seen): Found {
  const { period, value, when, told } = seen
  const isMet = condition.is === 'above' ? value > condition.value : value < condition.value
  const limit = numberWords(condition.value, told)
  const words = isMet ? `${condition.is} the limit of ${limit}` : `not ${condition.is} the limit of ${limit}`
  return { isMet, period, value, sentence: `${told.label} ${when}: ${numberWords(value, told)}, ${words}.` }
}

/** Compared with the bucket before, or the one of the same weekdays a year before: its days alone are asked for, so that it is these. */
async function changed(
  asks: Asks,
  { metric, filters, grain }: CommerceAlertText,
  condition: Extract<CommerceCondition, { is: 'risen' | 'fallen' }>,
  { period, value, when, told }: Seen,
): Promise<Found> {
  const to = dayText(bucketAfter(dayOf(period), grain))
  const comparison = { with: condition.against }
  const { deltas } = await asks.query({ metrics: [metric], filters, from: period, to, comparison, excluded: false })
  const delta = deltas[metric] ?? null
  const begin = `${told.label} ${when}: ${numberWords(value, told)}`
  if (delta === null) return { isMet: false, period, value, sentence: `${begin}; there is nothing to compare it with.` }
  const isMet = condition.is === 'risen' ? delta > condition.by : delta < -condition.by
  const words = deltaWords(delta, told.unit)
  const than = condition.against === 'previous' ? `the ${grain} before` : 'a year before'
  return { isMet, period, value, sentence: `${begin}, ${words} ${delta < 0 ? 'less' : 'more'} than ${than}.` }
}

async function unusual(
  asks: Asks,
  { metric, filters, grain }: CommerceAlertText,
  { direction }: Extract<CommerceCondition, { is: 'unusual' }>,
  { period, value, when, told }: Seen,
): Promise<Found> {
  const { series } = await asks.anomalies({ metrics: [metric], filters, grain, from: period })
  const [judged] = series
  const anomaly = judged?.anomalies.find(({ bucket }) => bucket === period)
  const isMet = anomaly !== undefined && (direction === 'either' || anomaly.direction === direction)
  if (anomaly) return { isMet, period, value, sentence: anomaly.sentence }
  const why = judged?.expected[0] === null ? 'there is not enough history to tell what is usual' : 'as usual'
  return { isMet, period, value, sentence: `${told.label} ${when}: ${numberWords(value, told)}, ${why}.` }
}

function staleness(last: string, zone: string | null, days: number, now: Date): Found {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone ?? 'UTC', dateStyle: 'short' }).format(now)
  const age = dayOf(today) - dayOf(last)
  const sentence = `The last day that is known is ${bucketWords(last, 'day')}, ${age === 1 ? 'one day' : `${age} days`} ago.`
  return { isMet: age > days, period: last, value: age, sentence }
}

/** Far enough back that one bucket before the last day is whole. */
function daysBefore(last: string, grain: Grain): string {
  if (grain === 'month') return dayText(addMonths(dayOf(`${last.slice(0, 7)}-01`), -1))
  return dayText(dayOf(last) - (grain === 'week' ? 20 : 2))
}

function lastWhole(result: CommerceResult): number | undefined {
  const partial = column(result, 'partial').values
  const buckets = column(result, 'bucket').values
  const place = buckets.findLastIndex(
    (bucket, each) => partial[each] !== true && String(bucket) < result.period.counted_to,
  )
  return place === -1 ? undefined : place
}

function column({ columns }: CommerceResult, role: CommerceColumn['role']): CommerceColumn {
  return columns.find((each) => each.role === role) ?? { name: role, label: role, role, values: [] }
}

function textAt(result: CommerceResult, role: CommerceColumn['role'], place: number): string {
  return String(column(result, role).values[place])
}

function numberAt(result: CommerceResult, role: CommerceColumn['role'], place: number): number | null {
  const value = column(result, role).values[place]
  return typeof value === 'number' ? value : null
}
