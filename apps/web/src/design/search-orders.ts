import { additionProblem, replacementProblem } from './design-changes.ts'
import {
  foundRuns,
  type PlannedRuns,
  problemOf,
  type ReadPlan,
  refusedWith,
  withAddedRuns,
  withReplacedRun,
} from './planned-runs.ts'
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
    complete: (runs) => foundRuns(plan, runs),
  }
}

export function additionOrder(planned: PlannedRuns, count: number): SearchOrder {
  return {
    problem: additionProblem(problemOf(planned), planned.runs, count),
    seed: planned.plan.parameters.random_seed,
    starts: ADDITION_STARTS,
    complete: (added) => withAddedRuns(planned, added),
  }
}

/** With one run to choose from a list, one start finds the best there is. */
export function replacementOrder(planned: PlannedRuns, index: number): SearchOrder {
  return {
    problem: replacementProblem(problemOf(planned), planned.runs, index, refusedWith(planned, index)),
    seed: planned.plan.parameters.random_seed,
    starts: 1,
    complete: (run) => withReplacedRun(planned, index, run),
  }
}
