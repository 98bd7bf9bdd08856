import { type CodedLinear, codedLinear, isLinearMet } from './coded-linear.ts'
import { codedLevels, codedRange, RANGE_TOLERANCE } from './coded-range.ts'
import { normalForm } from './condition-normal-form.ts'
import type { Condition, Constraint, Quantity } from './constraint.ts'
import { type Factor, naturalLevel } from './factor.ts'
import { comparedForm, FUNCTIONS } from './linear-form.ts'

/** A constraint on coded runs, as a tree whose leaves are linear, about the levels of one factor, or curved. */
export type Requirement =
  | { readonly kind: 'linear'; readonly row: CodedLinear }
  /** The coded settings that may be, ascending. */
  | { readonly kind: 'levels'; readonly factor: number; readonly settings: Float64Array }
  | ({ readonly kind: 'curved'; readonly factors: readonly number[] } & CurvedCondition)
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Requirement[] }

export interface CurvedCondition {
  readonly test: RunTest
  /** How far the run is from meeting it, relative to the sides compared: 0 or less where it does. */
  readonly gap: (runs: Float64Array, at: number) => number
}

type Relation = Extract<Condition, { kind: 'compare' }>['relation']

export type RunTest = (runs: Float64Array, at: number) => boolean

/**
 * How far a strict inequality keeps from its bound, as a part of the factors' ranges: a best design lies on the bound itself, so
 * that the region has to be closed. Settings that are rounded to be shown then keep to the inequality.
 */
const STRICT_MARGIN = 1e-6
/** Relative slack of a curved comparison. */
const CURVED_TOLERANCE = 1e-9

/** @throws RangeError for a factor that is not there, or of another kind than the constraint takes it for */
export function codedRequirement(factors: readonly Factor[], constraint: Constraint): Requirement {
  if (constraint.kind === 'linear') return { kind: 'linear', row: codedLinear(factors, constraint) }
  return conditionRequirement(factors, constraint.text, normalForm(constraint.condition))
}

export function isRequirementMet(requirement: Requirement, runs: Float64Array, at: number): boolean {
  switch (requirement.kind) {
    case 'linear':
      return isLinearMet(requirement.row, runs, at)
    case 'levels':
      return isOneOf(requirement.settings, runs[at + requirement.factor]!)
    case 'curved':
      return requirement.test(runs, at)
    case 'and':
      return requirement.parts.every((part) => isRequirementMet(part, runs, at))
    case 'or':
      return requirement.parts.some((part) => isRequirementMet(part, runs, at))
  }
}

/** Whether a coded number is one of the settings of a factor with levels. */
export function isOneOf(settings: Float64Array, coded: number): boolean {
  for (let i = 0; i < settings.length; i++) if (Math.abs(settings[i]! - coded) <= 2 * RANGE_TOLERANCE) return true
  return false
}

/** A requirement of any kind as a condition that is asked of each run. */
export function askedCondition(requirement: Requirement): CurvedCondition {
  return {
    test: (runs, at) => isRequirementMet(requirement, runs, at),
    gap: (runs, at) => requirementGap(requirement, runs, at),
  }
}

function requirementGap(requirement: Requirement, runs: Float64Array, at: number): number {
  switch (requirement.kind) {
    case 'linear': {
      const { coefficients, bound, relation } = requirement.row
      let over = -bound
      for (let f = 0; f < coefficients.length; f++)
        over += coefficients[f]! * (coefficients[f] === 0 ? 0 : runs[at + f]!)
      return relation === '=' ? Math.abs(over) : Math.max(0, over)
    }
    case 'levels':
      return isRequirementMet(requirement, runs, at) ? 0 : 1
    case 'curved':
      return Math.max(0, requirement.gap(runs, at))
    case 'and':
      return requirement.parts.reduce((sum, part) => sum + requirementGap(part, runs, at), 0)
    case 'or':
      return Math.min(...requirement.parts.map((part) => requirementGap(part, runs, at)))
  }
}

/** The factors that a requirement is about, by index. */
export function requirementFactors(requirement: Requirement): number[] {
  switch (requirement.kind) {
    case 'linear':
      return [...requirement.row.coefficients.keys()].filter((index) => requirement.row.coefficients[index] !== 0)
    case 'levels':
      return [requirement.factor]
    case 'curved':
      return [...requirement.factors]
    case 'and':
    case 'or':
      return [...new Set(requirement.parts.flatMap(requirementFactors))]
  }
}

function conditionRequirement(factors: readonly Factor[], text: string, condition: Condition): Requirement {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, parts: condition.parts.map((part) => conditionRequirement(factors, text, part)) }
    case 'not':
      return conditionRequirement(factors, text, normalForm(condition))
    case 'level':
      return levelRequirement(factors, text, condition)
    case 'compare':
      return comparisonRequirement(factors, text, condition)
  }
}

function levelRequirement(
  factors: readonly Factor[],
  text: string,
  condition: Condition & { kind: 'level' },
): Requirement {
  const index = factorIndex(factors, text, condition.factor)
  const factor = factors[index]!
  if (factor.kind !== 'categorical') throw new RangeError(`the constraint ${text} takes ${factor.name} for a category`)
  const isAllowed = (setting: number) => condition.levels.includes(factor.levels[setting]!) !== condition.negated
  return { kind: 'levels', factor: index, settings: codedLevels(factor)!.filter(isAllowed) }
}

