import { designRegion } from '../constrained-region.ts'
import { designModel } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'
import type { Factor } from '../factor.ts'
import { informationMatrix } from '../information.ts'
import { regionMoments } from '../region-moments.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { orthogonalArray } from './orthogonal-array.ts'
import { fractionRuns, regularFraction } from './regular-fraction.ts'
import { codedSetting, twoLevelEffects } from './two-level-model.ts'

/**
 * A design with XᵀX = n·I under orthonormal coding, from an orthogonal array or a regular fraction, where that makes it optimal.
 *
 * Let every column be a product of coded numbers and orthonormal contrasts. Then the squares of a term's columns sum to no more
 * than their number in any run, so that tr M ≤ n·p and XᵀX = n·I has the largest determinant (the inequality of the means), and
 * every other criterion that is Schur-concave and invariant: A and E too, as given in this coding. No run's prediction variance
 * exceeds p/n, which is the least possible largest one: G (Kiefer & Wolfowitz 1960). For I the average over the region weighs
 * the terms' variances; where its moments are diagonal and equal within a term, each term alone can do no better.
 *
 * Source: Cheng, Ann. Statist. 8 (1980) 436–446; Kiefer, in: A Survey of Statistical Design (1975) 333–353.
 */
export function orthogonalOptimum(problem: DesignProblem): CatalogueEntry | undefined {
  const { factors, model, runs: n } = problem
  const orthonormal = { ...problem, model: designModel(factors, model.terms) }
  if (model.columns.length > n || !isBounded(problem)) return undefined
  const entry = arrays(problem).find(({ runs }) => isScaledIdentity(informationMatrix(orthonormal, runs), n))
  if (!entry) return undefined
  switch (problem.criterion.kind) {
    case 'D':
    case 'G':
      return entry
    case 'A':
    case 'E':
      return isScaledIdentity(informationMatrix(problem, entry.runs), n) ? entry : undefined
    case 'I':
      return hasTermwiseMoments(orthonormal) ? entry : undefined
    default:
      return undefined
  }
}

/** Whether every column is a product of factors' coded numbers, which lie in −1 … 1, and contrasts. */
function isBounded({ factors, model }: DesignProblem): boolean {
  const bounded = new Set(
    factors.filter(({ kind }) => kind === 'continuous' || kind === 'discrete').map(({ name }) => name),
  )
  return model.columns.every(({ pieces }) =>
    pieces.every(
      (piece) =>
        piece.kind === 'level' ||
        (piece.kind === 'power' &&
          bounded.has(piece.input) &&
          piece.center === 0 &&
          piece.scale === 1 &&
          Number.isInteger(piece.power) &&
          piece.power > 0),
    ),
  )
}

function arrays(problem: DesignProblem): CatalogueEntry[] {
  const fraction = fractionFor(problem)
  const array = arrayFor(problem)
  return [...(fraction ? [fraction] : []), ...(array ? [array] : [])]
}

/** The largest regular fraction that fits into n runs a whole number of times. */
function fractionFor(problem: DesignProblem): CatalogueEntry | undefined {
  const effects = twoLevelEffects(problem)
  if (!effects) return undefined
  const { factors, runs: n } = problem
  const k = factors.length
  let m = 0
  while (m < k && n % 2 ** (m + 1) === 0) m++
  const masks = regularFraction(k, effects, m)
  if (!masks) return undefined
  const once = fractionRuns(masks, m)
  const runs = Float64Array.from({ length: n * k }, (_, i) => {
    const level = once[i % once.length]! > 0 ? 1 : 0
    return codedSetting(factors[i % k]!, level)
  })
  const size = m === k ? `2^${k} full factorial` : `2^(${k}-${k - m}) fraction`
  return { name: n === 2 ** m ? size : `${size}, ${n / 2 ** m} times`, runs }
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
function isScaledIdentity(matrix: Float64Array, n: number): boolean {
  const p = Math.sqrt(matrix.length)
  return matrix.every((entry, at) => Math.abs(entry - (at % (p + 1) === 0 ? n : 0)) <= 1e-9 * n)
}

/** Whether the region's moments are diagonal and the same for all columns of a term. */
function hasTermwiseMoments(problem: DesignProblem): boolean {
  const { factors, constraints, model } = problem
  const moments = regionMoments(problem, designRegion(factors, constraints))
  const p = model.columns.length
  return moments.every((moment, at) => {
    const [i, j] = [Math.floor(at / p), at % p]
    if (i !== j) return Math.abs(moment) <= 1e-9
    const first = model.columns.findIndex(({ term }) => term === model.columns[i]!.term)
    return Math.abs(moment - moments[first * (p + 1)]!) <= 1e-9
  })
}
