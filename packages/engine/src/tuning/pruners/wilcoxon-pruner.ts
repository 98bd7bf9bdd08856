import { lossOfValue } from '../observation.ts'
import { type Direction, type Trial, violationOf } from '../trial.ts'
import { signedRankTest } from './signed-rank-test.ts'

export interface WilcoxonPruner {
  /** Given up where the test's p-value is below. Left out: 0.1. */
  readonly pThreshold?: number
  /** Values before any decision. Left out: 2. */
  readonly startupSteps?: number
}

/**
 * Whether a trial is worse than the best complete one, by a signed-rank test over the steps that both have. The steps are folds or
 * other instances, and the value of each is its own, not a mean of those so far. A trial with the better mean goes on in any case.
 */
export function isWorseThanBest(
  { pThreshold = 0.1, startupSteps = 2 }: WilcoxonPruner,
  { intermediate }: Trial,
  ended: readonly Trial[],
  direction: Direction,
): boolean {
  if (intermediate.length < startupSteps) return false
  const best = bestOf(ended, direction)
  if (best === null) return false
  const known = new Map(best.intermediate.map(({ step, value }) => [step, value]))
  const differences = intermediate
    .filter(({ step }) => known.has(step))
    .map(({ step, value }) => lossOfValue(value, direction) - lossOfValue(known.get(step)!, direction))
  if (differences.length < Math.max(startupSteps, 1)) return false
  if (differences.reduce((a, b) => a + b) <= 0) return false
  return signedRankTest(differences).greater < pThreshold
}

function bestOf(ended: readonly Trial[], direction: Direction): Trial | null {
  let best: Trial | null = null
  for (const trial of ended) {
    if (trial.state !== 'complete' || violationOf(trial) > 0) continue
    const isBetter = best === null || lossOfValue(trial.values[0]!, direction) < lossOfValue(best.values[0]!, direction)
    if (isBetter) best = trial
  }
  return best
}
