import { CodedError } from '@zerosec/errors'
import { checkFactors } from './check-factors.ts'
import type { CodedLinear } from './coded-linear.ts'
import { codedLevels } from './coded-range.ts'
import { isRequirementMet, type Requirement } from './coded-requirement.ts'
import type { Constraint } from './constraint.ts'
import { codedLevel, type Factor, isChosen, type MixtureFactor } from './factor.ts'
import { countBounds } from './mixture-steps.ts'
import { regionRequirements } from './region-conflict.ts'

/** Settings that are looked at, at most, before it is said that the grid is too large: some seconds. */
const MAX_LOOKS = 50_000_000

/**
 * Every combination of the factors' levels that the constraints allow, n × factors, coded, the last factor changing fastest.
 * Discrete and categorical factors take their levels, mixture components the multiples of their step from low to high, continuous
 * factors their two ends; given factors are 0. A branch that a linear constraint already excludes is not walked, so that sums to one
 * over many factors are found among far more combinations than are listed.
 *
 * @throws CodedError `design_grid_too_large` where more than `limit` combinations are allowed, `design_factor_invalid`
 *
 * Cost: proportional to the combinations of the first factors that linear constraints leave.
 */
export function levelGrid(factors: readonly Factor[], constraints: readonly Constraint[], limit: number): Float64Array {
  checkFactors(factors)
  const k = factors.length
  const settings = factors.map(gridSettings)
  const requirements = regionRequirements(factors, constraints)
  const bounds = linearBounds(settings, requirements)
  const others = requirements.filter(({ kind }) => kind !== 'linear')
  const found: Float64Array[] = []
  const run = new Float64Array(k)
  let looks = 0
  const tooLarge = (): never => {
    const combinations = settings.reduce((product, { length }) => product * length, 1)
    throw new CodedError('design_grid_too_large', { combinations, limit })
  }
  const place = (j: number): void => {
    if (!bounds.every((bound) => bound.isOpen(j, run))) return
    if (j === k) {
      if (!others.every((requirement) => isRequirementMet(requirement, run, 0))) return
      if (found.length === limit) tooLarge()
      found.push(run.slice())
      return
    }
    for (const setting of settings[j]!) {
      if (++looks > MAX_LOOKS) tooLarge()
      run[j] = setting
      place(j + 1)
    }
  }
  place(0)
  const grid = new Float64Array(found.length * k)
  found.forEach((row, i) => grid.set(row, i * k))
  return grid
}

function gridSettings(factor: Factor): Float64Array {
  if (!isChosen(factor)) return Float64Array.of(0)
  const levels = codedLevels(factor)
  if (levels) return levels
  return factor.kind === 'mixture' ? stepSettings(factor) : Float64Array.of(-1, 1)
}

function stepSettings(factor: MixtureFactor): Float64Array {
  const { step } = factor
  if (step === undefined) {
    const problem = 'a grid needs the step of its amounts; give one'
    throw new CodedError('design_factor_invalid', { factor: factor.name, problem })
  }
  const { least, most } = countBounds([factor], step)
  const count = most[0]! - least[0]! + 1
  return Float64Array.from({ length: Math.max(0, count) }, (_, i) => codedLevel(factor, (least[0]! + i) * step))
}

/** Whether a linear constraint can still be met when the first j factors of the run are set. */
interface LinearBound {
  isOpen(j: number, run: Float64Array): boolean
}

function linearBounds(settings: readonly Float64Array[], requirements: readonly Requirement[]): LinearBound[] {
  return requirements.flatMap((requirement) =>
    requirement.kind === 'linear' ? [linearBound(settings, requirement.row)] : [],
  )
}

function linearBound(settings: readonly Float64Array[], row: CodedLinear): LinearBound {
  const { coefficients, bound, relation, tolerance } = row
  const k = coefficients.length
  /** The least and most that factors from j on add. */
  const least = new Float64Array(k + 1)
  const most = new Float64Array(k + 1)
  for (let j = k - 1; j >= 0; j--) {
    const added = settings[j]!.map((setting) => coefficients[j]! * setting)
    least[j] = least[j + 1]! + Math.min(...added)
    most[j] = most[j + 1]! + Math.max(...added)
  }
  return {
    isOpen(j, run) {
      // a factor that the constraint is not about changes nothing
      if (j > 0 && coefficients[j - 1] === 0) return true
      let sum = 0
      for (let f = 0; f < j; f++) sum += coefficients[f]! * run[f]!
      return sum + least[j]! <= bound + tolerance && (relation === '<=' || sum + most[j]! >= bound - tolerance)
    },
  }
}
