import { containsTerm, fSurvival, type LeastSquaresFit, tQuantile, tTwoSided } from '@zerosec/engine'
import { leastSquaresOn } from './fit.ts'
import type { Model } from './model.ts'
import type { AnovaRow, CoefficientStatistics, LackOfFit, RowStatistics, Statistics } from './statistics.ts'

/** Everything that least squares says of a fitted model. */
export function leastSquaresStatistics(
  model: Model,
  response: Float64Array,
  fit: LeastSquaresFit,
  confidence: number,
): Statistics {
  const { rows: n, rank, residualSumOfSquares: rss, totalSumOfSquares: tss, modelDegreesOfFreedom: df1 } = fit
  const df2 = fit.residualDegreesOfFreedom
  const quantile = df2 > 0 ? tQuantile((1 + confidence) / 2, df2) : null
  const f = df1 > 0 && df2 > 0 && rss > 0 ? (tss - rss) / df1 / (rss / df2) : null
  const press = pressOf(fit)
  const logLikelihood = rss > 0 ? (-n / 2) * (Math.log((2 * Math.PI * rss) / n) + 1) : null
  const k = rank + 1
  const aic = logLikelihood === null ? null : 2 * k - 2 * logLikelihood
  const totalDf = n - (model.terms.intercept ? 1 : 0)
  return {
    r2: tss > 0 ? 1 - rss / tss : null,
    adjustedR2: tss > 0 && df2 > 0 ? 1 - rss / df2 / (tss / totalDf) : null,
    predictedR2: tss > 0 && press !== null ? 1 - press / tss : null,
    press,
    sigma: df2 > 0 ? fit.sigma : null,
    logLikelihood,
    aic,
    aicc: aic !== null && n - k - 1 > 0 ? aic + (2 * k * (k + 1)) / (n - k - 1) : null,
    bic: logLikelihood === null ? null : k * Math.log(n) - 2 * logLikelihood,
    f,
    fP: f === null ? null : fSurvival(f, df1, df2),
    modelDegreesOfFreedom: df1,
    residualDegreesOfFreedom: df2,
    durbinWatson: durbinWatson(fit),
    coefficients: coefficientStatistics(model, fit, quantile),
    anova: df2 > 0 ? anova(model, response, fit) : [],
    lackOfFit: lackOfFit(model, response, fit),
    rows: rowStatistics(fit),
    quantile,
  }
}

function pressOf({ residuals, leverage }: LeastSquaresFit): number | null {
  let press = 0
  for (let i = 0; i < residuals.length; i++) {
    if (leverage[i]! > 1 - 1e-10) return null
    press += (residuals[i]! / (1 - leverage[i]!)) ** 2
  }
  return press
}

function durbinWatson({ residuals, residualSumOfSquares }: LeastSquaresFit): number | null {
  if (!(residualSumOfSquares > 0)) return null
  let sum = 0
  for (let i = 1; i < residuals.length; i++) sum += (residuals[i]! - residuals[i - 1]!) ** 2
  return sum / residualSumOfSquares
}

function coefficientStatistics(model: Model, fit: LeastSquaresFit, quantile: number | null): CoefficientStatistics[] {
  const p = model.columns.length
  const aliased = new Set(fit.aliased.map(({ column }) => column))
  const spreadOfResponse = Math.sqrt(fit.totalSumOfSquares)
  return model.columns.map(({ name, term }, j) => {
    if (aliased.has(j)) return { term: name, estimate: null, ...NO_TESTS, vif: null, standardized: null }
    const estimate = fit.coefficients[j]!
    const squares = columnSquares(model, j)
    const isIntercept = term === -1
    const standardized =
      isIntercept || spreadOfResponse === 0 ? null : (estimate * Math.sqrt(squares)) / spreadOfResponse
    const vif = isIntercept ? null : fit.covarianceUnscaled[j * p + j]! * squares
    const stdError = fit.standardErrors[j]!
    if (quantile === null || stdError === 0) return { term: name, estimate, ...NO_TESTS, vif, standardized }
    const t = estimate / stdError
    return {
      term: name,
      estimate,
      stdError,
      t,
      p: tTwoSided(t, fit.residualDegreesOfFreedom),
      low: estimate - quantile * stdError,
      high: estimate + quantile * stdError,
      vif,
      standardized,
    }
  })
}

const NO_TESTS = { stdError: null, t: null, p: null, low: null, high: null }

