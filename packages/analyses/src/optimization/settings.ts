import { type Factor, naturalLevel } from '@zerosec/engine'
import type { FactorColumn } from './request.ts'

/** What an engineer sets: the coded number of a factor in natural units, to so many decimals, or the name of its level. */
export function setting(factor: Factor, coded: number, digits: number): number | string {
  switch (factor.kind) {
    case 'categorical':
    case 'block':
      return factor.levels[coded]!
    case 'discrete':
      return nearest(factor.levels, naturalLevel(factor, coded))
    case 'continuous':
    case 'mixture':
      return rounded(naturalLevel(factor, coded), digits)
    case 'covariate':
      return measured(factor, coded)
  }
}

/** The settings of the run at `runs[at …]`. */
export function settingsOf(
  factors: readonly Factor[],
  columns: readonly FactorColumn[],
  runs: Float64Array,
  at: number,
): (number | string)[] {
  return factors.map((factor, j) => setting(factor, runs[at + j]!, columns[j]!.digits))
}

/** The settings of a run that comes from the table as they stand there, or of one that can't be rounded. */
export function givenSettings(factors: readonly Factor[], runs: Float64Array, at: number): (number | string)[] {
  return factors.map((factor, j) => {
    if (factor.kind === 'categorical' || factor.kind === 'block') return factor.levels[runs[at + j]!]!
    return measured(factor, runs[at + j]!)
  })
}

/** As it was before it was coded. */
function measured(factor: Factor, coded: number): number {
  return Number(naturalLevel(factor, coded).toPrecision(CODED_DIGITS)) + 0
}

/** Significant digits that survive coding and decoding. */
const CODED_DIGITS = 12

/** To so many decimals; −1: to tens. */
function rounded(value: number, digits: number): number {
  if (digits >= 0) return Number(value.toFixed(digits)) + 0 // no −0
  const step = Number(`1e${-digits}`)
  return Math.round(value / step) * step + 0
}

function nearest(levels: readonly number[], value: number): number {
  return levels.reduce((best, level) => (Math.abs(level - value) < Math.abs(best - value) ? level : best))
}
