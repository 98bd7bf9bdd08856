import {
  completeRuns,
  type DesignSearch,
  defaultStarts,
  designRegion,
  evaluateDesign,
  type Region,
  type RoundedRuns,
  roundedRuns,
  seededGenerator,
} from '@zerosec/engine'
import { assess } from './assess.ts'
import { boundedProblem, designBounds } from './bound.ts'
import { growthOf } from './growth.ts'
import type { DesignQuality, PlannedDesign } from './planned-design.ts'
import type { DesignRequest } from './request.ts'
import { findDesign } from './search.ts'
import { selectedCandidates } from './selected-candidates.ts'
import { wholeProblem } from './whole-problem.ts'

/** The search's starts draw from streams 0, 1, 2 …; the order of making has one of its own. */
const ORDER_STREAM = 4_000_000_000

/** From what is asked for to the runs that are printed, and what they are worth. */
export async function planExperiment(
  asked: DesignRequest,
  seed: number,
  progress: (fraction: number, message: string) => void,
): Promise<{ design: PlannedDesign; quality: DesignQuality }> {
  const request = asked.starts > 0 ? asked : { ...asked, starts: defaultStarts(asked.problem) }
  const { problem } = request
  const region = designRegion(problem.factors, problem.constraints)
  progress(0.02, 'Working out what the best design can reach')
  const bounds = designBounds(problem, region)
  const { search, wasStopped } = await findDesign(request, seed, bounds.dEfficiency, (fraction, message) =>
    progress(0.05 + 0.7 * fraction, message),
  )
  const design = printed(request, region, search, wasStopped, seed)
  progress(0.75, 'Evaluating the design')
  const whole = design.roles.length === problem.runs ? bounds : designBounds(boundedProblem(design), region)
  const quality = assess(design, whole)
  progress(0.8, 'Trying other numbers of runs')
  return { design, quality: { ...quality, growth: growthOf(design, quality) } }
}

/** The runs in the order of making, with centre points and replicates, as they can be set. */
function printed(
  request: DesignRequest,
  region: Region,
  search: DesignSearch,
  wasStopped: boolean,
  seed: number,
): PlannedDesign {
  const { problem } = request
  const generator = seededGenerator(seed).stream(ORDER_STREAM)
  const { runs: exact, origins, order } = completeRuns(problem, region, search.design.runs, request, generator)
  const isFromRows = problem.candidates !== undefined || problem.covariateRows !== undefined
  const candidates = isFromRows ? selectedCandidates(problem, search.design.runs, origins) : null
  const { runs, unrounded } = settable(request, region, exact, problem.candidates ? candidates : null)
  const whole = wholeProblem(problem, runs)
  return {
    request,
    region,
    seed,
    search,
    wasStopped,
    problem: whole,
    runs,
    roles: origins.map(({ kind }) => kind),
    order,
    candidates,
    unrounded,
    unroundedEfficiency: evaluateDesign(whole, region, exact).dEfficiency,
  }
}

/** Rounded to the digits of each factor; candidates stay as they stand in the table. */
function settable(
  { problem: { factors }, columns }: DesignRequest,
  region: Region,
  exact: Float64Array,
  candidates: Int32Array | null,
): RoundedRuns {
  const k = factors.length
  const { runs, unrounded } = roundedRuns(
    region,
    exact,
    columns.map(({ digits }) => digits),
  )
  candidates?.forEach((candidate, run) => {
    if (candidate >= 0) runs.set(exact.subarray(run * k, run * k + k), run * k)
  })
  return { runs, unrounded: unrounded.filter((run) => !candidates || candidates[run]! < 0) }
}
