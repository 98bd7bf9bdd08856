import type { Factor } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import { commonDecimals, settingDecimals } from './decimals.ts'
import type { FactorDescription, FactorType } from './factor-description.ts'
import { groupOf, mixtureTotals } from './mixture-totals.ts'
import type { FactorColumn } from './request.ts'
import type { Bounds } from './row-bounds.ts'
import { steppedLevels } from './stepped-levels.ts'

/** A range that rounding leaves no more steps of than this is searched by its settings. */
const FEW_SETTINGS = 20

export interface DescribedFactors {
  readonly factors: readonly Factor[]
  readonly columns: readonly FactorColumn[]
  readonly warnings: readonly Warning[]
}

/**
 * Factors from their descriptions. What is left out of one: a group makes it a component of a mixture, levels make it discrete
 * if all are numbers and categorical if not, a step makes it discrete, low and high make it continuous.
 *
 * Blocks are left to `blockFactor`. Whether ranges, levels and mixtures make sense is checked by the region.
 *
 * @param bounds  in place of a factor's low and high; levels outside of them are left out
 * @throws CodedError design_factor_invalid, design_mixture_impossible, parameter_invalid
 */
export function describedFactors(descriptions: readonly FactorDescription[], bounds: Bounds): DescribedFactors {
  const totals = mixtureTotals(descriptions.filter((each) => typeOf(each) === 'mixture'))
  const warnings: Warning[] = [...totals.warnings]
  const parts = descriptions
    .filter((description) => typeOf(description) !== 'block')
    .map((description) => describedFactor(description, bounds[description.name], totals.of, warnings))
  return { factors: parts.map(({ factor }) => factor), columns: parts.map(({ column }) => column), warnings }
}

export function typeOf({ type, group, levels, step }: FactorDescription): FactorType {
  if (type) return type
  if (group !== undefined) return 'mixture'
  if (levels && levels.length > 0) return levels.every(isNumber) ? 'discrete' : 'categorical'
  return step === undefined ? 'continuous' : 'discrete'
}

interface Part {
  readonly factor: Factor
  readonly column: FactorColumn
}

function describedFactor(
  description: FactorDescription,
  bound: readonly [number, number] | undefined,
  totalOf: (group: string) => number,
  warnings: Warning[],
): Part {
  const { name } = description
  const type = typeOf(description)
  if (type === 'categorical') return categoricalFactor(description, bound)
  if (type === 'covariate') {
    invalid(name, 'a covariate is measured, so it comes with rows of a table; upload the rows that have it as a column')
  }
  if (type === 'discrete') return discreteFactor(description, bound, warnings)
  const [low, high] = bound ?? rangeOf(description)
  if (type === 'mixture') {
    const step = description.step ?? stepOfDigits(description.digits)
    const group = groupOf(description)
    const total = totalOf(group)
    const factor: Factor = { kind: 'mixture', name, low, high, group, total, ...(step === undefined ? {} : { step }) }
    return {
      factor,
      column: columnOf(
        description,
        step === undefined ? settingDecimals(low, high) : commonDecimals([low, high, step]),
      ),
    }
  }
  const coarse = description.step ?? coarseStep(description.digits, low, high)
  if (coarse !== undefined) return discreteFactor({ ...description, step: coarse }, bound, warnings)
  return { factor: { kind: 'continuous', name, low, high }, column: columnOf(description, settingDecimals(low, high)) }
}

function categoricalFactor(description: FactorDescription, bound: readonly [number, number] | undefined): Part {
  const { name } = description
  if (bound) {
    const problem = `"${name}" is a category, so it has no low and high; list its levels`
    throw new CodedError('parameter_invalid', { parameter: 'bounds', problem })
  }
  const levels = (description.levels ?? []).map(String)
  if (levels.length === 0) invalid(name, 'it has no levels; list them, separated by commas')
  return { factor: { kind: 'categorical', name, levels }, column: columnOf(description, 0) }
}

function discreteFactor(
  description: FactorDescription,
  bound: readonly [number, number] | undefined,
  warnings: Warning[],
): Part {
  const { name } = description
  const all = description.levels?.length ? numericLevels(description) : undefined
  const stepped = all ? undefined : steppedLevels(description, bound ?? rangeOf(description))
  if (stepped) warnings.push(...stepped.warnings)
  const within = all?.filter((level) => !bound || (level >= bound[0] && level <= bound[1]))
  if (all && within!.length < 2 && all.length >= 2) {
    invalid(name, `fewer than two of its levels ${all.join(', ')} lie within its bounds; widen the bounds`)
  }
  const levels = within ?? stepped!.levels
  if (!levels) {
    const [low, high] = bound ?? rangeOf(description)
    return { factor: { kind: 'continuous', name, low, high }, column: columnOf(description, stepped!.digits) }
  }
  const digits = Math.max(description.digits ?? 0, stepped?.digits ?? commonDecimals(levels))
  return { factor: { kind: 'discrete', name, levels }, column: columnOf({ ...description, digits }, digits) }
}

function numericLevels({ name, levels = [] }: FactorDescription): number[] {
  const text = levels.find((level) => !isNumber(level))
  if (text !== undefined) invalid(name, `its level "${text}" is no number; give numbers, or the type categorical`)
  const [only] = levels
  if (levels.length === 1 && !Number.isInteger(Number(only))) {
    invalid(name, `it has the one level ${only}; if that was a list, separate its levels by semicolons`)
  }
  return levels.map(Number).sort((a, b) => a - b)
}

function rangeOf({ name, low, high }: FactorDescription): readonly [number, number] {
  if (low === undefined && high === undefined) invalid(name, 'it has no range; give it low and high, or levels')
  if (low === undefined) invalid(name, 'it has no low; give it one, or levels')
  if (high === undefined) invalid(name, 'it has no high; give it one, or levels')
  return [low, high]
}

/** Rounding to a few settings in all makes a factor discrete: the search has to know. */
function coarseStep(digits: number | undefined, low: number, high: number): number | undefined {
  const step = stepOfDigits(digits)
  return step !== undefined && (digits! < 0 || high - low <= FEW_SETTINGS * step) ? step : undefined
}

function stepOfDigits(digits: number | undefined): number | undefined {
  return digits === undefined ? undefined : Number(`1e${-digits}`)
}

function columnOf({ name, unit, digits }: FactorDescription, found: number): FactorColumn {
  return { name, digits: Math.max(0, digits ?? found), ...(unit === undefined ? {} : { unit }) }
}

function isNumber(level: string | number): boolean {
  return typeof level === 'number' || (level.trim() !== '' && Number.isFinite(Number(level)))
}

function invalid(factor: string, problem: string): never {
  throw new CodedError('design_factor_invalid', { factor, problem })
}
