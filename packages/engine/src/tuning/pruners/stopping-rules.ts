import { lossOfValue } from '../observation.ts'
import type { Direction, Trial } from '../trial.ts'

export interface ThresholdPruner {
  /** Values below are given up. */
  readonly lower?: number
  /** Values above are given up. */
  readonly upper?: number
  /** Steps of a trial before it is given up. Left out: 0. */
  readonly warmupSteps?: number
}

export function isOutsideThreshold(
  { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY, warmupSteps = 0 }: ThresholdPruner,
  { intermediate }: Trial,
): boolean {
  const { step, value } = intermediate.at(-1)!
  return step > warmupSteps && (value < lower || value > upper)
}

export interface PatiencePruner {
  /** Values in a row that may pass without one better than the best before them. */
  readonly patience: number
  /** By how much better. Left out: 0. */
  readonly minDelta?: number
}

/** Whether the last patience + 1 values hold none that comes up to the best before them, less minDelta. */
export function hasLostPatience(
  { patience, minDelta = 0 }: PatiencePruner,
  { intermediate }: Trial,
  direction: Direction,
): boolean {
  const losses = intermediate.map(({ value }) => lossOfValue(value, direction))
  const split = losses.length - patience - 1
  if (split <= 0) return false
  return Math.min(...losses.slice(0, split)) < Math.min(...losses.slice(split)) - minDelta
}
