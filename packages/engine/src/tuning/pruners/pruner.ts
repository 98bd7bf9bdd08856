import type { Direction, Trial } from '../trial.ts'
import { fellBehindMedian, type MedianPruner } from './median-pruner.ts'
import { hasLostPatience, isOutsideThreshold, type PatiencePruner, type ThresholdPruner } from './stopping-rules.ts'
import { isHalved, type SuccessiveHalvingPruner } from './successive-halving.ts'
import { isWorseThanBest, type WilcoxonPruner } from './wilcoxon-pruner.ts'

/** When a trial is given up before its end: plain data. */
export type Pruner =
  | ({ readonly kind: 'median' } & MedianPruner)
  | ({ readonly kind: 'successive_halving' } & SuccessiveHalvingPruner)
  | ({ readonly kind: 'wilcoxon' } & WilcoxonPruner)
  | ({ readonly kind: 'threshold' } & ThresholdPruner)
  | ({ readonly kind: 'patience'; readonly pruner?: Pruner } & PatiencePruner)

/**
 * Whether a trial is to be given up after its last intermediate value. Asked after each one.
 *
 * @param ended  the trials that were told: those that run have no say, so that the answer does not depend on threads
 * Cost: trials · steps.
 */
export function shouldPrune(pruner: Pruner, trial: Trial, ended: readonly Trial[], direction: Direction): boolean {
  if (trial.intermediate.length === 0) return false
  switch (pruner.kind) {
    case 'median':
      return fellBehindMedian(pruner, trial, ended, direction)
    case 'successive_halving':
      return isHalved(pruner, trial, ended, direction)
    case 'wilcoxon':
      return isWorseThanBest(pruner, trial, ended, direction)
    case 'threshold':
      return isOutsideThreshold(pruner, trial)
    case 'patience':
      return (
        hasLostPatience(pruner, trial, direction) &&
        (pruner.pruner === undefined || shouldPrune(pruner.pruner, trial, ended, direction))
      )
    default:
      throw new RangeError(`there is no pruner ${JSON.stringify(pruner)}`)
  }
}
