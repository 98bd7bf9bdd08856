import { augmentProblem } from '@zerosec/engine'
import { foundRuns, type PlannedRuns, problemOf, type ReadPlan, withAddedRuns } from './planned-runs.ts'
import type { SearchOrder } from './use-design-search.ts'

/** Starts for a few runs beside many that stay: each is short, and few optima are missed. */
const ADDITION_STARTS = 50

/** A new plan, searched as a job with the same seed and starts searches it. */
export function newOrder(plan: ReadPlan): SearchOrder {
  const { parameters, request } = plan
  return {
    problem: request.problem,
    seed: parameters.random_seed,
    starts: request.starts,
    complete: (design, dEfficiency) => foundRuns(plan, design, dEfficiency),
  }
}

/** More runs beside the planned ones, which all stay. */
export function additionOrder(planned: PlannedRuns, count: number): SearchOrder {
  return {
    problem: augmentProblem(problemOf(planned), planned.runs, count),
    seed: planned.plan.parameters.random_seed,
    starts: ADDITION_STARTS,
    complete: (added, dEfficiency) => withAddedRuns(planned, added.runs, dEfficiency),
  }
}
