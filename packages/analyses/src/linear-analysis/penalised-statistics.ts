import { r2Score } from '@zerosec/engine'
import type { Fit } from './fit.ts'
import type { Model } from './model.ts'
import { columnSpread } from './spread.ts'
import type { Statistics } from './statistics.ts'

/** What can be said of a penalised fit: no standard errors, no tests, no leverage. */
export function penalisedStatistics(model: Model, response: Float64Array, fit: Fit): Statistics {
  const { rows: n } = model
  const mean = model.terms.intercept ? response.reduce((sum, y) => sum + y, 0) / n : 0
  const responseSpread = Math.sqrt(response.reduce((sum, y) => sum + (y - mean) ** 2, 0))
  const squares = fit.residuals.reduce((sum, residual) => sum + residual ** 2, 0)
  const scale = Math.sqrt(squares / n)
  const none = Array.from(response, () => null)
  return {
    ...NO_TESTS,
    r2: r2Score(response, fit.fitted),
    modelDegreesOfFreedom: fit.penalised?.degreesOfFreedom ?? null,
    durbinWatson: squares > 0 ? neighbourSquares(fit.residuals) / squares : null,
    coefficients: model.columns.map(({ name, term }, j) => ({
      ...NO_ERROR,
      term: name,
      estimate: fit.coefficients[j]!,
      standardized: term === -1 ? null : (fit.coefficients[j]! * columnSpread(model, j)) / responseSpread,
    })),
    rows: {
      leverage: none,
      standardized: scale > 0 ? Array.from(fit.residuals, (residual) => residual / scale) : none,
      studentized: none,
      cook: none,
    },
  }
}

const NO_ERROR = { stdError: null, t: null, p: null, low: null, high: null, vif: null }

const NO_TESTS = {
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
  residualDegreesOfFreedom: null,
  anova: [],
  lackOfFit: null,
  quantile: null,
}

function neighbourSquares(residuals: Float64Array): number {
  return residuals.reduce((sum, residual, i) => (i === 0 ? 0 : sum + (residual - residuals[i - 1]!) ** 2), 0)
}
