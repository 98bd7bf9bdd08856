import type { ScreeningFinding } from './screening-finding.ts'

/** Quartile ranges beyond the quartiles: far out in Tukey's words; of normal values one in 400,000 is. */
const FENCE = 3
const FEWEST_ROWS = 10

/**
 * Rows whose target lies more than three quartile ranges beyond the quartiles; where all values are above 0, also on the logarithmic
 * scale: a long tail is no outlier. None where the quartiles are equal.
 *
 * Source: Tukey, Exploratory Data Analysis (1977), 2D. Cost: a sort of n.
 */
export function targetOutliers(target: Float64Array): ScreeningFinding[] {
  const known = target.filter((value) => !Number.isNaN(value))
  if (known.length < FEWEST_ROWS) return []
  const [low, high] = fences(known)
  if (!(high > low)) return []
  const [logLow, logHigh] = known.every((value) => value > 0) ? fences(known.map(Math.log)).map(Math.exp) : [low, high]
  const least = Math.min(low, logLow!)
  const most = Math.max(high, logHigh!)
  const rows: number[] = []
  target.forEach((value, row) => {
    if (value < least || value > most) rows.push(row)
  })
  return rows.length > 0 ? [{ code: 'target_outliers', rows, low: least, high: most }] : []
}

function fences(values: Float64Array): [low: number, high: number] {
  const sorted = values.slice().sort()
  const lower = quantile(sorted, 0.25)
  const upper = quantile(sorted, 0.75)
  return [lower - FENCE * (upper - lower), upper + FENCE * (upper - lower)]
}

/** R's type 7. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!)
}
