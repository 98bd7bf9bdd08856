import { takeRows } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import { candidateList } from './candidate-list.ts'
import { type Campaign, fitCampaign } from './next-experiments.ts'
import { proposeBatch } from './propose-batch.ts'

export interface ReplayOptions {
  /** Runs to begin with: how many are drawn at random, or their rows; 2 at least. */
  readonly start: number | readonly number[]
  /** Runs chosen at a time. */
  readonly batch: number
  /** Runs in all, at most. */
  readonly budget: number
  readonly exploration: number
  /** Of forests; default 100. */
  readonly trees?: number
  readonly seed: number
  /** Ends the replay after a batch; left out: it goes on to the budget. */
  readonly isDone?: (rows: readonly number[]) => boolean
}

/**
 * A campaign played again: the measured runs are a pool of which nothing is known at first; some are drawn, the others are chosen batch
 * by batch from what was revealed.
 *
 * @param campaign  every run has all responses; pending runs are ignored
 * @returns rows in the order in which they were chosen
 * @throws RangeError for fewer than two runs to start from, or a row without all responses
 *
 * Cost: a fit and a choice each batch; about 0.1 s for 50 rows.
 */
export function replayCampaign(campaign: Campaign, options: ReplayOptions): readonly number[] {
  const { runs, objectives, responses } = campaign
  const { start, batch, budget, exploration, seed, isDone } = options
  if (responses.some((response) => response.some(Number.isNaN)))
    throw new RangeError('a run to replay was not measured')
  const all = Array.from(seededGenerator(seed).permutation(runs.rows))
  const done = typeof start === 'number' ? all.slice(0, start) : [...start]
  if (!(done.length >= 2)) throw new RangeError(`a replay starts from two runs at least, not ${done.length}`)
  const most = Math.min(budget, runs.rows)
  while (done.length < most) {
    if (isDone?.(done)) break
    const known = new Set(done)
    const left = Array.from({ length: runs.rows }, (_, row) => row).filter((row) => !known.has(row))
    const revealed = {
      runs: takeRows(runs, done),
      objectives,
      responses: responses.map((response) => Float64Array.from(done, (row) => response[row]!)),
    }
    const size = Math.min(batch, most - done.length)
    const { views } = fitCampaign(revealed, size, {
      seed,
      ...(options.trees === undefined ? {} : { trees: options.trees }),
    })
    const proposed = proposeBatch(
      views.map(({ search }) => search),
      candidateList(takeRows(runs, left)),
      { size, exploration, hard: [] },
    )
    done.push(...proposed.map(({ candidate }) => left[candidate!]!))
  }
  return done
}
