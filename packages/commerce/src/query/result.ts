import type { CommerceColumn, CommercePeriod, CommerceResult } from '@zerosec/contract'
import { DIMENSIONS } from '../metrics/dimensions.ts'
import { type Metric, measuresOf } from '../metrics/metric.ts'
import type { Columns, Value } from '../warehouse/warehouse.ts'
import { bucketAfter, type Day, dayOf, dayText } from './calendar.ts'
import { changeOf } from './change.ts'
import type { Levels } from './levels.ts'
import { notesOf } from './notes.ts'
import { type Period, previousBucket } from './periods.ts'
import { isPlaced } from './placing.ts'
import { knownFact, type Plan } from './plan.ts'

/** What the rows of a query's SQL mean, as the contract says it. */
export function resultOf(
  plan: Plan,
  levels: Levels,
  { names, columns, rows }: Columns,
): Omit<CommerceResult, 'sql' | 'excluded' | 'elapsed_ms'> {
  const column = (name: string): readonly Value[] => columns[names.indexOf(name)] ?? []
  const read = (name: string, row: number): Value => column(name)[row] ?? null
  const level = column('level')
  const isTotal = (row: number) => (level[row] ?? null) === levels.total
  const all = Array.from({ length: rows }, (_, row) => row)
  const total = all.find(isTotal) ?? 0
  const details = levels.total === levels.detail ? [total] : all.filter((row) => !isTotal(row))
  const values = numbersOf(plan.metrics, (name) => read(name, total))
  const previous = plan.periods.previous ? numbersOf(plan.metrics, (name) => read(`previous_${name}`, total)) : {}
  return {
    snapshot_id: plan.snapshot.id,
    currency: plan.snapshot.currency,
    time_zone: plan.snapshot.timeZone,
    as_of: dayText(plan.asOf),
    grain: plan.grain ?? 'none',
    period: periodView(plan.periods.current),
    previous_period: plan.periods.previous ? periodView(plan.periods.previous) : null,
    is_to_date: plan.periods.isToDate,
    values,
    previous_values: previous,
    deltas: plan.periods.previous ? deltasOf(plan, values, previous) : {},
    columns: columnsOf(plan, (name) => {
      const values = column(name)
      return details.map((row) => values[row] ?? null)
    }),
    rows: details.length,
    groups: isPlaced(plan) && levels.total !== levels.detail ? Number(read('group_count', total) ?? 0) : details.length,
    notes: notesOf(plan),
    sources: [...new Set(plan.parts.map(({ fact }) => fact.table))],
  }
}

function periodView({ from, to, countedTo }: Period): CommercePeriod {
  return { from: dayText(from), to: dayText(to), counted_to: dayText(countedTo), days: countedTo - from }
}

function numbersOf(metrics: readonly Metric[], read: (name: string) => Value): Record<string, number | null> {
  return Object.fromEntries(metrics.map(({ name }) => [name, numberOrNull(read(name))]))
}

function deltasOf(plan: Plan, values: Record<string, number | null>, previous: Record<string, number | null>) {
  return Object.fromEntries(
    plan.metrics.map((metric) => {
      const { name, unit } = metric
      const isTold = isComparable(plan, metric)
      return [name, isTold ? changeOf(unit, values[name] ?? null, previous[name] ?? null) : null]
    }),
  )
}

function columnsOf(plan: Plan, read: (name: string) => Value[]): CommerceColumn[] {
  const { grain, periods } = plan
  const buckets = grain === undefined ? [] : read('bucket').map((day) => dayOf(String(day)))
  const keys: CommerceColumn[] = plan.dimensions.map((name) => ({
    name,
    label: DIMENSIONS[name].label,
    role: 'dimension',
    values: read(name),
  }))
  const time: CommerceColumn[] = grain === undefined ? [] : timeColumns(plan, buckets)
  const metrics = plan.metrics.flatMap((metric): CommerceColumn[] => {
    const { name, label, unit } = metric
    const values = read(name)
    const current: CommerceColumn = { name, label, role: 'metric', metric: name, unit, values }
    if (!periods.previous) return [current]
    const previous = read(`previous_${name}`)
    const known = knownOf(plan, metric)
    const isTold =
      grain === undefined
        ? values.map(() => isComparable(plan, metric))
        : buckets.map((bucket) => isComparableBucket(plan, known, bucket))
    const delta = values.map((value, row) =>
      isTold[row] ? changeOf(unit, numberOrNull(value), numberOrNull(previous[row] ?? null)) : null,
    )
    return [
      current,
      { name: `previous_${name}`, label: `${label}, before`, role: 'previous', metric: name, unit, values: previous },
      { name: `delta_${name}`, label: `${label}, change`, role: 'delta', metric: name, values: delta },
    ]
  })
  return [...time, ...keys, ...metrics]
}

function timeColumns(plan: Plan, buckets: readonly Day[]): CommerceColumn[] {
  const { grain, periods } = plan
  if (grain === undefined) return []
  const before = buckets.map((bucket) => previousBucket(periods, bucket, grain))
  return [
    { name: 'bucket', label: 'From', role: 'bucket', values: buckets.map(dayText) },
    ...(periods.previous
      ? [
          {
            name: 'previous_bucket',
            label: 'Compared with',
            role: 'previous_bucket' as const,
            values: before.map((day) => (day === undefined ? null : dayText(day))),
          },
        ]
      : []),
    {
      name: 'partial',
      label: 'Not complete',
      role: 'partial',
      values: buckets.map((bucket) => isPartial(plan, bucket)),
    },
  ]
}

/** The range cuts the bucket, or what is known ends within it. */
function isPartial({ grain, periods: { current } }: Plan, bucket: Day): boolean {
  return grain !== undefined && (bucket < current.from || bucketAfter(bucket, grain) > current.countedTo)
}

/** A change is told of what is known from the first day of the period before to the last counted one. */
function isComparable(plan: Plan, metric: Metric): boolean {
  const { current, previous } = plan.periods
  return previous !== undefined && isWithin(knownOf(plan, metric), previous.from, current.countedTo)
}

/** And of buckets only where they are complete. */
function isComparableBucket(plan: Plan, known: Known, bucket: Day): boolean {
  const { grain, periods } = plan
  if (grain === undefined || isPartial(plan, bucket)) return false
  const before = previousBucket(periods, bucket, grain)
  return before !== undefined && isWithin(known, before, bucketAfter(bucket, grain))
}

/** First and last day of each fact that a metric is of. */
type Known = readonly { readonly first: Day; readonly last: Day }[]

function knownOf(plan: Plan, { value }: Metric): Known {
  const names = new Set(measuresOf(value).map(({ name }) => name))
  const parts = plan.parts.filter(({ measures }) => measures.some(({ measure }) => names.has(measure.name)))
  return parts.flatMap(({ fact }) => knownFact(plan, fact) ?? [])
}

function isWithin(known: Known, from: Day, to: Day): boolean {
  return known.every(({ first, last }) => first <= from && to - 1 <= last)
}

function numberOrNull(value: Value): number | null {
  return typeof value === 'number' ? value : null
}
