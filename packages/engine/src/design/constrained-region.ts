import { CodedError } from '@zerosec/errors'
import { allowedCells, type Cell } from './allowed-cells.ts'
import { boundCandidates, combinedCandidates, ownCandidates } from './candidate-set.ts'
import { checkFactors } from './check-factors.ts'
import { rangeTest } from './coded-range.ts'
import { isRequirementMet, type Requirement, type RunTest, requirementFactors } from './coded-requirement.ts'
import type { Constraint } from './constraint.ts'
import { equalityDirections } from './equality-directions.ts'
import { type Factor, isChosen } from './factor.ts'
import { LinearMoves } from './linear-moves.ts'
import type { Region } from './region.ts'
import { emptyRegionError, regionRequirements } from './region-conflict.ts'
import { type RegionPart, regionParts } from './region-parts.ts'
import { type PartSampler, partSampler } from './region-sampler.ts'
import { regionSlices, type Slice } from './region-slices.ts'

/**
 * The region of the runs that the factors and constraints allow.
 *
 * Linear constraints, alternatives of them and levels are exact: whether any run is left, the vertices, the directions. Curved
 * conditions are asked of each run; whether they leave any is found by trying.
 *
 * @throws CodedError `design_factor_invalid`, `design_mixture_impossible`, `design_constraint_invalid` for one on a given factor,
 *   `design_region_empty` naming the constraints that exclude each other, `design_region_not_found`
 */
export function designRegion(factors: readonly Factor[], constraints: readonly Constraint[]): Region {
  checkFactors(factors)
  const requirements = regionRequirements(factors, constraints)
  checkChosen(factors, constraints, requirements.slice(requirements.length - constraints.length))
  const parts = regionParts(factors, requirements).map((part) => boundPart(factors, part))
  if (parts.some(({ part, cells }) => part.requirements.length > 0 && cells.length === 0)) {
    throw emptyRegionError(factors, constraints)
  }
  const linear = requirements.flatMap((requirement) => (requirement.kind === 'linear' ? [requirement.row] : []))
  const moves = new LinearMoves(factors, linear)
  const samplers = parts.map((bound) => samplerOf(factors, bound, (tries) => notFound(tries, constraints)))
  return {
    factors,
    isProduct: requirements.length === 0,
    contains: membership(factors, requirements, moves),
    span: (runs, at, factor, out) => moves.span(runs, at, factor, out),
    pairSpan: (runs, at, i, j, out) => moves.pairSpan(runs, at, i, j, out),
    directions: equalityDirections(factors, linear),
    directionSpan: (runs, at, direction, out) => moves.directionSpan(runs, at, direction, out),
    sample(generator, runs, at) {
      for (const sampler of samplers) sampler()(generator, runs, at)
    },
    candidates(limit) {
      const found = parts.map(({ part, slices }, i) =>
        part.requirements.length === 0
          ? ownCandidates(factors, part)
          : boundCandidates(factors, part, slices, samplers[i]!, limit),
      )
      return combinedCandidates(factors.length, found, limit)
    },
  }
}

function membership(factors: readonly Factor[], requirements: readonly Requirement[], moves: LinearMoves): RunTest {
  const inRange = rangeTest(factors)
  const others = requirements.filter(({ kind }) => kind !== 'linear')
  return (runs, at) =>
    inRange(runs, at) && moves.isMet(runs, at) && others.every((requirement) => isRequirementMet(requirement, runs, at))
}

/** A part with what is worked out about it, the costly when it is first asked for. */
interface BoundPart {
  readonly part: RegionPart
  readonly cells: readonly Cell[]
  readonly slices: () => readonly Slice[]
}

function boundPart(factors: readonly Factor[], part: RegionPart): BoundPart {
  const cells = part.requirements.length === 0 ? [] : allowedCells(factors, part.requirements)
  return { part, cells, slices: once(() => regionSlices(factors, part.factors, cells)) }
}

/** Curved conditions are tried out at once: only that tells whether they leave any run. */
function samplerOf(
  factors: readonly Factor[],
  { part, cells, slices }: BoundPart,
  notFoundError: (tries: number) => CodedError,
): () => PartSampler {
  const sampler = once(() => partSampler(factors, part, cells, slices, notFoundError))
  if (cells.some(({ curved }) => curved.length > 0)) sampler()
  return sampler
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
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
