import { normalCdf, normalQuantile } from '../distributions/normal.ts'
import type { Generator } from '../random/generator.ts'

/** Ends of a confidence interval. */
export interface ScoreInterval {
  readonly low: number
  readonly high: number
}

/**
 * Wilson's interval of a share: good for few trials and shares near 0 or 1.
 *
 * @throws RangeError unless 0 ≤ successes ≤ trials, trials ≥ 1, 0 < confidence < 1
 *
 * Source: Wilson, JASA 22 (1927) 209; Brown, Cai & DasGupta, Statistical Science 16 (2001) 101.
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): ScoreInterval {
  if (!(successes >= 0 && successes <= trials && trials >= 1)) {
    throw new RangeError(`${successes} of ${trials} is no share`)
  }
  const z = criticalValue(confidence)
  const share = successes / trials
  const z2 = (z * z) / trials
  const middle = (share + z2 / 2) / (1 + z2)
  const half = (z / (1 + z2)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials))
  return { low: successes === 0 ? 0 : middle - half, high: successes === trials ? 1 : middle + half }
}

export interface RegressionIntervals {
  readonly rmse: ScoreInterval
  readonly mae: ScoreInterval
  /** Null where the values do not vary. */
  readonly r2: ScoreInterval | null
}

/** For few rows; for many, whose sums are all but normal, fewer draws find the ends well enough. */
const MOST_RESAMPLES = 2000
const FEWEST_RESAMPLES = 400
const DRAWN_UNITS = 2e6

/**
 * Bootstrap intervals (bias corrected and accelerated) of RMSE, MAE and R² over rows, or over groups of rows where rows of one group
 * err together.
 *
 * @param confidence  for example 0.95
 * @param groups      n: rows with the same number are drawn together
 * @throws RangeError if lengths differ, or with fewer than two rows (groups)
 *
 * Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), 14.3. Cost: 2000 draws of rows or groups; above 1,000 of
 * them 2,000,000 rows in all, but 400 draws at least.
 */
export function regressionIntervals(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  generator: Generator,
  confidence = 0.95,
  groups?: Int32Array,
): RegressionIntervals {
  const n = actual.length
  if (predicted.length !== n || (groups && groups.length !== n)) throw new RangeError('lengths differ')
  const sums = unitSums(actual, predicted, groups)
  const units = sums.length / SUMS
  if (units < 2) throw new RangeError(`${units} ${groups ? 'groups' : 'rows'} give no interval`)
  const total = new Float64Array(SUMS)
  for (let u = 0; u < units; u++) for (let s = 0; s < SUMS; s++) total[s]! += sums[u * SUMS + s]!
  const draws = resampledSums(sums, units, generator)
  const interval = (statistic: (at: Float64Array, from: number) => number) =>
    acceleratedInterval(statistic, sums, total, draws, confidence)
  return {
    rmse: interval((at, from) => Math.sqrt(at[from + 1]! / at[from]!)),
    mae: interval((at, from) => at[from + 2]! / at[from]!),
    r2: variation(total, 0) > 0 ? interval((at, from) => 1 - at[from + 1]! / variation(at, from)) : null,
  }
}

/** A unit's sums: rows, squared errors, absolute errors, values, squared values; values less their mean. */
const SUMS = 5

function variation(sums: Float64Array, from: number): number {
  return sums[from + 4]! - sums[from + 3]! ** 2 / sums[from]!
}

function unitSums(actual: ArrayLike<number>, predicted: ArrayLike<number>, groups?: Int32Array): Float64Array {
  const n = actual.length
  let mean = 0
  for (let i = 0; i < n; i++) mean += actual[i]! / n
  const units = new Map<number, number>()
  for (let i = 0; i < n; i++) if (!units.has(groups?.[i] ?? i)) units.set(groups?.[i] ?? i, units.size)
  const sums = new Float64Array(units.size * SUMS)
  for (let i = 0; i < n; i++) {
    const at = SUMS * units.get(groups?.[i] ?? i)!
    const error = actual[i]! - predicted[i]!
    const value = actual[i]! - mean
    sums[at]!++
    sums[at + 1]! += error * error
    sums[at + 2]! += Math.abs(error)
    sums[at + 3]! += value
    sums[at + 4]! += value * value
  }
  return sums
}

function resampledSums(sums: Float64Array, units: number, generator: Generator): Float64Array {
  const resamples = Math.round(Math.min(MOST_RESAMPLES, Math.max(FEWEST_RESAMPLES, DRAWN_UNITS / units)))
  const draws = new Float64Array(resamples * SUMS)
  for (let draw = 0; draw < resamples; draw++) {
    const to = draw * SUMS
    for (let u = 0; u < units; u++) {
      const from = SUMS * Math.floor(generator.uint32() * 2 ** -32 * units)
      for (let s = 0; s < SUMS; s++) draws[to + s]! += sums[from + s]!
    }
  }
  return draws
}

function acceleratedInterval(
  statistic: (sums: Float64Array, from: number) => number,
  sums: Float64Array,
  total: Float64Array,
  draws: Float64Array,
  confidence: number,
): ScoreInterval {
  const z = criticalValue(confidence)
  const observed = statistic(total, 0)
  const drawn: number[] = []
  // a draw of equal values has no R²
  for (let from = 0; from < draws.length; from += SUMS) {
    const value = statistic(draws, from)
    if (Number.isFinite(value)) drawn.push(value)
  }
  const sorted = Float64Array.from(drawn).sort()
  let below = 0
  for (const value of sorted) below += value < observed ? 1 : value === observed ? 0.5 : 0
  if (below === 0 || below === sorted.length) return { low: sorted[0]!, high: sorted[sorted.length - 1]! }
  const bias = normalQuantile(below / sorted.length)
  const acceleration = jackknifeAcceleration(statistic, sums, total)
  const end = (side: number) => {
    const shifted = bias + side * z
    const share = normalCdf(bias + shifted / (1 - acceleration * shifted))
    return sorted[Math.min(sorted.length - 1, Math.max(0, Math.floor(share * sorted.length)))]!
  }
  return { low: end(-1), high: end(1) }
}

function jackknifeAcceleration(
  statistic: (sums: Float64Array, from: number) => number,
  sums: Float64Array,
  total: Float64Array,
): number {
  const units = sums.length / SUMS
  const rest = new Float64Array(SUMS)
  const values: number[] = []
  for (let u = 0; u < units; u++) {
    for (let s = 0; s < SUMS; s++) rest[s] = total[s]! - sums[u * SUMS + s]!
    const value = statistic(rest, 0)
    if (Number.isFinite(value)) values.push(value)
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  let squares = 0
  let cubes = 0
  for (const value of values) {
    squares += (mean - value) ** 2
    cubes += (mean - value) ** 3
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0
}

function criticalValue(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`a confidence lies between 0 and 1, got ${confidence}`)
  return normalQuantile((1 + confidence) / 2)
}
