import { approximateBound, type DesignProblem, type Region } from '@zerosec/engine'
import type { PlannedDesign } from './planned-design.ts'
import { wholeProblem } from './whole-problem.ts'

/** What no design of the problem's size exceeds; null where nothing is known. */
export interface DesignBounds {
  readonly dEfficiency: number | null
  /** The largest A-efficiency, where the criterion is A; the least average prediction variance, where it is I. */
  readonly own: number | null
}

export function designBounds(problem: DesignProblem, region: Region): DesignBounds {
  const { criterion, model } = problem
  if (criterion.kind === 'bayesian_D' && problem.runs < model.columns.length) return { dEfficiency: null, own: null }
  const isOwn = criterion.kind === 'A' || criterion.kind === 'I'
  return {
    dEfficiency: approximateBound(problem, region)?.bound ?? null,
    own: isOwn ? (approximateBound(problem, region, criterion.kind)?.bound ?? null) : null,
  }
}

/**
 * The problem that bounds the printed runs, extra runs included. Beside candidates, centre points may be none of them: they count as
 * runs that must be made; and what is repeated is taken more than once.
 */
export function boundedProblem({ request, problem, runs, roles }: PlannedDesign): DesignProblem {
  const { candidates } = problem
  const centers = roles.filter((role) => role === 'center').length
  if (!candidates || roles.length === request.problem.runs) return problem
  const first = runs.length - centers * problem.factors.length
  return {
    ...wholeProblem(request.problem, runs.subarray(0, first)),
    ...(centers > 0 ? { existing: Float64Array.from([...(problem.existing ?? []), ...runs.subarray(first)]) } : {}),
    candidates: roles.includes('replicate') ? { ...candidates, repeats: true } : candidates,
  }
}
