import type { UnitResult } from '@zerosec/engine'

/** Which factors were kept; the same for every family, since the selection does not ask it. */
export interface SelectionOutcome {
  /** Positions of those that the delivered model uses, ascending. */
  readonly kept: readonly number[]
  /** p: the outer folds that kept each factor. */
  readonly folds: readonly number[]
}

/** @param units  of one family: all rows first, then the outer folds */
export function selectionOutcome([final, ...folds]: readonly UnitResult[], features: number): SelectionOutcome {
  const counts = Array.from({ length: features }, () => 0)
  for (const { selected } of folds) for (const feature of selected) counts[feature]!++
  return { kept: [...final!.selected], folds: counts }
}
