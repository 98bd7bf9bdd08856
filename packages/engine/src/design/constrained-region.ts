import { CodedError } from '@zerosec/errors'
import { allowedCells, type Cell } from './allowed-cells.ts'
import { boundCandidates, combinedCandidates, ownCandidates, type PartCandidates } from './candidate-set.ts'
import { checkFactors } from './check-factors.ts'
import type { CodedLinear } from './coded-linear.ts'
import { rangeTest } from './coded-range.ts'
import { isRequirementMet, type Requirement, type RunTest, requirementFactors } from './coded-requirement.ts'
import type { Constraint } from './constraint.ts'
import { equalityDirections } from './equality-directions.ts'
import { type Factor, isChosen } from './factor.ts'
import { linearMoves } from './linear-moves.ts'
import type { Region } from './region.ts'
import { emptyRegionError, regionRequirements } from './region-conflict.ts'
import { type RegionPart, regionParts } from './region-parts.ts'
import { partSampler } from './region-sampler.ts'
import { regionSlices } from './region-slices.ts'

/**
 * The region of the runs that the factors and constraints allow.
 *
 * Linear constraints, alternatives of them and levels are exact: whether any run is left, the vertices, the directions. Curved
 * conditions are asked of each run; whether they leave any is found by trying.
 *
 * @throws CodedError `design_factor_invalid`, `design_mixture_impossible`, `design_constraint_invalid` for one on a given factor,
 *   `design_constraints_too_many`, `design_region_empty` naming the constraints that exclude each other, `design_region_not_found`
 */
export function designRegion(factors: readonly Factor[], constraints: readonly Constraint[]): Region {
  checkFactors(factors)
  const requirements = regionRequirements(factors, constraints)
  checkChosen(factors, constraints, requirements.slice(requirements.length - constraints.length))
  const parts = regionParts(factors, requirements).map((part) => ({ part, cells: partCells(factors, part) }))
  if (parts.some(({ part, cells }) => part.requirements.length > 0 && cells.length === 0)) {
    throw emptyRegionError(factors, constraints)
  }
  const linear = requirements.flatMap((requirement) => (requirement.kind === 'linear' ? [requirement.row] : []))
  const contains = membership(factors, requirements, linear)
  const moves = linearMoves(factors, linear)
  const samplers = parts.map(({ part, cells }) =>
    partSampler(factors, part, cells, (tries) => notFound(tries, constraints)),
  )
  return {
    factors,
    isProduct: requirements.length === 0,
    contains,
    span: moves.span,
    pairSpan: moves.pairSpan,
    directions: equalityDirections(factors, linear),
    directionSpan: moves.directionSpan,
    sample(generator, runs, at) {
      for (const sample of samplers) sample(generator, runs, at)
    },
    candidates(limit) {
      const found = parts.map(({ part, cells }) => partCandidates(factors, part, cells, limit))
      return combinedCandidates(factors.length, found, limit)
    },
  }
}

function membership(
  factors: readonly Factor[],
  requirements: readonly Requirement[],
  linear: readonly CodedLinear[],
): RunTest {
  const inRange = rangeTest(factors)
  const { isMet } = linearMoves(factors, linear)
  const others = requirements.filter(({ kind }) => kind !== 'linear')
  return (runs, at) =>
    inRange(runs, at) && isMet(runs, at) && others.every((requirement) => isRequirementMet(requirement, runs, at))
}

function partCells(factors: readonly Factor[], { requirements }: RegionPart): Cell[] {
  return requirements.length === 0 ? [] : allowedCells(factors, requirements)
}

function partCandidates(
  factors: readonly Factor[],
  part: RegionPart,
  cells: readonly Cell[],
  limit: number,
): PartCandidates {
  if (part.requirements.length === 0) return ownCandidates(factors, part)
  const isAllowed: RunTest = (runs, at) =>
    part.requirements.every((requirement) => isRequirementMet(requirement, runs, at))
  return boundCandidates(factors, part, regionSlices(factors, part.factors, cells), isAllowed, limit)
}

function checkChosen(
  factors: readonly Factor[],
  constraints: readonly Constraint[],
  requirements: readonly Requirement[],
): void {
  requirements.forEach((requirement, i) => {
    const given = requirementFactors(requirement).find((index) => !isChosen(factors[index]!))
    if (given === undefined) return
    const { name } = factors[given]!
    const problem = `${name} is given with the runs; constraints are on factors that are set`
    throw new CodedError('design_constraint_invalid', { constraint: constraints[i]!.text, near: name, problem })
  })
}

function notFound(tries: number, constraints: readonly Constraint[]): CodedError {
  const texts = [...new Set(constraints.map(({ text }) => `"${text}"`))]
  return new CodedError('design_region_not_found', { tries, constraints: texts })
}
