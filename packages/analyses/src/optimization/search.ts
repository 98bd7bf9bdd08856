import {
  catalogueDesign,
  criterionScore,
  type Design,
  type DesignProblem,
  type DesignSearch,
  designRegion,
} from '@zerosec/engine'
import { percentText } from './model-words.ts'
import type { DesignRequest } from './request.ts'
import { searchInThreads } from './search-in-threads.ts'

/**
 * The proven design of the catalogue where there is one, else the best of all starts.
 *
 * @param dBound  what no D-efficiency can exceed, for the messages
 * @param now     milliseconds; asked only where there is a time limit
 */
export async function findDesign(
  { problem, classical, starts, sweeps, timeLimitSeconds }: DesignRequest,
  seed: number,
  dBound: number | null,
  progress: (fraction: number, message: string) => void,
  now: () => number = () => performance.now(),
): Promise<{ search: DesignSearch; wasStopped: boolean }> {
  if (classical) return { search: unsearched(classicalDesignOf(problem, classical)), wasStopped: false }
  const proven = catalogueDesign(problem)
  if (proven) return { search: unsearched(proven), wasStopped: false }
  const end = timeLimitSeconds === null ? null : now() + 1000 * timeLimitSeconds
  const search = await searchInThreads(problem, {
    seed,
    starts,
    sweeps,
    onProgress: (soFar) =>
      progress(soFar.starts / starts, `Start ${soFar.starts} of ${starts}: ${standing(soFar, problem, dBound)}`),
    ...(end === null ? {} : { shouldStop: () => now() >= end }),
  })
  return { search, wasStopped: search.starts < starts }
}

function unsearched(design: Design): DesignSearch {
  return { design, starts: 0, hits: 0, unfinished: 0 }
}

function classicalDesignOf(problem: DesignProblem, { title, runs }: NonNullable<DesignRequest['classical']>): Design {
  const region = designRegion(problem.factors, problem.constraints)
  const score = criterionScore(problem, region, runs)
  return { runs, score, origin: { kind: 'catalogue', name: title, proven: false } }
}

/** How good the best design is so far. */
function standing(
  { design: { score } }: DesignSearch,
  { criterion, model, runs, existing, factors }: DesignRequest['problem'],
  dBound: number | null,
): string {
  if (criterion.kind !== 'D') return `best ${criterion.kind} score ${score.toPrecision(4)}`
  const all = runs + (existing?.length ?? 0) / factors.length
  const efficiency = Math.exp(score / model.columns.length) / all
  const gap = dBound === null ? '' : `, gap ${percentText(Math.max(0, 1 - efficiency / dBound))}`
  return `D-efficiency ${percentText(efficiency)}${gap}`
}
