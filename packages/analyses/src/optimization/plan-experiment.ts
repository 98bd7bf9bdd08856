import {
  completeRuns,
  type DesignProblem,
  designRegion,
  evaluateDesign,
  isChosen,
  type RunOrigin,
  seededGenerator,
} from '@zerosec/engine'
import { assess } from './assess.ts'
import type { DesignQuality, PlannedDesign } from './planned-design.ts'
import type { DesignRequest } from './request.ts'
import { findDesign } from './search.ts'

/** The search's starts draw from streams 0, 1, 2 …; the order of making has one of its own. */
const ORDER_STREAM = 4_000_000_000

/** From what is asked for to the runs that are printed, and what they are worth. */
export async function planExperiment(
  asked: DesignRequest,
  seed: number,
  progress: (fraction: number, message: string) => void,
): Promise<{ design: PlannedDesign; quality: DesignQuality }> {
  const request = asked.starts > 0 ? asked : { ...asked, starts: 20 }
  const { problem } = request
  const region = designRegion(problem.factors, problem.constraints)
  const { search, wasStopped } = await findDesign(request, seed, null, (fraction, message) =>
    progress(0.05 + 0.75 * fraction, message),
  )
  const generator = seededGenerator(seed).stream(ORDER_STREAM)
  const complete = completeRuns(problem, region, search.design.runs, request, generator)
  const runs = complete.runs
  const whole = { ...problem, runs: complete.order.length }
  const design: PlannedDesign = {
    request,
    region,
    seed,
    search,
    wasStopped,
    problem: whole,
    runs,
    roles: complete.origins.map(({ kind }) => kind),
    order: complete.order,
    candidates: request.mode === 'select' ? candidatesOf(problem, search.design.runs, complete.origins) : null,
    unroundedEfficiency: evaluateDesign(whole, region, complete.runs).dEfficiency,
  }
  progress(0.85, 'Evaluating the design')
  return { design, quality: assess(design, null, []) }
}

/** Which candidate each run is, replicates included; −1 for a centre point. */
function candidatesOf(problem: DesignProblem, runs: Float64Array, origins: readonly RunOrigin[]): Int32Array {
  const chosen = candidateOfRuns(problem, runs)
  return Int32Array.from(origins, (origin, i) => {
    if (origin.kind === 'center') return -1
    return chosen[origin.kind === 'new' ? i : origin.run]!
  })
}

/** Which candidate each run is; −1 for a run that is none. Equal candidates are taken in their order. */
function candidateOfRuns({ factors, candidates }: DesignProblem, runs: Float64Array): Int32Array {
  const k = factors.length
  const compared = factors.flatMap((factor, j) => (isChosen(factor) ? [j] : []))
  const found = new Int32Array(runs.length / k).fill(-1)
  if (!candidates) return found
  const { runs: rows, repeats } = candidates
  for (let row = 0; row < rows.length / k; row++) {
    for (let run = 0; run < found.length; run++) {
      if (found[run]! >= 0 || compared.some((j) => rows[row * k + j] !== runs[run * k + j])) continue
      found[run] = row
      if (!repeats) break
    }
  }
  return found
}
