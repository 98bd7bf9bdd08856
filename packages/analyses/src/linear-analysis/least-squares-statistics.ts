import {
  anova,
  coefficientTests,
  containsTerm,
  durbinWatson,
  fitStatistics,
  influence,
  type LeastSquaresFit,
  lackOfFit,
  tUpperQuantile,
  varianceInflation,
} from '@zerosec/engine'
import type { Model } from './model.ts'
import { columnSpread } from './spread.ts'
import type { AnovaRow, CoefficientStatistics, Statistics } from './statistics.ts'

/** Everything that least squares says of a fitted model. */
export function leastSquaresStatistics(
  model: Model,
  response: Float64Array,
  fit: LeastSquaresFit,
  confidence: number,
): Statistics {
  const df = fit.residualDegreesOfFreedom
  const { internallyStudentised, externallyStudentised, cooksDistance } = influence(fit)
  return {
    ...fitStatistics(fit),
    sigma: df > 0 ? fit.sigma : null,
    modelDegreesOfFreedom: fit.modelDegreesOfFreedom,
    residualDegreesOfFreedom: df,
    durbinWatson: durbinWatson(fit),
    coefficients: coefficientStatistics(model, fit, confidence),
    anova: df > 0 ? anovaRows(model, fit) : [],
    lackOfFit: lackOfFit(fit, model.matrix, response),
    rows: {
      leverage: [...fit.leverage],
      standardized: internallyStudentised,
      studentized: externallyStudentised,
      cook: cooksDistance,
    },
    quantile: df > 0 ? tUpperQuantile((1 - confidence) / 2, df) : null,
  }
}

function coefficientStatistics(model: Model, fit: LeastSquaresFit, confidence: number): CoefficientStatistics[] {
  // a term of its own for each column: the variance inflation of single coefficients
  let own = 0
  const ownTerm = Int32Array.from(model.columns, ({ term }) => (term === -1 ? -1 : own++))
  const inflation = varianceInflation(fit, model.matrix, ownTerm)
  return coefficientTests(fit, confidence).map(({ estimate, standardError, t, p, low, high }, j) => {
    const scale = model.columns[j]!.term === -1 ? null : columnSpread(model, j) / Math.sqrt(fit.totalSumOfSquares)
    return {
      term: model.columns[j]!.name,
      estimate,
      stdError: standardError,
      t,
      p,
      low,
      high,
      vif: ownTerm[j] === -1 ? null : inflation[ownTerm[j]!]!.factor,
      standardized: estimate === null || scale === null ? null : estimate * scale,
    }
  })
}

/** Type II tests, and the sequential ones beside them. */
function anovaRows(model: Model, fit: LeastSquaresFit): AnovaRow[] {
  const { terms } = model.terms
  const termOfColumn = Int32Array.from(model.columns, ({ term }) => term)
  const adjusted = anova(fit, 'II', termOfColumn, (term, other) => containsTerm(terms[other]!, terms[term]!))
  const sequential = anova(fit, 'I', termOfColumn)
  return adjusted.terms.map(({ term, degreesOfFreedom, sumOfSquares, meanSquare, f, p }) => {
    const added = sequential.terms[term]!
    return {
      term: terms[term]!.label,
      df: degreesOfFreedom,
      sumOfSquares,
      meanSquare,
      f,
      p,
      sequentialSumOfSquares: added.sumOfSquares,
      sequentialF: added.f,
      sequentialP: added.p,
    }
  })
}
