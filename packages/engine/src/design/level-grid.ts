import { CodedError } from '@zerosec/errors'
import { allowedGrid, gridSettings } from './allowed-grid.ts'
import { checkFactors } from './check-factors.ts'
import type { Constraint } from './constraint.ts'
import { type Factor, isChosen } from './factor.ts'
import { regionRequirements } from './region-conflict.ts'

/** Some seconds. */
const MAX_LOOKS = 50_000_000

/**
 * Every combination of the factors' levels that the constraints allow, n × factors, coded, the last factor changing fastest.
 * Discrete and categorical factors take their levels, mixture components the multiples of their step from low to high, continuous
 * factors their two ends; given factors are 0.
 *
 * @throws CodedError `design_grid_too_large` where more than `limit` combinations are allowed, `design_factor_invalid`
 *
 * Cost: proportional to the combinations of the first factors that linear constraints leave.
 */
export function levelGrid(factors: readonly Factor[], constraints: readonly Constraint[], limit: number): Float64Array {
  checkFactors(factors)
  const settings = factors.map(settingsOf)
  const found = allowedGrid(settings, regionRequirements(factors, constraints), limit, MAX_LOOKS)
  if (!found) {
    const combinations = settings.reduce((product, { length }) => product * length, 1)
    throw new CodedError('design_grid_too_large', { combinations, limit })
  }
  const grid = new Float64Array(found.length * factors.length)
  found.forEach((row, i) => grid.set(row, i * factors.length))
  return grid
}

function settingsOf(factor: Factor): Float64Array {
  if (!isChosen(factor)) return Float64Array.of(0)
  const settings = gridSettings(factor)
  if (settings) return settings
  if (factor.kind !== 'mixture') return Float64Array.of(-1, 1)
  const problem = 'a grid needs the step of its amounts; give one'
  throw new CodedError('design_factor_invalid', { factor: factor.name, problem })
}
