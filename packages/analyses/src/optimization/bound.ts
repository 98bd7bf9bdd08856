import { approximateBound, type DesignProblem, type Region } from '@zerosec/engine'
import type { NewRunRole } from './planned-design.ts'

/**
 * The D-efficiency that no design of the problem's size exceeds; null where none is known. A centre point beside candidates may be
 * none of them, so that the candidates bound nothing; and what is repeated is taken more than once.
 */
export function dBound(problem: DesignProblem, region: Region, roles: readonly NewRunRole[] = []): number | null {
  const { candidates, criterion, model } = problem
  if (criterion.kind === 'bayesian_D' && problem.runs < model.columns.length) return null
  if (candidates && roles.includes('center')) return null
  const bounded =
    candidates && roles.includes('replicate') ? { ...problem, candidates: { ...candidates, repeats: true } } : problem
  return approximateBound(bounded, region)?.bound ?? null
}
