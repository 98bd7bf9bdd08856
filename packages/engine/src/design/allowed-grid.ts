import type { CodedLinear } from './coded-linear.ts'
import { codedLevels } from './coded-range.ts'
import { isRequirementMet, type Requirement } from './coded-requirement.ts'
import { codedLevel, type Factor } from './factor.ts'
import { countBounds } from './mixture-steps.ts'

/** The coded settings that a grid has of a factor: its levels or the multiples of its step; null for one with neither. */
export function gridSettings(factor: Factor): Float64Array | null {
  if (factor.kind !== 'mixture') return codedLevels(factor)
  const { step } = factor
  if (step === undefined) return null
  const { least, most } = countBounds([factor], step)
  const count = most[0]! - least[0]! + 1
  return Float64Array.from({ length: Math.max(0, count) }, (_, i) => codedLevel(factor, (least[0]! + i) * step))
}

/**
 * Every combination of settings that meets the requirements, the last factor changing fastest. A branch that a linear one already
 * excludes is not walked, so that sums to one over many factors are found among far more combinations than are listed.
 *
 * @param settings  of each factor
 * @param looks     settings that are looked at, at most
 * @returns null where there are more than `limit`, or looks don't suffice
 */
export function allowedGrid(
  settings: readonly Float64Array[],
  requirements: readonly Requirement[],
  limit: number,
  looks: number,
): Float64Array[] | null {
  const k = settings.length
  const bounds = linearBounds(settings, requirements)
  const others = requirements.filter(({ kind }) => kind !== 'linear')
  const found: Float64Array[] = []
  const run = new Float64Array(k)
  let looked = 0
  /** False where it has to be given up. */
  const place = (j: number): boolean => {
    if (!bounds.every((bound) => bound.isOpen(j, run))) return true
    if (j === k) {
      if (others.every((requirement) => isRequirementMet(requirement, run, 0))) found.push(run.slice())
      return found.length <= limit
    }
    for (const setting of settings[j]!) {
      run[j] = setting
      if (++looked > looks || !place(j + 1)) return false
    }
    return true
  }
  return place(0) ? found : null
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