/** About the mean with an intercept, else about zero. */
function columnSquares(model: Model, j: number): number {
  const { matrix, rows } = model
  const width = model.columns.length
  let mean = 0
  if (model.terms.intercept) for (let i = 0; i < rows; i++) mean += matrix[i * width + j]! / rows
  let squares = 0
  for (let i = 0; i < rows; i++) squares += (matrix[i * width + j]! - mean) ** 2
  return squares
}

function anova(model: Model, response: Float64Array, fit: LeastSquaresFit): AnovaRow[] {
  const { terms, intercept } = model.terms
  const df2 = fit.residualDegreesOfFreedom
  const meanSquareError = fit.residualSumOfSquares / df2
  const residualWith = (keep: (term: number) => boolean) => {
    const kept = model.columns
      .map((column, j) => ({ column, j }))
      .filter(({ column }) => column.term < 0 || keep(column.term))
    if (kept.length === 0) return { rss: response.reduce((sum, y) => sum + y * y, 0), df: model.rows }
    const matrix = new Float64Array(model.rows * kept.length)
    for (let i = 0; i < model.rows; i++) {
      kept.forEach(({ j }, k) => {
        matrix[i * kept.length + k] = model.matrix[i * model.columns.length + j]!
      })
    }
    const part = leastSquaresOn(matrix, response, { ...model, columns: kept.map(({ column }) => column) })
    return { rss: part.residualSumOfSquares, df: part.residualDegreesOfFreedom }
  }
  void intercept
  let before = residualWith(() => false)
  return terms.map((term, index) => {
    const without = residualWith((other) => other !== index && !containsTerm(terms[other]!, term))
    const withTerm = residualWith((other) => other === index || !containsTerm(terms[other]!, term))
    const after = residualWith((other) => other <= index)
    const sequential = testOf(before, after, meanSquareError, df2)
    before = after
    const { df, sumOfSquares, meanSquare, f, p } = testOf(without, withTerm, meanSquareError, df2)
    return {
      term: term.label,
      df,
      sumOfSquares,
      meanSquare,
      f,
      p,
      sequentialSumOfSquares: sequential.sumOfSquares,
      sequentialF: sequential.f,
      sequentialP: sequential.p,
    }
  })
}

function testOf(a: { rss: number; df: number }, b: { rss: number; df: number }, meanSquareError: number, df2: number) {
  const df = a.df - b.df
  const sumOfSquares = Math.max(0, a.rss - b.rss)
  const meanSquare = df > 0 ? sumOfSquares / df : null
  const f = meanSquare !== null && meanSquareError > 0 ? meanSquare / meanSquareError : null
  return { df, sumOfSquares, meanSquare, f, p: f === null ? null : fSurvival(f, df, df2) }
}

function lackOfFit(model: Model, response: Float64Array, fit: LeastSquaresFit): LackOfFit | null {
  const width = model.columns.length
  const groups = new Map<string, number[]>()
  for (let i = 0; i < model.rows; i++) {
    const key = model.matrix.subarray(i * width, (i + 1) * width).join(' ')
    const group = groups.get(key)
    if (group) group.push(i)
    else groups.set(key, [i])
  }
  const pureErrorDf = model.rows - groups.size
  const df = fit.residualDegreesOfFreedom - pureErrorDf
  if (pureErrorDf === 0 || df <= 0) return null
  let pure = 0
  for (const group of groups.values()) {
    const mean = group.reduce((sum, i) => sum + response[i]!, 0) / group.length
    for (const i of group) pure += (response[i]! - mean) ** 2
  }
  const sumOfSquares = Math.max(0, fit.residualSumOfSquares - pure)
  const f = pure > 0 ? sumOfSquares / df / (pure / pureErrorDf) : null
  return {
    df,
    sumOfSquares,
    pureErrorDf,
    pureErrorSumOfSquares: pure,
    f,
    p: f === null ? null : fSurvival(f, df, pureErrorDf),
  }
}

function rowStatistics(fit: LeastSquaresFit): RowStatistics {
  const { leverage, residuals, sigma, rank, residualDegreesOfFreedom: df } = fit
  const standardized = residuals.map((residual, i) =>
    leverage[i]! > 1 - 1e-10 || sigma === 0 ? NaN : residual / (sigma * Math.sqrt(1 - leverage[i]!)),
  )
  const studentized = standardized.map((r) => (df > 1 && r * r < df ? r * Math.sqrt((df - 1) / (df - r * r)) : NaN))
  const cook = standardized.map((r, i) => (r * r * leverage[i]!) / (rank * (1 - leverage[i]!)))
  return { leverage, standardized, studentized, cook }
}
