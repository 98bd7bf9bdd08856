import { wilsonInterval } from '../metrics/score-intervals.ts'

/**
 * The one-sided upper Wilson bound of a share: it lies below with this confidence. 1 without trials.
 *
 * @throws RangeError as `wilsonInterval`
 */
export function wilsonUpperBound(successes: number, trials: number, confidence = 0.95): number {
  return trials === 0 ? 1 : wilsonInterval(successes, trials, 2 * confidence - 1).high
}

/** How many rows without any failure it takes until the bound is at most `share`. */
export function rowsForBound(share: number, confidence = 0.95): number {
  let rows = 1
  while (wilsonUpperBound(0, rows, confidence) > share) rows++
  return rows
}
