import { factorCholesky, logDeterminant } from '../linalg/cholesky.ts'
import type { LeastSquaresFit } from './least-squares.ts'
import { columnsOfTerms } from './terms-of-columns.ts'

export interface VarianceInflation {
  readonly term: number
  /** Kept columns of the term. */
  readonly degreesOfFreedom: number
  /**
   * By how much the other terms enlarge the (generalised) variance of the term's coefficients; 1 is orthogonal.
   * Null: all its columns are aliased.
   */
  readonly factor: number | null
  /** factor^(1/(2·df)): comparable between terms; for one column √VIF, the widening of its interval. */
  readonly scaled: number | null
}

/**
 * Variance inflation factors of terms, generalised for terms of several columns; for one column it is 1/(1 − R²) of that
 * column on the others. With an intercept columns are taken about their means.
 *
 * @param x  the n × p matrix that was fitted
 * @param termOfColumn  p: the term of each column, −1 for the intercept; terms are numbered from 0
 *
 * The invariant: det(covariance block)·det(cross products of the term's own columns). Cost: n·Σ dfₜ².
 * Source: Fox & Monette, J. Amer. Statist. Assoc. 87 (1992) 178–183; as `vif` of R's package car.
 */
export function varianceInflation(
  fit: LeastSquaresFit,
  x: Float64Array,
  termOfColumn: Int32Array,
): VarianceInflation[] {
  const isCentred = fit.modelDegreesOfFreedom < fit.rank
  return columnsOfTerms(fit, termOfColumn).map(({ kept }, term) => {
    const df = kept.length
    if (df === 0) return { term, degreesOfFreedom: 0, factor: null, scaled: null }
    const own = crossProducts(x, fit.rows, fit.columns, kept, isCentred)
    const variance = new Float64Array(df * df)
    // brought to unit diagonals, so that determinants neither overflow nor lose digits to units
    for (let i = 0; i < df; i++) {
      for (let j = 0; j < df; j++) {
        const scale = Math.sqrt(own[i * df + i]! * own[j * df + j]!)
        variance[i * df + j] = fit.covarianceUnscaled[kept[i]! * fit.columns + kept[j]!]! * scale
      }
    }
    const correlation = own.map((value, at) => {
      const i = Math.floor(at / df)
      const j = at % df
      return value / Math.sqrt(own[i * df + i]! * own[j * df + j]!)
    })
    const first = factorCholesky(variance, df)
    const second = factorCholesky(correlation, df)
    // the columns of the term are dependent to rounding
    if (first === null || second === null) return { term, degreesOfFreedom: df, factor: null, scaled: null }
    const logFactor = logDeterminant(first, df) + logDeterminant(second, df)
    return { term, degreesOfFreedom: df, factor: Math.exp(logFactor), scaled: Math.exp(logFactor / (2 * df)) }
  })
}

function crossProducts(
  x: Float64Array,
  rows: number,
  columns: number,
  chosen: readonly number[],
  isCentred: boolean,
): Float64Array {
  const df = chosen.length
  const means = new Float64Array(df)
  if (isCentred) {
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < df; k++) means[k] = means[k]! + (x[i * columns + chosen[k]!]! - x[chosen[k]!]!)
    }
    for (let k = 0; k < df; k++) means[k] = x[chosen[k]!]! + means[k]! / rows
  }
  const sums = new Float64Array(df * df)
  const row = new Float64Array(df)
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < df; k++) row[k] = x[i * columns + chosen[k]!]! - means[k]!
    for (let k = 0; k < df; k++) for (let l = 0; l < df; l++) sums[k * df + l] = sums[k * df + l]! + row[k]! * row[l]!
  }
  return sums
}
