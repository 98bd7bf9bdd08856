import { codedRange, mixtureGroups, RANGE_TOLERANCE, ROUNDING } from './coded-range.ts'
import type { LinearConstraint } from './constraint.ts'
import { type Factor, type MixtureFactor, naturalLevel } from './factor.ts'

/** Σ coefficient · coded level (relation) bound, one coefficient a factor of the design; the largest of them is ±1. */
export interface CodedLinear {
  /** As the user wrote it, or what it stands for. */
  readonly text: string
  readonly coefficients: Float64Array
  readonly relation: '<=' | '='
  readonly bound: number
  /** How far a run may be beyond the bound: what 1e-9 of every factor's range amounts to. */
  readonly tolerance: number
}

/** @throws RangeError for a factor that is not there or is no number, and where no factor has a coefficient */
export function codedLinear(factors: readonly Factor[], constraint: LinearConstraint): CodedLinear {
  const coefficients = new Float64Array(factors.length)
  let { bound } = constraint
  for (const { factor: name, coefficient } of constraint.coefficients) {
    const index = factors.findIndex((factor) => factor.name === name)
    const factor = factors[index]
    if (!factor || factor.kind === 'categorical' || factor.kind === 'block') {
      throw new RangeError(`the constraint ${constraint.text} has ${name}, which is no numeric factor of the design`)
    }
    const middle = naturalLevel(factor, 0)
    coefficients[index]! += coefficient * (naturalLevel(factor, 1) - middle)
    bound -= coefficient * middle
  }
  let largest = 0
  for (const coefficient of coefficients) largest = Math.max(largest, Math.abs(coefficient))
  if (largest === 0) throw new RangeError(`the constraint ${constraint.text} depends on no factor`)
  const scale = (constraint.relation === '>=' ? -1 : 1) / largest
  for (let i = 0; i < coefficients.length; i++) coefficients[i]! *= scale
  bound *= scale
  const relation = constraint.relation === '=' ? '=' : '<='
  return { text: constraint.text, coefficients, relation, bound, tolerance: toleranceOf(factors, coefficients) }
}

export function isLinearMet(row: CodedLinear, runs: Float64Array, at: number): boolean {
  const { coefficients, tolerance } = row
  let left = row.bound
  for (let f = 0; f < coefficients.length; f++) {
    if (coefficients[f] !== 0) left -= coefficients[f]! * runs[at + f]!
  }
  return left >= -tolerance && (row.relation === '<=' || left <= tolerance)
}

/** That the shares of each group add up to one. */
export function mixtureSums(factors: readonly Factor[]): CodedLinear[] {
  return [...mixtureGroups(factors).values()].map((members) => {
    const coefficients = new Float64Array(factors.length)
    for (const index of members) coefficients[index] = 1
    const { total } = factors[members[0]!] as MixtureFactor
    const text = `${members.map((index) => factors[index]!.name).join(' + ')} = ${total}`
    return { text, coefficients, relation: '=', bound: 1, tolerance: toleranceOf(factors, coefficients) }
  })
}

function toleranceOf(factors: readonly Factor[], coefficients: Float64Array): number {
  let sum = 0
  factors.forEach((factor, index) => {
    const [low, high] = codedRange(factor)
    sum += Math.abs(coefficients[index]!) * (RANGE_TOLERANCE * (high - low) + ROUNDING)
  })
  return sum
}
