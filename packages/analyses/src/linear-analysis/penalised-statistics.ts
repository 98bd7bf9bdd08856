import type { Fit } from './fit.ts'
import type { Model } from './model.ts'
import type { Statistics } from './statistics.ts'

/** What can be said of a penalised fit: no standard errors, no tests, no leverage. */
export function penalisedStatistics(model: Model, response: Float64Array, fit: Fit): Statistics {
  const n = model.rows
  const mean = model.terms.intercept ? response.reduce((sum, y) => sum + y, 0) / n : 0
  const tss = response.reduce((sum, y) => sum + (y - mean) ** 2, 0)
  const rss = fit.residuals.reduce((sum, residual) => sum + residual ** 2, 0)
  const none = new Float64Array(n).fill(NaN)
  const scale = Math.sqrt(rss / n)
  return {
    r2: tss > 0 ? 1 - rss / tss : null,
    adjustedR2: null,
    predictedR2: null,
    press: null,
    sigma: null,
    logLikelihood: null,
    aic: null,
    aicc: null,
    bic: null,
    f: null,
    fP: null,
    modelDegreesOfFreedom: fit.penalised?.degreesOfFreedom ?? null,
    residualDegreesOfFreedom: null,
    durbinWatson:
      rss > 0
        ? fit.residuals.reduce((sum, e, i) => (i === 0 ? 0 : sum + (e - fit.residuals[i - 1]!) ** 2), 0) / rss
        : null,
    coefficients: model.columns.map(({ name, term }, j) => ({
      term: name,
      estimate: fit.coefficients[j]!,
      stdError: null,
      t: null,
      p: null,
      low: null,
      high: null,
      vif: null,
      standardized: term === -1 || tss === 0 ? null : fit.coefficients[j]! * Math.sqrt(columnSquares(model, j) / tss),
    })),
    anova: [],
    lackOfFit: null,
    rows: {
      leverage: none,
      standardized: scale > 0 ? fit.residuals.map((residual) => residual / scale) : none,
      studentized: none,
      cook: none,
    },
    quantile: null,
  }
}

/** About the mean with an intercept, else about zero. */
export function columnSquares(model: Model, j: number): number {
  const { matrix, rows } = model
  const width = model.columns.length
  let mean = 0
  if (model.terms.intercept) for (let i = 0; i < rows; i++) mean += matrix[i * width + j]! / rows
  let squares = 0
  for (let i = 0; i < rows; i++) squares += (matrix[i * width + j]! - mean) ** 2
  return squares
}
