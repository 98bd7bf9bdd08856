import { type Day, dayOf } from '@zerosec/commerce/comparison'
import type { CommerceColumn, CommerceResult } from '@zerosec/contract'

/** Amounts come with four digits: as whole numbers of these their sums are exact. */
export const UNITS = 10_000

/** Half-open, as numbers of days. */
export interface Days {
  readonly from: Day
  readonly to: Day
}

/**
 * Sums of metrics by bucket and group, laid out so that the sum over any run of buckets is one subtraction: for each metric and group the
 * sum of all buckets before, group beside group.
 */
export interface SumTable {
  readonly groups: readonly (string | null)[]
  /** In units of a ten-thousandth; null where no day of these is known; undefined where the buckets do not say it. */
  sum(metric: string, group: number, days: Days): number | null | undefined
  /** Whether a metric is known on all of these days. */
  isKnown(metric: string, days: Days): boolean
}

/**
 * @param results  of the same query over days that follow each other, perhaps with days between them; amounts not rounded
 * @param dimension  what they are split by, or nothing
 */
export function sumTable(results: readonly CommerceResult[], dimension?: string): SumTable {
  const axis = axisOf(results)
  const groups = groupsOf(results, dimension)
  const before = new Map<string, Float64Array>()
  const known = new Map<string, Int32Array>()
  for (const { name } of results[0]?.columns.filter(({ role }) => role === 'metric') ?? []) {
    const { sums, counts } = filled(name, results, axis, groups, dimension)
    before.set(name, sums)
    known.set(name, counts)
  }
  const count = groups.list.length
  const knownBuckets = (metric: string, run: Run) => {
    const counts = known.get(metric)
    return counts ? (counts[run.end] ?? 0) - (counts[run.begin] ?? 0) : 0
  }
  return {
    groups: groups.list,
    sum(metric, group, days) {
      const run = axis.runOf(days)
      const sums = before.get(metric)
      if (!run) return undefined
      if (!sums || knownBuckets(metric, run) === 0) return null
      return (sums[run.end * count + group] ?? 0) - (sums[run.begin * count + group] ?? 0)
    },
    isKnown(metric, days) {
      const run = axis.runOf(days)
      return run !== undefined && knownBuckets(metric, run) === run.end - run.begin
    },
  }
}

/** Buckets from begin up to end, which is not one of them. */
interface Run {
  readonly begin: number
  readonly end: number
}

interface Axis {
  readonly length: number
  /** Place of a bucket by the result that it is in and its first day. */
  placeOf(result: number, bucket: string): number | undefined
  /** The buckets that make up these days; undefined where they do not, or where days between are not there. */
  runOf(days: Days): Run | undefined
}

function axisOf(results: readonly CommerceResult[]): Axis {
  const begins = new Map<Day, { place: number; part: number }>()
  const ends = new Map<Day, { place: number; part: number }>()
  const places: Map<string, number>[] = []
  let length = 0
  results.forEach(({ columns, period }, part) => {
    const buckets = [...new Set(columns.find(({ role }) => role === 'bucket')?.values.map(String) ?? [])]
      .filter((bucket) => bucket < period.counted_to)
      .toSorted()
    places.push(new Map(buckets.map((bucket, i) => [bucket, length + i])))
    buckets.forEach((bucket, i) => {
      // the range may cut the first bucket, and what is known the last one
      begins.set(dayOf(i === 0 && bucket < period.from ? period.from : bucket), { place: length + i, part })
      ends.set(dayOf(buckets[i + 1] ?? period.counted_to), { place: length + i + 1, part })
    })
    length += buckets.length
  })
  const found = new WeakMap<Days, Run | null>()
  const find = ({ from, to }: Days): Run | null => {
    const [first, last] = [begins.get(from), ends.get(to)]
    const isRun = first && last && first.part === last.part && first.place < last.place
    return isRun ? { begin: first.place, end: last.place } : null
  }
  return {
    length,
    placeOf: (result, bucket) => places[result]?.get(bucket),
    runOf(days) {
      // the same days are asked for once for each group
      const known = found.get(days)
      const run = known === undefined ? find(days) : known
      if (known === undefined) found.set(days, run)
      return run ?? undefined
    },
  }
}

type Cell = CommerceColumn['values'][number]

interface Groups {
  readonly list: readonly (string | null)[]
  placeOf(value: Cell | undefined): number
}

function groupsOf(results: readonly CommerceResult[], dimension: string | undefined): Groups {
  if (dimension === undefined) return { list: [null], placeOf: () => 0 }
  const places = new Map<string | null, number>()
  for (const { columns } of results) {
    for (const value of columns.find(({ role, name }) => role === 'dimension' && name === dimension)?.values ?? []) {
      const key = value === null ? null : String(value)
      if (!places.has(key)) places.set(key, places.size)
    }
  }
  return {
    list: [...places.keys()],
    placeOf: (value) => places.get(value === null || value === undefined ? null : String(value)) ?? 0,
  }
}

function filled(
  metric: string,
  results: readonly CommerceResult[],
  axis: Axis,
  groups: Groups,
  dimension: string | undefined,
): { sums: Float64Array; counts: Int32Array } {
  const count = groups.list.length
  const sums = new Float64Array((axis.length + 1) * count)
  const counts = new Int32Array(axis.length + 1)
  results.forEach((result, part) => {
    const read = (role: string, name?: string) =>
      result.columns.find((column) => column.role === role && (name === undefined || column.name === name))?.values ??
      []
    const [buckets, values] = [read('bucket'), read('metric', metric)]
    const ofGroups = dimension === undefined ? [] : read('dimension', dimension)
    values.forEach((value, row) => {
      const place = axis.placeOf(part, String(buckets[row]))
      if (place === undefined || typeof value !== 'number') return
      counts[place + 1] = 1
      sums[(place + 1) * count + groups.placeOf(ofGroups[row])] = Math.round(value * UNITS)
    })
  })
  for (let i = count; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (sums[i - count] ?? 0)
  for (let i = 1; i < counts.length; i++) counts[i] = (counts[i] ?? 0) + (counts[i - 1] ?? 0)
  return { sums, counts }
}
