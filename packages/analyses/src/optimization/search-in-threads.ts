import { type DesignProblem, type DesignSearch, mergeSearches, type SearchOptions } from '@zerosec/engine'
import { runInThreads } from '../threads/run-in-threads.ts'

/** Enough parts to keep the threads of a large machine busy to the end, few enough that a part is worth handing over. */
const PARTS = 32

/**
 * `searchDesign` on every processor. The result depends on the problem and the options alone, unless `shouldStop` ends it early.
 *
 * @param options.onBetter  called in the order in which parts end, which may differ from run to run
 */
export async function searchInThreads(
  problem: DesignProblem,
  { seed, starts, sweeps, onBetter, shouldStop }: Omit<SearchOptions, 'firstStart'>,
): Promise<DesignSearch> {
  const batch = Math.ceil(starts / PARTS)
  let best = Number.NEGATIVE_INFINITY
  const parts = await runInThreads(
    'designStarts',
    { problem, seed, starts, sweeps, batch },
    Math.ceil(starts / batch),
    {
      onResult: (item, { design }) => {
        if (design.score <= best) return
        best = design.score
        onBetter?.(design, item * batch)
      },
      ...(shouldStop ? { shouldStop } : {}),
    },
  )
  return mergeSearches(parts)
}
