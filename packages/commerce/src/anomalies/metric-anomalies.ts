import {
  type CommerceAnomalies,
  CommerceAnomaliesRequest,
  type CommerceColumn,
  type CommerceQueryInput,
  type CommerceResult,
} from '@zerosec/contract'
import { addMonths, dayOf, dayText } from '../query/calendar.ts'
import { parseBy } from '../query/run-query.ts'
import { historyOf, type JudgedGrain, judge } from './anomalies.ts'
import { sentenceOf } from './sentence.ts'

type Ask = (query: CommerceQueryInput) => Promise<CommerceResult>
type Series = CommerceAnomalies['series'][number]

/**
 * What is unusual in metrics over time. Each bucket is judged by those before it, for which as much history is read as it takes.
 * @throws CodedError as `runQuery`
 */
export async function metricAnomalies(ask: Ask, input: CommerceAnomaliesRequest): Promise<CommerceAnomalies> {
  const { metrics, grain, from, to, filters, first_weekday } = parseBy(CommerceAnomaliesRequest, input)
  const result = await ask({
    metrics,
    grain,
    filters,
    first_weekday,
    excluded: false,
    ...(from === undefined ? {} : { from: before(from, grain) }),
    ...(to === undefined ? {} : { to }),
  })
  const buckets = column(result, 'bucket').values.map(String)
  const partial = partialOf(result, buckets)
  const first = from === undefined ? 0 : buckets.findIndex((bucket) => bucket >= from || isWithin(bucket, from, grain))
  const start = first === -1 ? buckets.length : first
  const end = buckets.findLastIndex((bucket) => bucket < result.period.counted_to) + 1
  const shown = { result, grain, buckets, partial, start, end: Math.max(start, end) }
  return {
    snapshot_id: result.snapshot_id,
    time_zone: result.time_zone,
    currency: result.currency,
    grain,
    buckets: buckets.slice(start, shown.end),
    series: metrics.map((metric) => seriesOf(metric, shown)),
  }
}

interface Shown {
  readonly result: CommerceResult
  readonly grain: JudgedGrain
  readonly buckets: readonly string[]
  readonly partial: readonly boolean[]
  readonly start: number
  readonly end: number
}

function seriesOf(metric: string, { result, grain, buckets, partial, start, end }: Shown): Series {
  const { label, unit = 'number', values } = column(result, 'metric', metric)
  const numbers = values.map((value) => (typeof value === 'number' ? value : null))
  const { bands, anomalies } = judge({ values: numbers, partial, unit }, grain)
  const part = bands.slice(start, end)
  const read = (name: 'expected' | 'low' | 'high') => part.map((band) => (band === null ? null : rounded(band[name])))
  const { currency } = result
  return {
    metric,
    label,
    unit,
    status: part.some((band) => band !== null) ? 'judged' : 'not_enough_history',
    values: numbers.slice(start, end),
    expected: read('expected'),
    low: read('low'),
    high: read('high'),
    anomalies: anomalies
      .filter(({ place }) => place >= start && place < end)
      .map((anomaly) => {
        const bucket = buckets[anomaly.place] ?? ''
        const { value, expected, low, high, direction } = anomaly
        const sentence = sentenceOf(anomaly, { label, unit, currency, grain, bucket })
        const band = { expected: rounded(expected), low: rounded(low), high: rounded(high) }
        return { bucket, value, ...band, direction, sentence }
      }),
  }
}

/** The first bucket is cut where it begins before what was asked for; where all that is known was asked for, it may begin before the shop did. */
function partialOf(result: CommerceResult, buckets: readonly string[]): boolean[] {
  return column(result, 'partial').values.map(
    (value, place) => value === true || (buckets[place] ?? '') < result.period.from,
  )
}

/** The first day that is read for what is judged from a day on. */
function before(day: string, grain: JudgedGrain): string {
  const places = historyOf(grain)
  if (grain === 'month') return dayText(addMonths(dayOf(`${day.slice(0, 7)}-01`), -places))
  return dayText(dayOf(day) - places * (grain === 'week' ? 7 : 1))
}

/** Whether a bucket that begins before a day goes on to it. */
function isWithin(bucket: string, day: string, grain: JudgedGrain): boolean {
  if (grain === 'month') return bucket.slice(0, 7) === day.slice(0, 7)
  return grain === 'week' && dayOf(day) - dayOf(bucket) < 7
}

/** Six places are beyond what an expectation can be trusted to. */
function rounded(value: number): number {
  return Number(value.toPrecision(6))
}

function column(result: CommerceResult, role: CommerceColumn['role'], metric?: string): CommerceColumn {
  const found = result.columns.find((each) => each.role === role && (metric === undefined || each.metric === metric))
  return found ?? { name: role, label: role, role, values: [] }
}
