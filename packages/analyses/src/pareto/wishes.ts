import type { Objective } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { shortNumber } from '../plot-parts.ts'
import type { ParetoParameters } from './parameters.ts'

/** An objective by the name of its quantity. */
export interface Wish {
  readonly name: string
  readonly objective: Objective
  readonly tolerance: number
  readonly weight: number
}

/**
 * The objectives in the order in which they are given: large, small, targets, ranges.
 *
 * @throws CodedError pareto_objectives_invalid for fewer than two, for one that is wanted in two ways, for a range without ends;
 *   pareto_objective_unknown for weights and the like of what is none
 */
export function readWishes(parameters: ParetoParameters): Wish[] {
  const { maximise, minimise, targets, ranges, tolerances, weights } = parameters
  const given: (readonly [name: string, objective: Objective])[] = [
    ...maximise.map((name) => [name, { goal: 'maximise' }] as const),
    ...minimise.map((name) => [name, { goal: 'minimise' }] as const),
    ...Object.entries(targets).map(
      ([name, target]) => [name, { goal: 'target', target, tolerance: tolerances[name] ?? 0 }] as const,
    ),
    ...Object.entries(ranges).map(([name, ends]) => [name, rangeObjective(name, ends)] as const),
  ]
  for (const [i, [name, { goal }]] of given.entries()) {
    const before = given.slice(0, i).find(([other]) => other === name)
    if (!before) continue
    if (before[1].goal === goal) invalid(`"${name}" is there twice; name it once`)
    invalid(`"${name}" is wanted ${GOAL_WORDS[before[1].goal]} and ${GOAL_WORDS[goal]}; choose one of the two`)
  }
  if (given.length === 0) invalid('none is named; name two at least in maximise, minimise, targets or ranges')
  if (given.length === 1) {
    invalid(`"${given[0]![0]}" is the only one, and what is best in one is no trade-off; name another, or sort by it`)
  }
  const known = given.map(([name]) => name)
  checkKnown(parameters, known)
  return given.map(([name, objective]) => ({
    name,
    objective,
    tolerance: objective.goal === 'target' ? 0 : (tolerances[name] ?? 0),
    weight: weights[name] ?? 1,
  }))
}

export const GOAL_WORDS = {
  maximise: 'large',
  minimise: 'small',
  target: 'on target',
  range: 'in a range',
} as const

/** `yield large`, `thickness near 12.5`, `pH from 6 to 7` */
export function wishText({ name, objective }: Wish): string {
  switch (objective.goal) {
    case 'maximise':
    case 'minimise':
      return `${name} ${GOAL_WORDS[objective.goal]}`
    case 'target':
      return `${name} near ${shortNumber(objective.target)}`
    case 'range':
      return `${name} ${rangeText(objective.low, objective.high)}`
  }
}

export function rangeText(low: number, high: number): string {
  if (high === Infinity) return `${shortNumber(low)} or more`
  if (low === -Infinity) return `${shortNumber(high)} or less`
  return `from ${shortNumber(low)} to ${shortNumber(high)}`
}

/** Whether a loss is read as a distance to what is wanted, not as the value. */
export function isDistance({ objective: { goal } }: Wish): boolean {
  return goal === 'target' || goal === 'range'
}

function rangeObjective(name: string, [low, high]: readonly [number | null, number | null]): Objective {
  if (low === null && high === null) invalid(`the range of "${name}" has no end; give low, high or both`)
  if (low !== null && high !== null && low > high)
    invalid(`the range of "${name}" goes from ${low} down to ${high}; exchange them`)
  return { goal: 'range', low: low ?? -Infinity, high: high ?? Infinity }
}

function checkKnown(parameters: ParetoParameters, known: readonly string[]): void {
  const { tolerances, weights, acceptable, reference_point, priorities } = parameters
  const named = { tolerances, weights, acceptable, reference_point }
  for (const [parameter, values] of Object.entries(named)) {
    for (const column of Object.keys(values)) checkOne(parameter, column, known)
  }
  for (const column of priorities) checkOne('priorities', column, known)
  if (new Set(priorities).size < priorities.length) invalid('an objective is in priorities twice; name it once')
}

function checkOne(parameter: string, column: string, known: readonly string[]): void {
  if (!known.includes(column)) throw new CodedError('pareto_objective_unknown', { parameter, column, known })
}

function invalid(problem: string): never {
  throw new CodedError('pareto_objectives_invalid', { problem })
}