function comparisonRequirement(
  factors: readonly Factor[],
  text: string,
  condition: Condition & { kind: 'compare' },
): Requirement {
  const { relation } = condition
  const form = comparedForm(condition)
  if (!form) return curvedRequirement(factors, text, condition)
  const coefficients = [...form.coefficients].map(([factor, coefficient]) => ({ factor, coefficient }))
  const closed = relation === '<' ? '<=' : relation === '>' ? '>=' : relation === '!=' ? '=' : relation
  const bound = -form.constant
  const row = codedLinear(factors, { kind: 'linear', text, coefficients, relation: closed, bound })
  const involved = requirementFactors({ kind: 'linear', row })
  const levels = involved.length === 1 ? comparedLevels(factors[involved[0]!]!, row, involved[0]!, relation) : null
  if (levels) return levels
  if (closed === relation) return { kind: 'linear', row }
  if (relation === '!=') {
    const test: RunTest = (runs, at) => !isLinearMet(row, runs, at)
    return { kind: 'curved', factors: involved, test, gap: (runs, at) => (test(runs, at) ? 0 : 1) }
  }
  let width = 0
  factors.forEach((factor, index) => {
    const [low, high] = codedRange(factor)
    width += Math.abs(row.coefficients[index]!) * (high - low)
  })
  return { kind: 'linear', row: { ...row, bound: row.bound - STRICT_MARGIN * width } }
}

/** A comparison of a discrete factor alone is about its levels; null for any other factor. */
function comparedLevels(factor: Factor, row: CodedLinear, index: number, relation: Relation): Requirement | null {
  if (factor.kind !== 'discrete') return null
  const { tolerance } = row
  const settings = codedLevels(factor)!.filter((setting) => {
    const left = row.bound - row.coefficients[index]! * setting
    if (relation === '<' || relation === '>') return left > tolerance
    if (relation === '<=' || relation === '>=') return left >= -tolerance
    return Math.abs(left) <= tolerance === (relation === '=')
  })
  return { kind: 'levels', factor: index, settings }
}

function curvedRequirement(
  factors: readonly Factor[],
  text: string,
  { relation, left, right }: Condition & { kind: 'compare' },
): Requirement {
  const involved = new Set<number>()
  const leftValue = evaluator(factors, text, left, involved)
  const rightValue = evaluator(factors, text, right, involved)
  const test: RunTest = (runs, at) => {
    const a = leftValue(runs, at)
    const b = rightValue(runs, at)
    const slack = CURVED_TOLERANCE * Math.max(Math.abs(a), Math.abs(b))
    if (relation === '<=') return a <= b + slack
    if (relation === '>=') return a >= b - slack
    if (relation === '=') return Math.abs(a - b) <= slack
    if (relation === '!=') return Math.abs(a - b) > slack
    return relation === '<' ? a < b : a > b
  }
  const gap = (runs: Float64Array, at: number) => {
    const a = leftValue(runs, at)
    const b = rightValue(runs, at)
    const difference = (a - b) / (Math.abs(a) + Math.abs(b) || 1)
    if (Number.isNaN(difference)) return 1
    if (relation === '!=') return test(runs, at) ? 0 : 1
    if (relation === '=') return Math.abs(difference)
    return relation === '<' || relation === '<=' ? difference : -difference
  }
  return { kind: 'curved', factors: [...involved], test, gap }
}

type Evaluator = (runs: Float64Array, at: number) => number

function evaluator(factors: readonly Factor[], text: string, quantity: Quantity, involved: Set<number>): Evaluator {
  switch (quantity.kind) {
    case 'number': {
      const { value } = quantity
      return () => value
    }
    case 'factor': {
      const index = factorIndex(factors, text, quantity.name)
      const factor = factors[index]!
      involved.add(index)
      return (runs, at) => naturalLevel(factor, runs[at + index]!)
    }
    case 'function': {
      const inputs = quantity.inputs.map((input) => evaluator(factors, text, input, involved))
      const apply = FUNCTIONS[quantity.name]
      return (runs, at) => apply(...inputs.map((input) => input(runs, at)))
    }
    case 'operation': {
      const left = evaluator(factors, text, quantity.left, involved)
      const right = evaluator(factors, text, quantity.right, involved)
      return operation(quantity.operator, left, right)
    }
  }
}

function operation(operator: '+' | '-' | '*' | '/' | '^', left: Evaluator, right: Evaluator): Evaluator {
  switch (operator) {
    case '+':
      return (runs, at) => left(runs, at) + right(runs, at)
    case '-':
      return (runs, at) => left(runs, at) - right(runs, at)
    case '*':
      return (runs, at) => left(runs, at) * right(runs, at)
    case '/':
      return (runs, at) => left(runs, at) / right(runs, at)
    case '^':
      return (runs, at) => left(runs, at) ** right(runs, at)
  }
}

function factorIndex(factors: readonly Factor[], text: string, name: string): number {
  const index = factors.findIndex((factor) => factor.name === name)
  if (index === -1) throw new RangeError(`the constraint ${text} has ${name}, which is no factor of the design`)
  return index
}
