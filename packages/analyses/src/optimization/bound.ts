import { approximateBound, type DesignProblem, type Region } from '@zerosec/engine'
import type { NewRunRole } from './planned-design.ts'

/** What no design of the problem's size exceeds; null where nothing is known. */
export interface DesignBounds {
  readonly dEfficiency: number | null
  /** The largest A-efficiency, where the criterion is A; the least average prediction variance, where it is I. */
  readonly own: number | null
}

/** A centre point beside candidates may be none of them, so that they bound nothing; what is repeated is taken more than once. */
export function designBounds(problem: DesignProblem, region: Region, roles: readonly NewRunRole[] = []): DesignBounds {
  const { candidates, criterion, model } = problem
  const isUnbounded =
    (criterion.kind === 'bayesian_D' && problem.runs < model.columns.length) ||
    (candidates !== undefined && roles.includes('center'))
  if (isUnbounded) return { dEfficiency: null, own: null }
  const bounded =
    candidates && roles.includes('replicate') ? { ...problem, candidates: { ...candidates, repeats: true } } : problem
  const isOwn = criterion.kind === 'A' || criterion.kind === 'I'
  return {
    dEfficiency: approximateBound(bounded, region)?.bound ?? null,
    own: isOwn ? (approximateBound(bounded, region, criterion.kind)?.bound ?? null) : null,
  }
}
