import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { ascendingOrder, midRanks, pearson } from '../../metrics/ranks.ts'
import type { LeakageFinding } from './screening-finding.ts'

/** No measured cause is this closely tied to a measured effect. */
const LEAKING_STRENGTH = 0.999
/** Fewer rows agree by chance or by design. */
const FEWEST_ROWS = 12
/** A number with no more different values than this is also looked at as a category. */
const MOST_LEVELS = 20
/** Chance of ordered levels, were the rows dealt to them at random: below it levels are a judgement of the target. */
const LARGEST_CHANCE = 1e-6
/** A gap between the levels' targets that is many times the usual step is made by a strong cause rather than by a limit. */
const WIDEST_GAP = 8

/**
 * Columns that predict the target nearly perfectly by themselves: |Spearman| > 0.999; or neighbours in the column predict more than
 * 0.999 of the target's variation; or the levels cut the target's range into intervals that do not overlap, at limits within dense
 * values, as pass and fail do.
 *
 * Cost: p · n log n.
 */
export function leakageFindings(matrix: FeatureMatrix, target: Float64Array): LeakageFinding[] {
  const measured = ascendingOrder(target).toSorted((a, b) => a - b)
  const measuredRanks = midRanks(Float64Array.from(measured, (row) => target[row]!))
  return matrix.columns.flatMap((column, feature) => {
    const rows = measured.filter((row) => !Number.isNaN(column[row]!))
    if (rows.length < FEWEST_ROWS) return []
    const x = Float64Array.from(rows, (row) => column[row]!)
    const y = Float64Array.from(rows, (row) => target[row]!)
    const found = (by: LeakageFinding['by'], strength: number): LeakageFinding[] => [
      { code: 'leakage', feature, by, strength, rows: rows.length },
    ]
    const levels = new Set(x).size
    if (levels <= MOST_LEVELS && levels > 1 && cutsTarget(x, y)) return found('levels', 1)
    if (matrix.levels[feature]! > 0) return []
    const order = ascendingOrder(x)
    const ranks = rows.length === measured.length ? measuredRanks : midRanks(y)
    const rank = Math.abs(pearson(midRanks(x, order), ranks))
    if (rank > LEAKING_STRENGTH) return found('rank', rank)
    const curve = neighbourR2(x, y, order)
    return curve > LEAKING_STRENGTH ? found('curve', curve) : []
  })
}

/**
 * 1 − Σ(y − ŷ)²/Σ(y − ȳ)² with ŷ from the straight line between the neighbours in x, rows of equal x taken together; never more than
 * ties in x allow. It sees copies that are scaled, folded or distorted, where the rows lie close enough.
 */
function neighbourR2(x: Float64Array, y: Float64Array, order: readonly number[]): number {
  const n = x.length
  const values: number[] = []
  const means: number[] = []
  const counts: number[] = []
  let residual = 0
  for (let start = 0; start < n; ) {
    let end = start
    let sum = 0
    while (end < n && x[order[end]!] === x[order[start]!]) sum += y[order[end++]!]!
    const mean = sum / (end - start)
    for (let place = start; place < end; place++) residual += (y[order[place]!]! - mean) ** 2
    values.push(x[order[start]!]!)
    means.push(mean)
    counts.push(end - start)
    start = end
  }
  if (values.length < FEWEST_ROWS) return 0
  let total = 0
  const mean = y.reduce((sum, value) => sum + value, 0) / n
  for (const value of y) total += (value - mean) ** 2
  for (let k = 1; k < values.length - 1; k++) {
    const share = (values[k]! - values[k - 1]!) / (values[k + 1]! - values[k - 1]!)
    residual += counts[k]! * (means[k]! - (means[k - 1]! + share * (means[k + 1]! - means[k - 1]!))) ** 2
  }
  return total > 0 ? 1 - residual / total : 0
}

interface LevelRange {
  count: number
  low: number
  high: number
}

/** Whether the target's intervals of the levels are disjoint, beyond chance, and meet where its values are dense. */
function cutsTarget(x: Float64Array, y: Float64Array): boolean {
  const ranges = new Map<number, LevelRange>()
  for (let i = 0; i < x.length; i++) {
    const range = ranges.get(x[i]!)
    const value = y[i]!
    if (range === undefined) ranges.set(x[i]!, { count: 1, low: value, high: value })
    else {
      range.count++
      if (value < range.low) range.low = value
      if (value > range.high) range.high = value
    }
  }
  const ordered = [...ranges.values()].sort((a, b) => a.low - b.low)
  const sorted = y.slice().sort()
  const typicalStep = (sorted[sorted.length - 1]! - sorted[0]!) / (sorted.length - 1)
  for (let k = 1; k < ordered.length; k++) {
    const gap = ordered[k]!.low - ordered[k - 1]!.high
    if (gap <= 0 || gap > WIDEST_GAP * typicalStep) return false
  }
  return Math.exp(logChanceOfOrder(ordered)) < LARGEST_CHANCE
}

/** ln of L!·Πnₗ!/n!: the share of the ways to deal the rows that leave every level in one piece. */
function logChanceOfOrder(levels: readonly LevelRange[]): number {
  let rows = 0
  let log = logFactorial(levels.length)
  for (const { count } of levels) {
    rows += count
    log += logFactorial(count)
  }
  return log - logFactorial(rows)
}

function logFactorial(n: number): number {
  let sum = 0
  for (let k = 2; k <= n; k++) sum += Math.log(k)
  return sum
}
