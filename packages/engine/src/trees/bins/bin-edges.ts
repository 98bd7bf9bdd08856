import { sortNumbers } from './sort-numbers.ts'

/** More values than this are looked at in an evenly spaced part of them. */
const SAMPLED = 50_000

/**
 * Upper edges of the bins of a number feature: one bin for each distinct value where there are few, else bins of about equal numbers of
 * values, none of which is divided. Edges lie midway between neighbouring values; the last is Infinity.
 *
 * @param values   in any order; NaN is passed over
 * @param maxBins  1 … 255
 *
 * Source: LightGBM's GreedyFindBin. Cost: a sort.
 */
export function binEdges(values: Float64Array, maxBins: number): Float64Array {
  const sorted = sortNumbers(presentValues(values))
  if (sorted.length === 0) return Float64Array.of(Number.POSITIVE_INFINITY)
  const { distinct, counts } = distinctValues(sorted)
  const lasts =
    distinct.length <= maxBins ? Array.from(distinct, (_, k) => k) : equalFrequency(counts, sorted.length, maxBins)
  const edges = new Float64Array(lasts.length)
  for (let b = 0; b + 1 < lasts.length; b++) edges[b] = midway(distinct[lasts[b]!]!, distinct[lasts[b]! + 1]!)
  edges[lasts.length - 1] = Number.POSITIVE_INFINITY
  return edges
}

function presentValues(values: Float64Array): Float64Array {
  const step = Math.max(1, values.length / SAMPLED)
  const present = new Float64Array(Math.ceil(values.length / step))
  let count = 0
  for (let k = 0; k < present.length; k++) {
    const value = values[Math.floor(k * step)]!
    if (!Number.isNaN(value)) present[count++] = value
  }
  return present.subarray(0, count)
}

function distinctValues(sorted: Float64Array): { distinct: Float64Array; counts: Int32Array } {
  const distinct = new Float64Array(sorted.length)
  const counts = new Int32Array(sorted.length)
  let last = -1
  for (let i = 0; i < sorted.length; i++) {
    if (last < 0 || sorted[i] !== distinct[last]) distinct[++last] = sorted[i]!
    counts[last]!++
  }
  return { distinct: distinct.subarray(0, last + 1), counts: counts.subarray(0, last + 1) }
}

/**
 * The last distinct value of each bin. A value with a bin's share of all rows has a bin of its own, wherever it lies; the other bins are
 * closed once they hold their share of what is left, or before a value that would be half a bin too much.
 */
function equalFrequency(counts: Int32Array, total: number, maxBins: number): number[] {
  const own = total / maxBins
  const last = counts.length - 1
  let rest = total
  let bins = maxBins
  for (let k = 0; k <= last; k++) {
    if (counts[k]! < own) continue
    rest -= counts[k]!
    bins--
  }
  const lasts: number[] = []
  let held = 0
  for (let k = 0; k <= last; k++) {
    const isOwn = counts[k]! >= own
    if (!isOwn) held += counts[k]!
    const next = k < last ? counts[k + 1]! : 0
    const share = rest / bins
    const isFull = held >= share || (k < last && next >= own ? 2 * held >= share : held + next / 2 > share)
    const mayClose = bins > (rest > held ? 1 : 0)
    if (!isOwn && k < last && !(isFull && mayClose)) continue
    lasts.push(k)
    rest -= held
    if (!isOwn) bins--
    held = 0
  }
  return lasts
}

/** The middle, but never the upper value itself. */
function midway(low: number, high: number): number {
  const middle = low / 2 + high / 2
  return middle < high && middle >= low ? middle : low
}
