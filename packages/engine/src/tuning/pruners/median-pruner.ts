import { lossOfValue } from '../observation.ts'
import type { Direction, Trial } from '../trial.ts'

export interface MedianPruner {
  /** Complete trials before any is given up. Left out: 5. */
  readonly startupTrials?: number
  /** Steps of a trial before it is given up. Left out: 0. */
  readonly warmupSteps?: number
}

/** Whether the best value so far is worse than the median of the complete trials at the same step. */
export function fellBehindMedian(
  { startupTrials = 5, warmupSteps = 0 }: MedianPruner,
  { intermediate }: Trial,
  ended: readonly Trial[],
  direction: Direction,
): boolean {
  const { step } = intermediate.at(-1)!
  const complete = ended.filter(({ state }) => state === 'complete')
  if (complete.length < startupTrials || step <= warmupSteps) return false
  const rivals = complete
    .flatMap((trial) => trial.intermediate.filter((at) => at.step === step))
    .map(({ value }) => lossOfValue(value, direction))
    .sort((a, b) => a - b)
  if (rivals.length === 0) return false
  const median = (rivals[(rivals.length - 1) >> 1]! + rivals[rivals.length >> 1]!) / 2
  const best = intermediate.reduce((least, { value }) => Math.min(least, lossOfValue(value, direction)), Infinity)
  return best > median
}
