import { type Constraint, designRegion, type Factor, parseConstraints, type Region } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { levelNames, type OpenedModel } from '@zerosec/model'
import type { Warning } from '@zerosec/report'
import type { NumberColumn, Table } from '@zerosec/table'
import { settingDecimals } from '../optimization/decimals.ts'
import { isOneHot, mixtureColumns } from '../optimization/mixture-columns.ts'
import { steppedLevels } from '../optimization/stepped-levels.ts'
import { shortNumber } from '../plot-parts.ts'
import { type PlainInput, plainInputs } from '../prediction/feature-matrix.ts'
import { unusable } from './open-models.ts'
import type { ParetoParameters } from './parameters.ts'

export interface SearchFactors {
  readonly region: Region
  /** One a factor of the region. */
  readonly digits: readonly number[]
  readonly units: ReadonlyMap<string, string>
  /** Inputs that stay: a number, or the name of a level. */
  readonly fixed: ReadonlyMap<string, number | string>
  /** In words. */
  readonly texts: readonly string[]
  readonly warnings: readonly Warning[]
}

type Input = PlainInput

/**
 * What the search varies: every input of the models, over the range that all of them know, less what is fixed.
 *
 * @throws CodedError pareto_model_unusable, parameter_invalid, design_*
 */
export function searchFactors(
  table: Table,
  models: readonly OpenedModel[],
  parameters: ParetoParameters,
): SearchFactors {
  const inputs = commonInputs(models)
  checkNames(inputs, parameters)
  const warnings: Warning[] = []
  const fixed = new Map<string, number | string>()
  const found: { readonly factor: Factor; readonly digits: number }[] = []
  for (const input of inputs.values()) {
    const setting = fixedSetting(input, parameters)
    if (setting !== undefined) fixed.set(input.name, setting)
    else found.push(variedFactor(input, parameters, warnings))
  }
  if (found.length === 0) invalid('fixed', 'every factor is fixed, so there is nothing to search; leave one free')
  const { factors, notes } = withMixtures(
    table,
    found.map(({ factor }) => factor),
  )
  const constraints: Constraint[] = parameters.constraints.flatMap((text) => parseConstraints(text, factors))
  return {
    region: designRegion(factors, constraints),
    digits: found.map(({ digits }) => digits),
    units: new Map(
      [...inputs.values()].flatMap((input) => ('unit' in input && input.unit ? [[input.name, input.unit]] : [])),
    ),
    fixed,
    texts: [...factors.map(factorText), ...[...fixed].map(([name, setting]) => `${name} = ${setting}`)],
    warnings: [...warnings, ...notes],
  }
}

/** Every input once, with what all models that read it know. */
function commonInputs(models: readonly OpenedModel[]): Map<string, Input> {
  const inputs = new Map<string, Input>()
  for (const { model } of models) {
    const own = plainInputs(model)
    if (!own) unusable(model.target.name, 'it reads texts, over which there is no search; use mode=candidates')
    for (const input of own) {
      const other = inputs.get(input.name)
      inputs.set(input.name, other ? sharedInput(other, input, model.target.name) : input)
    }
  }
  return inputs
}

function sharedInput(a: Input, b: Input, target: string): Input {
  if (a.kind === 'number' && b.kind === 'number') {
    if (a.unit !== b.unit)
      unusable(target, `it reads ${a.name} in ${b.unit ?? 'no unit'}, another model in ${a.unit ?? 'no unit'}`)
    const [low, high] = [Math.max(a.low, b.low), Math.min(a.high, b.high)]
    if (low > high)
      unusable(target, `it knows ${a.name} from ${b.low} to ${b.high}, another model from ${a.low} to ${a.high}`)
    return { ...a, low, high }
  }
  if (a.kind === 'category' && b.kind === 'category') {
    const levels = a.levels.filter((level) => b.levels.includes(level))
    if (levels.length === 0) unusable(target, `it shares no level of ${a.name} with another model`)
    return { ...a, levels }
  }
  if (a.kind !== b.kind) unusable(target, `${a.name} is a ${b.kind} to it and a ${a.kind} to another model`)
  return a
}

function checkNames(inputs: ReadonlyMap<string, Input>, { bounds, fixed, steps, levels }: ParetoParameters): void {
  for (const [parameter, values] of Object.entries({ bounds, fixed, steps, levels })) {
    const unknown = Object.keys(values).find((name) => !inputs.has(name))
    if (unknown === undefined) continue
    invalid(parameter, `the models read no "${unknown}"; they read ${[...inputs.keys()].join(', ')}`)
  }
}

