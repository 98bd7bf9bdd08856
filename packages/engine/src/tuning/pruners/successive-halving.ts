import { lossOfValue } from '../observation.ts'
import type { Direction, Trial } from '../trial.ts'

export interface SuccessiveHalvingPruner {
  /** The step of the first rung, such as the first fold. Left out: 1. */
  readonly minResource?: number
  /** Rung k stands at minResource · reductionFactor^k, and one trial in so many goes beyond it. Left out: 3. */
  readonly reductionFactor?: number
}

/**
 * Asynchronous successive halving: when a trial reaches a rung, it goes on if it is among the best 1 / reductionFactor of all trials
 * that reached that rung, one at least. Between rungs nothing is given up.
 *
 * @throws RangeError unless minResource > 0 and reductionFactor > 1
 * Source: Li et al., A system for massively parallel hyperparameter tuning, MLSys 2020.
 */
export function isHalved(
  { minResource = 1, reductionFactor = 3 }: SuccessiveHalvingPruner,
  trial: Trial,
  ended: readonly Trial[],
  direction: Direction,
): boolean {
  if (!(minResource > 0)) throw new RangeError(`minResource is ${minResource}`)
  if (!(reductionFactor > 1)) throw new RangeError(`reductionFactor is ${reductionFactor}`)
  const { step } = trial.intermediate.at(-1)!
  const before = trial.intermediate.at(-2)?.step ?? 0
  for (let rung = minResource; rung <= step; rung *= reductionFactor) {
    if (rung <= before) continue
    const own = lossAt(trial, rung, direction)!
    const losses = [own, ...ended.flatMap((other) => lossAt(other, rung, direction) ?? [])].sort((a, b) => a - b)
    const kept = Math.max(1, Math.floor(losses.length / reductionFactor))
    if (own > losses[kept - 1]!) return true
  }
  return false
}

/** The loss with which a trial came to a rung. */
function lossAt({ intermediate }: Trial, rung: number, direction: Direction): number | undefined {
  const reached = intermediate.find(({ step }) => step >= rung)
  return reached && lossOfValue(reached.value, direction)
}
