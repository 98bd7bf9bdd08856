import {
  type Constraint,
  codedLevel,
  designRegion,
  type Factor,
  levelGrid,
  parseConstraints,
  type Region,
} from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { unknownFactor } from '../optimization/model-terms.ts'
import type { NextExperimentsParameters } from './parameters.ts'

/** list: these runs only, n × factors, coded. region: any setting that one of the regions allows. */
export type SearchSpace =
  | { readonly kind: 'list'; readonly source: 'candidates' | 'rows' | 'levels'; readonly runs: Float64Array }
  | { readonly kind: 'region'; readonly regions: readonly Region[] }

/** Combinations of levels that are listed; of more, runs are looked for in the region. */
const MOST_COMBINATIONS = 20_000
/** Choices of components that are looked through. */
const MOST_CHOICES = 200

/**
 * Where new runs may be: every combination of levels where all factors have levels, else a region; or several, one for each choice of
 * components where only some may be used at once.
 *
 * @throws CodedError design_region_empty, design_constraint_invalid …, parameter_invalid
 */
export function openSpace(
  factors: readonly Factor[],
  constraints: readonly Constraint[],
  parameters: NextExperimentsParameters,
): SearchSpace {
  const region = designRegion(factors, constraints)
  const counted = countedFactors(factors, parameters)
  if (counted === null && factors.every(({ kind }) => kind === 'categorical' || kind === 'discrete')) {
    const combinations = factors.reduce((product, factor) => product * levelCount(factor), 1)
    if (combinations <= MOST_COMBINATIONS) {
      return { kind: 'list', source: 'levels', runs: levelGrid(factors, constraints, MOST_COMBINATIONS) }
    }
  }
  if (counted === null) return { kind: 'region', regions: [region] }
  return { kind: 'region', regions: choiceRegions(factors, constraints, counted, parameters.at_most) }
}

function levelCount(factor: Factor): number {
  return factor.kind === 'categorical' || factor.kind === 'discrete' ? factor.levels.length : 1
}

/** Names of the factors of which only some may be other than 0; null: no limit. */
export function countedFactors(
  factors: readonly Factor[],
  { at_most: most, at_most_of: named }: NextExperimentsParameters,
): readonly string[] | null {
  if (most === 0) return null
  const unknown = named.find((name) => !factors.some((factor) => factor.name === name))
  const names = factors.map(({ name }) => name)
  if (unknown !== undefined) throw unknownFactor('at_most_of', unknown, names)
  const counted = named.length > 0 ? named : factors.flatMap(({ kind, name }) => (kind === 'mixture' ? [name] : []))
  if (counted.length > 0) return counted.length > most ? counted : null
  const problem = 'no factor is a component of a mixture; name the factors that it counts in at_most_of'
  throw new CodedError('parameter_invalid', { parameter: 'at_most', problem })
}

/** A region for each choice of `most` components, the others 0. */
function choiceRegions(
  factors: readonly Factor[],
  constraints: readonly Constraint[],
  counted: readonly string[],
  most: number,
): readonly Region[] {
  const regions: Region[] = []
  let refusal: unknown
  let tried = 0
  for (const chosen of choices(counted, most)) {
    if (tried++ >= MOST_CHOICES) {
      const problem = `there are more than ${MOST_CHOICES} ways to choose ${most} of ${counted.length} components; name fewer in at_most_of`
      throw new CodedError('parameter_invalid', { parameter: 'at_most', problem })
    }
    const zeros = counted.filter((name) => !chosen.includes(name))
    try {
      const own = zeros.flatMap((name) => parseConstraints(`\`${name}\` = 0`, factors))
      regions.push(designRegion(factors, [...constraints, ...own]))
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
      refusal ??= error
    }
  }
  if (regions.length === 0) throw refusal
  return regions
}

function* choices(names: readonly string[], count: number): Generator<readonly string[]> {
  if (count === 0) {
    yield []
    return
  }
  for (let first = 0; first <= names.length - count; first++) {
    for (const rest of choices(names.slice(first + 1), count - 1)) yield [names[first]!, ...rest]
  }
}

/** Whether a coded run has all settings of a partial one, numbers to a thousandth of the factor's range. */
export type RunMatch = (run: ArrayLike<number>, at?: number) => boolean

/**
 * @param parameter  what the settings come from, for the message
 * @throws CodedError design_factor_unknown, parameter_invalid for a level that the factor doesn't have
 */
export function matchOf(
  factors: readonly Factor[],
  settings: Readonly<Record<string, number | string>>,
  parameter: 'forbidden' | 'rejected',
): RunMatch {
  const wanted = Object.entries(settings).map(([name, setting]) => {
    const index = factors.findIndex((factor) => factor.name === name)
    const names = factors.map((factor) => factor.name)
    if (index < 0) throw unknownFactor(parameter, name, names)
    const factor = factors[index]!
    return { index, coded: codedSetting(factor, setting, parameter), slack: factor.kind === 'categorical' ? 0 : 2e-3 }
  })
  return (run, at = 0) => wanted.every(({ index, coded, slack }) => Math.abs(run[at + index]! - coded) <= slack)
}

/** The coded run of settings that name every factor; null where some is left out. */
export function completeRun(
  factors: readonly Factor[],
  settings: Readonly<Record<string, number | string>>,
): Float64Array | null {
  if (!factors.every(({ name }) => Object.hasOwn(settings, name))) return null
  return Float64Array.from(factors, (factor) => codedSetting(factor, settings[factor.name]!, 'rejected'))
}

function codedSetting(factor: Factor, setting: number | string, parameter: string): number {
  if (factor.kind === 'categorical') {
    const level = factor.levels.indexOf(String(setting))
    if (level >= 0) return level
    const problem = `"${factor.name}" has no level "${setting}"; it has: ${factor.levels.join(', ')}`
    throw new CodedError('parameter_invalid', { parameter, problem })
  }
  const number = Number(setting)
  if (Number.isFinite(number)) return codedLevel(factor, number)
  throw new CodedError('parameter_invalid', { parameter, problem: `"${setting}" is no setting of "${factor.name}"` })
}
