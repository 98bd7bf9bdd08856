import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { type Acquisition, believing, improvementValues, uncertaintyValues } from './acquisition.ts'
import type { CandidateSource, FoundRun, HeldSettings } from './candidate-source.ts'

export interface BatchOptions {
  /** Runs to propose. */
  readonly size: number
  /** Share of the batch that goes where least is known, rounded; 0 … 1. */
  readonly exploration: number
  /** Features that have one setting in the whole batch. */
  readonly hard: readonly number[]
}

export interface ProposedRun extends FoundRun {
  readonly purpose: 'improve' | 'explore'
  /** The acquisition when the run was chosen: what it was compared by, and what its beliefs are taken from. */
  readonly acquisition: Acquisition
}

/**
 * A batch of runs, one after the other: each is the best by an acquisition that believes the ones before it ("kriging believer"), so that
 * they do not crowd on one place; the last ones go where least is known. Fewer than asked for where candidates run out.
 *
 * Believed runs were chosen by measurement: see `bench/next-experiments.ts`.
 *
 * Source: Ginsbourger, Le Riche & Carraro, Kriging is well-suited to parallelize optimization, 2010.
 */
export function proposeBatch(
  acquisition: Acquisition,
  source: CandidateSource,
  { size, exploration, hard }: BatchOptions,
): readonly ProposedRun[] {
  const explored = Math.round(exploration * size)
  const proposed: ProposedRun[] = []
  let current = acquisition
  const valueOf = (purpose: ProposedRun['purpose']) => (matrix: FeatureMatrix) =>
    purpose === 'explore' ? uncertaintyValues(current, matrix) : improvementValues(current, matrix)
  const held: HeldSettings | null =
    hard.length === 0 ? null : source.bestHeld(valueOf(explored < size ? 'improve' : 'explore'), hard, size)
  while (proposed.length < size) {
    const purpose = proposed.length < size - explored ? 'improve' : 'explore'
    const found = source.next(valueOf(purpose), held)
    if (!found) break
    proposed.push({ ...found, purpose, acquisition: current })
    if (proposed.length < size) current = believing(current, found.run)
  }
  return proposed
}
