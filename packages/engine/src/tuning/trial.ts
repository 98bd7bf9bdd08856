import type { TrialParameters } from './space.ts'

export type TrialState = 'running' | 'complete' | 'pruned' | 'failed'

export type Direction = 'minimize' | 'maximize'

/** What a trial reached before its end: after the given number of folds, rounds or rows. */
export interface IntermediateValue {
  /** Rising within a trial. */
  readonly step: number
  readonly value: number
}

/** One setting that was asked for and what became of it: plain data. */
export interface Trial {
  /** In the order of asking, from 0. */
  readonly number: number
  readonly parameters: TrialParameters
  readonly state: TrialState
  /** One of each objective for a complete trial; empty while it runs, or as far as known for a pruned one. */
  readonly values: readonly number[]
  readonly intermediate: readonly IntermediateValue[]
  /** Amounts by which constraints are broken: all ≤ 0 is feasible. Empty where there are none. */
  readonly constraints: readonly number[]
  /** Place among the settings that the caller named to be tried first; null: the sampler proposed it. */
  readonly enqueuedAs: number | null
  /** How many trials had been told when this one was asked for; with `toldAs` it lets a study go on as if it had not stopped. */
  readonly askedAfter: number
  /** Place in the order of telling, from 0; null while it runs. */
  readonly toldAs: number | null
}

/** What the caller says of a trial. */
export interface TrialResult {
  /** One finite number of each objective for a complete trial. Left out: none, for a pruned or failed one. */
  readonly values?: readonly number[]
  /** Left out: complete. */
  readonly state?: Exclude<TrialState, 'running'>
  /** In place of what was reported. */
  readonly intermediate?: readonly IntermediateValue[]
  /** Finite numbers; of a pruned trial too, where they are known. */
  readonly constraints?: readonly number[]
}

/** How far a trial is from being feasible: the sum of the broken amounts; 0 for a feasible one. */
export function violationOf({ constraints }: Trial): number {
  let sum = 0
  for (const value of constraints) if (value > 0) sum += value
  return sum
}
