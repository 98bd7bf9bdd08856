import { designRegion } from '../constrained-region.ts'
import { designModel } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'
import { informationMatrix } from '../information.ts'
import { regionMoments } from '../region-moments.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { isScaledIdentity, orthogonalDesign } from './orthogonal-design.ts'

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
  const entry = orthogonalDesign(problem)
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
