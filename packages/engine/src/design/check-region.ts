import { CodedError } from '@zerosec/errors'
import { checkFactors } from './check-factors.ts'
import { designRegion } from './constrained-region.ts'
import type { Constraint } from './constraint.ts'
import type { Factor } from './factor.ts'
import { type FactorRange, factorRanges } from './factor-ranges.ts'
import { parseConstraints } from './parse-constraints.ts'
import { isRedundant } from './region-conflict.ts'

/** What can be said of factors and constraints while they are being written. */
export interface RegionCheck {
  /** Whether there is any run that meets all. */
  readonly feasible: boolean
  /** The constraints of all texts; empty where one can't be read. */
  readonly constraints: readonly Constraint[]
  /** What the constraints leave of each chosen factor; empty where not feasible. */
  readonly ranges: readonly FactorRange[]
  /** What stands in the way. */
  readonly errors: readonly RegionFinding[]
  /** What allows a design but hardly was meant: factors without a choice, constraints that exclude nothing. */
  readonly doubts: readonly RegionFinding[]
}

export interface RegionFinding {
  /** Index of the text that it is about; null where it is about the factors or several texts. */
  readonly text: number | null
  readonly error: CodedError
}

/**
 * Checks factors and constraint texts as they are typed. What the user can get wrong is told, never thrown.
 *
 * Cost: some milliseconds for ten factors and ten linear constraints.
 */
export function checkRegion(factors: readonly Factor[], texts: readonly string[]): RegionCheck {
  const failed = (errors: readonly RegionFinding[], constraints: readonly Constraint[] = []): RegionCheck => ({
    feasible: false,
    constraints,
    ranges: [],
    errors,
    doubts: [],
  })
  const factorError = codedErrorOf(() => checkFactors(factors))
  if (factorError) return failed([{ text: null, error: factorError }])
  const read: (readonly Constraint[])[] = texts.map(() => [])
  const unread = texts.flatMap((text, index) => {
    const error = codedErrorOf(() => {
      read[index] = parseConstraints(text, factors)
    })
    return error ? [{ text: index, error }] : []
  })
  if (unread.length > 0) return failed(unread)
  const constraints = read.flat()
  const regionError = codedErrorOf(() => designRegion(factors, constraints))
  if (regionError) return failed([{ text: null, error: regionError }], constraints)
  const ranges = factorRanges(factors, constraints) ?? []
  const doubts = [...fixedFactors(ranges), ...redundantTexts(factors, read)]
  return { feasible: true, constraints, ranges, errors: [], doubts }
}

function fixedFactors(ranges: readonly FactorRange[]): RegionFinding[] {
  const fixed = ranges.filter(({ isFixed }) => isFixed)
  return fixed.map(({ name, low, levels }) => {
    const setting = low ?? levels?.[0] ?? ''
    return { text: null, error: new CodedError('design_factor_fixed', { factor: name, setting }) }
  })
}

/** Texts of which every constraint is linear and excludes nothing. */
function redundantTexts(factors: readonly Factor[], read: readonly (readonly Constraint[])[]): RegionFinding[] {
  const all = read.flat()
  return read.flatMap((constraints, text) => {
    if (constraints.length === 0 || !constraints.every((constraint) => isRedundant(factors, all, constraint))) return []
    return [{ text, error: new CodedError('design_constraint_redundant', { constraint: constraints[0]!.text }) }]
  })
}

function codedErrorOf(act: () => unknown): CodedError | null {
  try {
    act()
    return null
  } catch (error) {
    if (error instanceof CodedError) return error
    throw error
  }
}
