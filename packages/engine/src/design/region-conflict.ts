import { CodedError } from '@zerosec/errors'
import { allowedCells, type Cell, maximumIn } from './allowed-cells.ts'
import { mixtureSums } from './coded-linear.ts'
import { codedRequirement, type Requirement } from './coded-requirement.ts'
import type { Constraint, LinearConstraint } from './constraint.ts'
import { type Factor, naturalLevel } from './factor.ts'
import { regionParts } from './region-parts.ts'

/** What mixtures and constraints require of coded runs, mixtures first. */
export function regionRequirements(factors: readonly Factor[], constraints: readonly Constraint[]): Requirement[] {
  const sums = mixtureSums(factors).map((row): Requirement => ({ kind: 'linear', row }))
  return [...sums, ...constraints.map((constraint) => codedRequirement(factors, constraint))]
}

/**
 * The constraints that can't be met together, none of which can be left out for that: found by leaving out one after the other
 * (deletion filter). Curved conditions are left aside.
 *
 * @returns empty where all constraints can be met together
 */
export function conflictingConstraints(
  factors: readonly Factor[],
  constraints: readonly Constraint[],
): readonly Constraint[] {
  if (isPossible(factors, constraints)) return []
  let conflict = constraints
  for (const constraint of constraints) {
    const without = conflict.filter((other) => other !== constraint)
    if (!isPossible(factors, without)) conflict = without
  }
  return conflict
}

/** `design_region_empty`: which constraints exclude each other, and how far each linear one would have to be loosened. */
export function emptyRegionError(factors: readonly Factor[], constraints: readonly Constraint[]): CodedError {
  const conflict = conflictingConstraints(factors, constraints)
  const texts = [...new Set(conflict.map(({ text }) => text))]
  const mends = conflict.flatMap((constraint) =>
    constraint.kind === 'linear' ? possibleValue(factors, constraint, conflict) : [],
  )
  const within =
    conflict.length === 1 ? "Within the factors' ranges" : "With the factors' ranges and the others of these"
  const mend =
    mends.length > 0
      ? `${within}, ${mends.join('; ')}: loosen ${conflict.length === 1 ? 'it' : 'one of them'} so far, or widen the ranges`
      : "Loosen or remove one of them, or widen the factors' ranges"
  return new CodedError('design_region_empty', { constraints: texts.map((text) => `"${text}"`), mend })
}

/** Whether a linear constraint excludes nothing that the ranges and the others allow. */
export function isRedundant(
  factors: readonly Factor[],
  constraints: readonly Constraint[],
  constraint: Constraint,
): boolean {
  if (constraint.kind !== 'linear') return false
  const others = constraints.filter((other) => other !== constraint)
  const cells = cellsAround(factors, others, constraint)
  const most = largestValue(factors, cells, constraint, 1)
  const least = -largestValue(factors, cells, constraint, -1)
  const slack = 1e-9 * Math.max(Math.abs(most), Math.abs(least), Math.abs(constraint.bound))
  const { relation, bound } = constraint
  return (relation === '>=' || most <= bound + slack) && (relation === '<=' || least >= bound - slack)
}

function isPossible(factors: readonly Factor[], constraints: readonly Constraint[]): boolean {
  const parts = regionParts(factors, regionRequirements(factors, constraints))
  return parts.every(({ requirements }) => requirements.length === 0 || allowedCells(factors, requirements).length > 0)
}

/** What the left side of a constraint can be within all others: `2 temp + time is at least 320`. */
function possibleValue(
  factors: readonly Factor[],
  constraint: LinearConstraint,
  conflict: readonly Constraint[],
): string[] {
  const cells = cellsAround(
    factors,
    conflict.filter((other) => other !== constraint),
    constraint,
  )
  const ends = [-1, 1].map((sign) => sign * largestValue(factors, cells, constraint, sign))
  const [least, most] = ends.map((end) => Number(end.toPrecision(6)))
  if (!Number.isFinite(least) || !Number.isFinite(most)) return []
  const sum = sumText(constraint)
  return [constraint.bound < ends[0]! ? `${sum} is ${least} at least` : `${sum} is ${most} at most`]
}

/** The cells of the parts of the region that a constraint would be about. */
function cellsAround(factors: readonly Factor[], others: readonly Constraint[], constraint: LinearConstraint): Cell[] {
  const names = new Set(constraint.coefficients.map(({ factor }) => factor))
  const parts = regionParts(factors, regionRequirements(factors, others))
  const around = parts.filter((part) => part.factors.some((index) => names.has(factors[index]!.name)))
  return allowedCells(
    factors,
    around.flatMap(({ requirements }) => requirements),
  )
}

/** The largest sign · left side, in natural units, over all cells. */
function largestValue(
  factors: readonly Factor[],
  cells: readonly Cell[],
  constraint: LinearConstraint,
  sign: number,
): number {
  const objective = new Float64Array(factors.length)
  let constant = 0
  for (const { factor: name, coefficient } of constraint.coefficients) {
    const index = factors.findIndex((factor) => factor.name === name)
    const middle = naturalLevel(factors[index]!, 0)
    objective[index]! += sign * coefficient * (naturalLevel(factors[index]!, 1) - middle)
    constant += sign * coefficient * middle
  }
  const values = cells.map((cell) => maximumIn(factors, cell, objective)?.value ?? Number.NEGATIVE_INFINITY)
  return constant + Math.max(...values, Number.NEGATIVE_INFINITY)
}

function sumText({ coefficients }: LinearConstraint): string {
  const terms = coefficients.map(({ factor, coefficient }, i) => {
    const size = Math.abs(coefficient)
    const sign = coefficient < 0 ? (i === 0 ? '−' : ' − ') : i === 0 ? '' : ' + '
    return `${sign}${size === 1 ? '' : `${Number(size.toPrecision(6))} `}${factor}`
  })
  return terms.join('')
}
