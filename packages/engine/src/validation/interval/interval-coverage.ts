import { type ScoreInterval, wilsonInterval } from '../../metrics/score-intervals.ts'
import { type ConformalInterval, type HeldOutPredictions, intervalAt, scaleColumn } from './conformal-interval.ts'

/** What intervals were worth on rows that had no part in making them. */
export interface IntervalCoverage {
  readonly level: number
  /** Share of the rows that lie in their interval, ends included. */
  readonly coverage: number
  /** 95 % interval of that share. */
  readonly coverageInterval: ScoreInterval
  readonly meanWidth: number
  /** Mean width plus 2/(1 − level) times how far rows lie outside: the smaller the better; honest levels and narrow intervals win. */
  readonly intervalScore: number
}

/**
 * Coverage, width and interval score at each level.
 *
 * @param rows  the rows that count; left out: all
 * @throws RangeError without rows
 *
 * Source: Gneiting & Raftery, Strictly proper scoring rules, JASA 102 (2007) 359, section 6.2. Cost: rows · levels.
 */
export function intervalCoverage(
  interval: ConformalInterval,
  held: HeldOutPredictions,
  rows?: ArrayLike<number>,
): readonly IntervalCoverage[] {
  const n = rows?.length ?? held.target.length
  if (n === 0) throw new RangeError('coverage is measured on one row at least')
  const scale = scaleColumn(held, interval.scaledBy)
  return interval.levels.map((level) => {
    let inside = 0
    let width = 0
    let score = 0
    for (let i = 0; i < n; i++) {
      const row = rows ? rows[i]! : i
      const [low, high] = intervalAt(interval, held.predicted[row]!, level, scale?.[row])
      const value = held.target[row]!
      if (value >= low && value <= high) inside++
      width += high - low
      score += intervalScore(value, low, high, level)
    }
    return {
      level,
      coverage: inside / n,
      coverageInterval: wilsonInterval(inside, n, 0.95),
      meanWidth: width / n,
      intervalScore: score / n,
    }
  })
}

/** Width plus 2/(1 − level) times the distance outside. */
export function intervalScore(value: number, low: number, high: number, level: number): number {
  const outside = value < low ? low - value : value > high ? value - high : 0
  return high - low + (2 / (1 - level)) * outside
}
