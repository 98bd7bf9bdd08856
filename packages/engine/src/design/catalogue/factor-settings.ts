import { CodedError } from '@zerosec/errors'
import { codedLevel, type Factor, type MixtureFactor, naturalLevel } from '../factor.ts'
import { simplexReach } from './mixture-optimum.ts'

/** @throws CodedError `design_classical_impossible` */
export function refuseDesign(design: string, problem: string): never {
  throw new CodedError('design_classical_impossible', { design, problem })
}

function refuseKind(design: string, { name, kind }: Factor): never {
  return refuseDesign(design, `it has no place for ${name}, which is of the kind ${kind}`)
}

/** The coded settings of a factor in equal shares of a scale: the levels of a category or discrete number, `count` of a continuous one. */
export function evenSettings(design: string, factor: Factor, count: number): number[] {
  switch (factor.kind) {
    case 'categorical':
      return factor.levels.map((_, index) => index)
    case 'discrete':
      return factor.levels.map((level) => codedLevel(factor, level))
    case 'continuous':
      if (!Number.isInteger(count) || count < 2)
        refuseDesign(design, `${factor.name} needs two levels at least, not ${count}`)
      return Array.from({ length: count }, (_, i) => (2 * i) / (count - 1) - 1)
    default:
      return refuseKind(design, factor)
  }
}

/** The two ends of a number, or the two levels of a category. */
export function twoSettings(design: string, factor: Factor): readonly [low: number, high: number] {
  if (factor.kind === 'continuous' || factor.kind === 'discrete') return [-1, 1]
  if (factor.kind === 'categorical' && factor.levels.length === 2) return [0, 1]
  return refuseDesign(design, `${factor.name} has more than two levels, or none to choose`)
}

/** Coded runs of −1 … 1, refused where a factor can't take them. */
export function numericRuns(design: string, factors: readonly Factor[], runs: Float64Array): Float64Array {
  runs.forEach((value, i) => {
    const factor = factors[i % factors.length]!
    if (factor.kind === 'continuous') return
    if (factor.kind !== 'discrete') refuseKind(design, factor)
    if (factor.levels.some((level) => Math.abs(codedLevel(factor, level) - value) < 1e-9)) return
    refuseDesign(
      design,
      `it sets ${factor.name} to ${Number(naturalLevel(factor, value).toPrecision(6))}, which is none of its levels`,
    )
  })
  return runs
}

/** Points of the unit cube: numbers along their range, each of a factor's levels over an equal part of 0 … 1. */
export function spreadRuns(design: string, factors: readonly Factor[], points: Float64Array): Float64Array {
  return points.map((value, i) => {
    const factor = factors[i % factors.length]!
    if (factor.kind === 'continuous') return 2 * value - 1
    const settings = evenSettings(design, factor, 2)
    return settings[Math.min(settings.length - 1, Math.floor(value * settings.length))]!
  })
}

/** Shares of a simplex, moved to the one that the components' lower bounds leave. */
export function mixtureRuns(design: string, factors: readonly Factor[], shares: Float64Array): Float64Array {
  const components = factors.filter((factor): factor is MixtureFactor => factor.kind === 'mixture')
  const reach = components.length === factors.length && components.length > 1 ? simplexReach(components) : undefined
  if (reach === undefined) {
    return refuseDesign(design, 'it needs components of one mixture alone, without upper bounds that cut the simplex')
  }
  return shares.map((share, i) => {
    const { low, total } = components[i % components.length]!
    return low / total + reach * share
  })
}
