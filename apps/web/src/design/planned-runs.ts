import type { DesignRequest } from '@zerosec/analyses/plan'
import type { Design, DesignProblem } from '@zerosec/engine'
import type { PlanDraft } from './plan-draft.ts'
import type { PlanParameters } from './read-plan.ts'

/** What became of a run since the search: nothing, or it was put in by hand. */
export type RunMark = (typeof RUN_MARKS)[number]
export const RUN_MARKS = ['found', 'added', 'replaced'] as const

/** A plan that can be searched: as it was typed, and as it was read. */
export interface ReadPlan {
  readonly draft: PlanDraft
  readonly parameters: PlanParameters
  readonly request: DesignRequest
}

/** A design as it stands on the page. */
export interface PlannedRuns {
  /** The plan as it was when the search began. */
  readonly plan: ReadPlan
  /** n × factors, coded, row-major. */
  readonly runs: Float64Array
  /** One a run. */
  readonly marks: readonly RunMark[]
  /** Runs that can't be made, as the user said: never proposed again. Coded, row-major. */
  readonly refused: Float64Array
  /** Whether a job with the plan's seed and starts finds these runs: not after changes by hand, or where the search was stopped. */
  readonly isRepeatable: boolean
  /** det(M)^(1/p) / N. */
  readonly dEfficiency: number
  /** A theorem says that no design of this size is better. */
  readonly isProven: boolean
}

export function foundRuns(
  plan: ReadPlan,
  { runs, origin }: Pick<Design, 'runs' | 'origin'>,
  dEfficiency: number,
): PlannedRuns {
  const marks = Array.from({ length: plan.request.problem.runs }, () => 'found' as const)
  return {
    plan,
    runs,
    marks,
    refused: new Float64Array(0),
    isRepeatable: true,
    dEfficiency,
    isProven: isProven(origin),
  }
}

function isProven(origin: Design['origin']): boolean {
  return origin.kind === 'catalogue' && origin.proven
}

/** The problem of which the runs are the solution, those added by hand counted in. */
export function problemOf({ plan, marks }: PlannedRuns): DesignProblem {
  return { ...plan.request.problem, runs: marks.length }
}

export function withAddedRuns(planned: PlannedRuns, added: Float64Array, dEfficiency: number): PlannedRuns {
  const count = added.length / widthOf(planned)
  return {
    ...planned,
    runs: joined(planned.runs, added),
    marks: [...planned.marks, ...Array.from({ length: count }, () => 'added' as const)],
    isRepeatable: false,
    dEfficiency,
    isProven: false,
  }
}

export function withReplacedRun(
  planned: PlannedRuns,
  index: number,
  run: Float64Array,
  dEfficiency: number,
): PlannedRuns {
  const runs = Float64Array.from(planned.runs)
  runs.set(run, index * widthOf(planned))
  const refused = refusedWith(planned, index)
  const marks = planned.marks.with(index, 'replaced')
  return { ...planned, runs, marks, refused, isRepeatable: false, dEfficiency, isProven: false }
}

/** The refused runs and run `index`. */
export function refusedWith(planned: PlannedRuns, index: number): Float64Array {
  const width = widthOf(planned)
  return joined(planned.refused, planned.runs.subarray(index * width, (index + 1) * width))
}

export function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

export function widthOf({ plan }: PlannedRuns): number {
  return plan.request.problem.factors.length
}
