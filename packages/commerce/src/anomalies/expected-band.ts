import type { CommerceColumn } from '@zerosec/contract'

/** What is usual at a place of a series, in the series' own unit. */
export interface Band {
  readonly expected: number
  readonly low: number
  readonly high: number
}

export interface Season {
  /** Places after which the series repeats itself: 7 for days, 1 where nothing repeats soon. */
  readonly length: number
  /** Seasons that are looked back on. */
  readonly cycles: number
  /** With fewer of them nothing is said. */
  readonly least: number
  /** Places that a year has, in whole seasons. */
  readonly year: number
  /** Places before and after that are still the same week of last year. */
  readonly slack: number
}

/** Beyond so many robust standard deviations a value is unusual. */
const WIDTH = 4
/** Of a normal distribution the median absolute deviation is this part of the standard deviation. */
const MAD_OF_SIGMA = 0.6745
/** Of roots: what a count varies by where nothing but chance is at work, in theory; below it a difference is one of single orders. */
const COUNT_SIGMA = 0.5
/** Of a few values the deviation comes out small by chance now and then; no shop is as steady as this. */
const LEAST_VARIATION = 0.04

/**
 * The band that each value of a series is expected in, by those before it alone; null where there is too little history.
 *
 * A line through the medians of the last `cycles` seasons (Theil–Sen: the median of all slopes) gives the level; the median of what the
 * same place of those seasons lies above it gives the season; the median absolute deviation of what is left gives the width. Medians are
 * not moved by earlier outliers as long as these are fewer than half. All but scores are looked at as square roots, where a busy day
 * varies no more than a quiet one. Where most of the history is zero nothing is said. What lay outside in the same direction in the same week of last year widens the band by as much: a
 * holiday is no alarm in its second year.
 *
 * @param values  null where there is none
 * @param unit  of the values
 */
export function expectedBands(
  values: readonly (number | null)[],
  season: Season,
  unit: CommerceColumn['unit'],
): readonly (Band | null)[] {
  const scale = unit === 'score' ? PLAIN : ROOTS
  const least = unit === 'count' ? COUNT_SIGMA : 0
  const isNeverNegative = values.every((value) => value === null || value >= 0)
  const shown = values.map((value) => (value === null ? null : scale.of(value)))
  const fits = shown.map((_, place) => fitAt(shown, place, season, least))
  return fits.map((fit, place) => {
    if (fit === null) return null
    const { center, sigma } = fit
    const before = lastYear(shown, fits, place, season)
    const low = scale.back(center - WIDTH * sigma + before.below)
    return {
      expected: scale.back(center),
      low: isNeverNegative ? Math.max(0, low) : low,
      high: scale.back(center + WIDTH * sigma + before.above),
    }
  })
}

const ROOTS = {
  of: (value: number) => Math.sign(value) * Math.sqrt(Math.abs(value)),
  back: (root: number) => Math.sign(root) * root * root,
}
const PLAIN = { of: (value: number) => value, back: (value: number) => value }

interface Fit {
  readonly center: number
  readonly sigma: number
}

function fitAt(values: readonly (number | null)[], place: number, season: Season, least: number): Fit | null {
  if (isMostlyZero(values, place, season)) return null
  const level = levelBefore(values, place, season)
  if (level === null) return null
  const seasonal = Array.from({ length: season.length }, (_, phase) =>
    median(residuals(values, place, season, phase, level)),
  )
  const own = residuals(values, place, season, 0, level)
  const [usual] = seasonal
  if (own.length < season.least || usual === null || usual === undefined) return null
  const spread = seasonal.flatMap((middle, phase) =>
    middle === null ? [] : residuals(values, place, season, phase, level).map((each) => Math.abs(each - middle)),
  )
  const center = level(place) + usual
  const floor = Math.max(least, LEAST_VARIATION * Math.abs(center))
  return { center, sigma: Math.max(floor, (median(spread) ?? 0) / MAD_OF_SIGMA) * predictive(season) }
}

/**
 * Level and season are estimated themselves, by few values, and what is left was fitted: the next value lies further away. 4 and 3 values'
 * worth come close to what simulated series show.
 */
function predictive({ cycles }: Season): number {
  return Math.sqrt((1 + 4 / cycles) / (1 - 1 / cycles))
}

/** What the values of one place of each season lie above the level; phase 0 is that of `place` itself. */
function residuals(
  values: readonly (number | null)[],
  place: number,
  { length, cycles }: Season,
  phase: number,
  level: (at: number) => number,
): number[] {
  const found: number[] = []
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const at = place - cycle * length + phase
    const value = values[at]
    if (value !== null && value !== undefined) found.push(value - level(at))
  }
  return found
}

function isMostlyZero(values: readonly (number | null)[], place: number, { length, cycles }: Season): boolean {
  const known = values.slice(Math.max(0, place - length * cycles), place).filter((value) => value !== null)
  return known.filter((value) => value === 0).length * 2 > known.length
}

/** The line through the medians of the seasons before a place; null where there are too few. */
function levelBefore(
  values: readonly (number | null)[],
  place: number,
  { length, cycles, least }: Season,
): ((at: number) => number) | null {
  const points: { at: number; value: number }[] = []
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const from = place - cycle * length
    const known = values.slice(Math.max(0, from), Math.max(0, from + length)).filter((value) => value !== null)
    const middle = known.length * 2 > length ? median(known) : null
    if (middle !== null) points.push({ at: from + (length - 1) / 2, value: middle })
  }
  if (points.length < least) return null
  const slopes = points.flatMap((a, i) => points.slice(i + 1).map((b) => (a.value - b.value) / (a.at - b.at)))
  const slope = median(slopes) ?? 0
  const base = median(points.map(({ at, value }) => value - slope * at)) ?? 0
  return (at) => base + slope * at
}

/** What lay outside its band in the same week of last year: how far above the middle, and how far below. */
function lastYear(
  values: readonly (number | null)[],
  fits: readonly (Fit | null)[],
  place: number,
  { year, slack }: Season,
): { above: number; below: number } {
  let [above, below] = [0, 0]
  for (let at = place - year - slack; at <= place - year + slack; at++) {
    const [value, fit] = [values[at], fits[at]]
    if (value === null || value === undefined || fit === null || fit === undefined) continue
    const away = value - fit.center
    if (Math.abs(away) <= WIDTH * fit.sigma) continue
    above = Math.max(above, away)
    below = Math.min(below, away)
  }
  return { above, below }
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[half] ?? null) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}
