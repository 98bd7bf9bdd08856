import type { LeastSquaresFit } from './least-squares.ts'

/** What each row does to the fit; n each. Null in a row: it has leverage 1, or there is no residual variance. */
export interface Influence {
  /** residual / (sigma·√(1 − leverage)). */
  readonly internallyStudentised: readonly (number | null)[]
  /**
   * The same with sigma of the other rows: t distributed with n − rank − 1 degrees of freedom if the row is like the
   * others. Also null where none is left, or where the other rows fit perfectly.
   */
  readonly externallyStudentised: readonly (number | null)[]
  /** (internally studentised)²·leverage / ((1 − leverage)·rank): how far all fitted values move without the row. */
  readonly cooksDistance: readonly (number | null)[]
}

/** Source: Cook & Weisberg, Residuals and Influence in Regression (1982), chapters 2 and 3; as R's `rstandard`, `rstudent`. */
export function influence(fit: LeastSquaresFit): Influence {
  const { residuals, leverage, sigma, rank, residualDegreesOfFreedom: df } = fit
  const internallyStudentised: (number | null)[] = []
  const externallyStudentised: (number | null)[] = []
  const cooksDistance: (number | null)[] = []
  for (let i = 0; i < residuals.length; i++) {
    const h = leverage[i]!
    if (h === 1 || sigma === 0) {
      internallyStudentised.push(null)
      externallyStudentised.push(null)
      cooksDistance.push(null)
      continue
    }
    const r = residuals[i]! / (sigma * Math.sqrt(1 - h))
    // r² is at most df; there the row alone makes up the whole residual variance
    const rest = df - r * r
    internallyStudentised.push(r)
    externallyStudentised.push(df > 1 && rest > 1e-12 * df ? r * Math.sqrt((df - 1) / rest) : null)
    cooksDistance.push((r * r * h) / ((1 - h) * rank))
  }
  return { internallyStudentised, externallyStudentised, cooksDistance }
}

/**
 * Durbin-Watson statistic, Σ(eᵢ − eᵢ₋₁)² / Σeᵢ²: about 2 for independent errors, towards 0 if neighbours in the table are
 * alike, towards 4 if they alternate. It means something only if the rows are in the order of measurement.
 * Null: fewer than two rows, or no residual is left.
 */
export function durbinWatson({ residuals, residualSumOfSquares }: LeastSquaresFit): number | null {
  if (residuals.length < 2 || residualSumOfSquares === 0) return null
  let sum = 0
  for (let i = 1; i < residuals.length; i++) sum += (residuals[i]! - residuals[i - 1]!) ** 2
  return sum / residualSumOfSquares
}
