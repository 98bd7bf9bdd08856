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
  /** Which of the acquisitions chose it. */
  readonly by: number
}

/**
 * A batch of runs, one after the other: each is the best by an acquisition that believes the ones before it ("kriging believer"), so that
 * they do not crowd on one place; the last ones go where least is known. Fewer than asked for where candidates run out.
 *
 * @param searches  acquisitions, which choose in turn; one at least
 *
 * Source: Ginsbourger, Le Riche & Carraro, Kriging is well-suited to parallelize optimization, 2010.
 */
export function proposeBatch(
  searches: readonly Acquisition[],
  source: CandidateSource,
  { size, exploration, hard }: BatchOptions,
): readonly ProposedRun[] {
  const improved = size - Math.round(exploration * size)
  const proposed: ProposedRun[] = []
  let current = searches
  const valueOf = (turn: number) => (matrix: FeatureMatrix) => {
    const acquisition = current[turn % current.length]!
    return turn < improved ? improvementValues(acquisition, matrix) : uncertaintyValues(acquisition, matrix)
  }
  const held: HeldSettings | null = hard.length === 0 ? null : source.bestHeld(valueOf(0), hard, size)
  while (proposed.length < size) {
    const turn = proposed.length
    const found = source.next(valueOf(turn), held)
    if (!found) break
    proposed.push({ ...found, purpose: turn < improved ? 'improve' : 'explore', by: turn % searches.length })
    if (proposed.length < size) current = current.map((acquisition) => believing(acquisition, found.run, false))
  }
  return proposed
}
