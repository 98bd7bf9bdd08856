import { type DesignProblem, type DesignSearch, estimable, mergeSearches, type SearchOptions } from '@zerosec/engine'
import { runInThreads } from '../threads/run-in-threads.ts'

/** Enough parts to keep the threads of a large machine busy to the end, few enough that a part is worth handing over. */
const PARTS = 32
/** A start takes about SWEEPS · n · k · p² steps; below so many in all, helping threads cost more than they give. */
const WORTH_THREADS = 3e8
const SWEEPS = 8

/**
 * `searchDesign` on every processor. The result depends on the problem and the options alone, unless `shouldStop` ends it early.
 *
 * @param options.onProgress  called as parts end, in whatever order, with the best of all so far and the number of starts made
 */
export async function searchInThreads(
  problem: DesignProblem,
  options: Pick<SearchOptions, 'seed' | 'starts' | 'sweeps' | 'shouldStop'> & {
    readonly onProgress?: (soFar: DesignSearch) => void
  },
): Promise<DesignSearch> {
  const { seed, starts, sweeps, onProgress, shouldStop } = options
  const batch = Math.ceil(starts / PARTS)
  const steps = starts * SWEEPS * problem.runs * problem.factors.length * problem.model.columns.length ** 2
  let soFar: DesignSearch | undefined
  const parts = await runInThreads(
    'designStarts',
    { problem, seed, starts, sweeps, batch },
    Math.ceil(starts / batch),
    {
      onResult: (_, part) => {
        soFar = mergeSearches(soFar ? [soFar, part] : [part])
        onProgress?.(soFar)
      },
      ...(shouldStop ? { shouldStop } : {}),
      ...(steps < WORTH_THREADS ? { threads: 1 } : {}),
    },
  )
  return estimable(problem, mergeSearches(parts))
}
