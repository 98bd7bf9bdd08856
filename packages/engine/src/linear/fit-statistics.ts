import { fSurvival } from '../distributions/f.ts'
import type { LeastSquaresFit } from './least-squares.ts'

/** How well a fit describes the data. Null: the quantity does not exist, for the reason given. */
export interface FitStatistics {
  /** Model / total sum of squares, about the mean with an intercept, else about zero. Null: the response does not vary. */
  readonly r2: number | null
  /** 1 − (1 − R²)·(n − intercept)/(n − rank). Null: as R², or no residual degrees of freedom. */
  readonly adjustedR2: number | null
  /** 1 − PRESS / total: R² of rows predicted without themselves. Null: as PRESS and R². */
  readonly predictedR2: number | null
  /** Σ (residual / (1 − leverage))². Null: some row has leverage 1, so the others can't predict it. */
  readonly press: number | null
  /** Maximised normal log-likelihood, −n/2·(log 2π + log(RSS/n) + 1). Null: no residual is left, it has no bound. */
  readonly logLikelihood: number | null
  /** −2·log-likelihood + 2k with k = rank + 1, the error variance counted: as R's `AIC`. Null: as the log-likelihood. */
  readonly aic: number | null
  /** AIC + 2k(k + 1)/(n − k − 1). Null: as AIC, or n ≤ k + 1. */
  readonly aicc: number | null
  /** −2·log-likelihood + k·log n: as R's `BIC`. */
  readonly bic: number | null
  /** All columns but the intercept against none. Null: no such column, no residual degrees of freedom, or a perfect fit. */
  readonly f: number | null
  readonly fP: number | null
}

export function fitStatistics(fit: LeastSquaresFit): FitStatistics {
  const { rows, residualSumOfSquares, totalSumOfSquares, residualDegreesOfFreedom, modelDegreesOfFreedom, rank } = fit
  const modelSumOfSquares = sumOfSquaresOfModel(fit)
  const varies = totalSumOfSquares > 0
  const r2 = varies ? modelSumOfSquares / (modelSumOfSquares + residualSumOfSquares) : null
  const intercept = rank - modelDegreesOfFreedom
  const press = pressOf(fit)
  const logLikelihood =
    residualSumOfSquares > 0 ? (-rows / 2) * (Math.log(2 * Math.PI) + Math.log(residualSumOfSquares / rows) + 1) : null
  const k = rank + 1
  const aic = logLikelihood === null ? null : 2 * k - 2 * logLikelihood
  const f =
    modelDegreesOfFreedom > 0 && residualDegreesOfFreedom > 0 && residualSumOfSquares > 0
      ? modelSumOfSquares / modelDegreesOfFreedom / (residualSumOfSquares / residualDegreesOfFreedom)
      : null
  return {
    r2,
    adjustedR2:
      r2 === null || residualDegreesOfFreedom === 0
        ? null
        : 1 - (1 - r2) * ((rows - intercept) / residualDegreesOfFreedom),
    predictedR2: press === null || !varies ? null : 1 - press / totalSumOfSquares,
    press,
    logLikelihood,
    aic,
    aicc: aic === null || rows <= k + 1 ? null : aic + (2 * k * (k + 1)) / (rows - k - 1),
    bic: logLikelihood === null ? null : k * Math.log(rows) - 2 * logLikelihood,
    f,
    fP: f === null ? null : fSurvival(f, modelDegreesOfFreedom, residualDegreesOfFreedom),
  }
}

/** Σ (fitted − mean)², or Σ fitted² without an intercept: keeps digits that total − residual loses where R² is small. */
function sumOfSquaresOfModel({ fitted, residuals, modelDegreesOfFreedom, rank }: LeastSquaresFit): number {
  if (modelDegreesOfFreedom === 0) return 0
  const hasIntercept = modelDegreesOfFreedom < rank
  const shift = hasIntercept ? fitted[0]! + residuals[0]! : 0
  const n = fitted.length
  let sum = 0
  if (hasIntercept) for (let i = 0; i < n; i++) sum += fitted[i]! + residuals[i]! - shift
  const mean = shift + sum / n
  let squares = 0
  for (let i = 0; i < n; i++) squares += (fitted[i]! - mean) ** 2
  return squares
}

function pressOf({ residuals, leverage }: LeastSquaresFit): number | null {
  let sum = 0
  for (let i = 0; i < residuals.length; i++) {
    if (leverage[i] === 1) return null
    sum += (residuals[i]! / (1 - leverage[i]!)) ** 2
  }
  return sum
}