/** Undefined for a factor that varies. */
function fixedSetting(input: Input, { fixed, bounds, levels }: ParetoParameters): number | string | undefined {
  const { name } = input
  const given = fixed[name]
  if (input.kind !== 'number') {
    const known: readonly string[] = levelNames(input)
    const offered = levels[name]?.map(String) ?? known
    const wanted = given === undefined ? offered : [String(given)]
    const unknown = wanted.find((level) => !known.includes(level))
    if (unknown !== undefined) {
      invalid(
        given === undefined ? 'levels' : 'fixed',
        `${name} has no level "${unknown}" in the models; it has ${known.join(', ')}`,
      )
    }
    return wanted.length === 1 ? wanted[0] : undefined
  }
  if (given !== undefined) {
    const value = Number(given)
    if (typeof given === 'boolean' || String(given).trim() === '' || !Number.isFinite(value)) {
      invalid('fixed', `${name} takes a number, not "${given}"`)
    }
    return value
  }
  const [low, high] = bounds[name] ?? [input.low, input.high]
  if (low > high) invalid('bounds', `${name} goes from ${low} down to ${high}; exchange them`)
  return low === high ? low : undefined
}

function variedFactor(
  input: Input,
  { bounds, steps, levels }: ParetoParameters,
  warnings: Warning[],
): { factor: Factor; digits: number } {
  const { name } = input
  if (input.kind !== 'number') {
    const chosen = levels[name]?.map(String)
    return { factor: { kind: 'categorical', name, levels: chosen ?? [...levelNames(input)] }, digits: 0 }
  }
  const [low, high] = bounds[name] ?? [input.low, input.high]
  if (low < input.low || high > input.high) warnings.push(extrapolation(input, low, high))
  if (levels[name]) {
    const numbers = [...new Set(levels[name].map(Number))].sort((a, b) => a - b)
    if (!numbers.every(Number.isFinite)) invalid('levels', `${name} takes numbers, not ${levels[name].join(', ')}`)
    return { factor: { kind: 'discrete', name, levels: numbers }, digits: 0 }
  }
  if (steps[name] !== undefined) {
    const stepped = steppedLevels({ name, type: 'discrete', step: steps[name], low }, [low, high])
    warnings.push(...stepped.warnings)
    if (stepped.levels) return { factor: { kind: 'discrete', name, levels: stepped.levels }, digits: stepped.digits }
    return { factor: { kind: 'continuous', name, low, high }, digits: stepped.digits }
  }
  return { factor: { kind: 'continuous', name, low, high }, digits: settingDecimals(low, high) }
}

function extrapolation({ name, low, high }: Extract<Input, { kind: 'number' }>, from: number, to: number): Warning {
  return {
    code: 'bounds_beyond_model',
    level: 'caution',
    message: `The bounds of ${name} (${shortNumber(from)} to ${shortNumber(to)}) go beyond what the models know (${shortNumber(low)} to ${shortNumber(high)}).`,
    columns: [name],
  }
}

/** Factors that sum to one total in every row of the table are amounts of a mixture, whatever the models think. */
function withMixtures(table: Table, factors: readonly Factor[]): { factors: Factor[]; notes: Warning[] } {
  const rows = Array.from({ length: table.rowCount }, (_, i) => i)
  const columns = table.columns.filter(
    (column): column is NumberColumn =>
      column.kind === 'number' &&
      column.missingCount === 0 &&
      factors.some((factor) => factor.kind === 'continuous' && factor.name === column.name),
  )
  const mixtures = mixtureColumns(columns, rows).filter((mixture) => !isOneHot(mixture, rows))
  const notes = mixtures.map(
    ({ columns: members, total }): Warning => ({
      code: 'mixture_found',
      level: 'note',
      message: `${members.map(({ name }) => name).join(', ')} sum to ${total} in every row of the table, and so they do in the search.`,
      columns: members.map(({ name }) => name),
    }),
  )
  const totals = new Map(
    mixtures.flatMap(({ columns: members, total }, g) =>
      members.map(({ name }) => [name, { group: String(g), total }]),
    ),
  )
  return {
    notes,
    factors: factors.map((factor): Factor => {
      const mixture = totals.get(factor.name)
      if (!mixture || factor.kind !== 'continuous') return factor
      return { kind: 'mixture', name: factor.name, low: factor.low, high: factor.high, ...mixture }
    }),
  }
}

function factorText(factor: Factor): string {
  if ('levels' in factor) {
    const shown = factor.levels.slice(0, 12).join(', ')
    return `${factor.name}: ${shown}${factor.levels.length > 12 ? ` … (${factor.levels.length} levels)` : ''}`
  }
  return `${factor.name}: ${shortNumber(factor.low)} to ${shortNumber(factor.high)}`
}

function invalid(parameter: string, problem: string): never {
  throw new CodedError('parameter_invalid', { parameter, problem })
}
