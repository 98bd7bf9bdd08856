import { designModel } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'
import type { Factor } from '../factor.ts'
import { informationMatrix } from '../information.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { findFraction } from './find-fraction.ts'
import { orthogonalArray } from './orthogonal-array.ts'
import { fractionRuns } from './regular-fraction.ts'
import { codedSetting, twoLevelEffects } from './two-level-model.ts'

/**
 * A design of the problem's number of runs whose information matrix under orthonormal coding is n·I: a regular fraction that
 * keeps the model's effects apart, or an orthogonal array. Numbers are set to their two ends.
 */
export function orthogonalDesign(problem: DesignProblem): CatalogueEntry | undefined {
  const { factors, model, runs: n } = problem
  if (model.columns.length > n) return undefined
  const orthonormal = { ...problem, model: designModel(factors, model.terms) }
  const isOrthogonal = (entry: CatalogueEntry | undefined) =>
    entry !== undefined && isScaledIdentity(informationMatrix(orthonormal, entry.runs), n)
  const fraction = fractionFor(problem)
  const array = arrayFor(problem)
  // a repeated fraction aliases main effects with interactions more than an array of all the runs does
  const entries = fraction?.isRepeated ? [array, fraction] : [fraction, array]
  return entries.find(isOrthogonal)
}

/** The largest regular fraction that fits into n runs a whole number of times. */
function fractionFor(problem: DesignProblem): (CatalogueEntry & { readonly isRepeated: boolean }) | undefined {
  const effects = twoLevelEffects(problem)
  if (!effects) return undefined
  const { factors, runs: n } = problem
  const k = factors.length
  let m = 0
  while (m < k && n % 2 ** (m + 1) === 0) m++
  const fraction = findFraction(k, effects, m)
  if (!fraction) return undefined
  const once = fractionRuns(fraction)
  const runs = Float64Array.from({ length: n * k }, (_, i) => {
    const level = once[i % once.length]! > 0 ? 1 : 0
    return codedSetting(factors[i % k]!, level)
  })
  const size = m === k ? `2^${k} full factorial` : `2^(${k}-${k - m}) fraction`
  const times = n / 2 ** m
  return { name: times === 1 ? size : `${size}, ${times} times`, runs, isRepeated: m < k && times > 1 }
}

function arrayFor({ factors, runs: n }: DesignProblem): CatalogueEntry | undefined {
  const levels = factors.map((factor) => levelCount(factor, n))
  const array = orthogonalArray(levels, n)
  if (!array) return undefined
  const runs = Float64Array.from(array, (level, i) => codedSetting(factors[i % factors.length]!, level))
  return { name: `L${n} (${levelText(levels)})`, runs }
}

/** The number of levels that the factor takes in an orthogonal design; 0 where it can't be in one. */
function levelCount(factor: Factor, n: number): number {
  switch (factor.kind) {
    case 'continuous':
    case 'discrete':
      return 2
    case 'categorical':
      return factor.levels.length
    case 'block':
      return factor.sizes.every((size) => size * factor.sizes.length === n) ? factor.sizes.length : 0
    default:
      return 0
  }
}

/** `2^1 3^7`. */
function levelText(levels: readonly number[]): string {
  return [...new Set(levels)]
    .sort((a, b) => a - b)
    .map((level) => `${level}^${levels.filter((other) => other === level).length}`)
    .join(' ')
}

/** M = n·I to 1e-9. */
export function isScaledIdentity(matrix: Float64Array, n: number): boolean {
  const p = Math.sqrt(matrix.length)
  return matrix.every((entry, at) => Math.abs(entry - (at % (p + 1) === 0 ? n : 0)) <= 1e-9 * n)
}
