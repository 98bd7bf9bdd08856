import type { Json } from '@zerosec/report'
import type { Effect } from './effects.ts'
import type { Scores } from './scores.ts'
import type { Evidence } from './warnings.ts'

/** The numbers for programs, in full precision: stable snake_case names, null where a quantity does not exist. */
export function reportValues(evidence: Evidence, scores: Scores, effects: readonly Effect[]): Record<string, Json> {
  const { preparation, model, fit, statistics } = evidence
  return {
    response: preparation.response.name,
    method: fit.method,
    rows_used: model.rows,
    ...scoreValues(scores),
    r2: statistics.r2,
    adjusted_r2: statistics.adjustedR2,
    predicted_r2: statistics.predictedR2,
    press: statistics.press,
    sigma: statistics.sigma,
    log_likelihood: statistics.logLikelihood,
    aic: statistics.aic,
    aicc: statistics.aicc,
    bic: statistics.bic,
    f: statistics.f,
    f_p: statistics.fP,
    model_df: statistics.modelDegreesOfFreedom,
    residual_df: statistics.residualDegreesOfFreedom,
    durbin_watson: statistics.durbinWatson,
    ...rowValues(evidence),
    coefficients: statistics.coefficients.map(({ term, estimate, stdError, t, p, low, high, vif, standardized }) => ({
      term,
      estimate,
      std_error: stdError,
      t,
      p,
      low,
      high,
      vif,
      standardized,
    })),
    anova: statistics.anova.map((row) => ({
      term: row.term,
      df: row.df,
      sum_of_squares: row.sumOfSquares,
      mean_square: row.meanSquare,
      f: row.f,
      p: row.p,
      sequential_sum_of_squares: row.sequentialSumOfSquares,
      sequential_f: row.sequentialF,
      sequential_p: row.sequentialP,
    })),
    lack_of_fit: lackOfFitValue(evidence),
    effects: effects.map(({ input, from, to, effect, low, high }) => ({ input, from, to, effect, low, high })),
    penalty: penaltyValue(evidence),
  }
}

function scoreValues({ crossValidation, folds, heldOut, heldOutRows, trainRmse }: Scores): Record<string, Json> {
  return {
    cv_rmse: crossValidation.rmse,
    cv_r2: crossValidation.r2,
    cv_folds: folds,
    holdout_rmse: heldOut?.rmse ?? null,
    holdout_r2: heldOut?.r2 ?? null,
    holdout_rows: heldOutRows,
    train_rmse: trainRmse,
  }
}

/** The rows that stand out most; `max_cooks_row` is the line of the file or row of the sheet. */
function rowValues({ preparation: { data }, statistics: { rows } }: Evidence): Record<string, Json> {
  const cook = largest(rows.cook)
  return {
    max_leverage: largest(rows.leverage)?.value ?? null,
    max_cooks: cook?.value ?? null,
    max_cooks_row: cook ? data.rowNumbers[cook.index]! : null,
    max_abs_studentized: largest(rows.studentized.map((value) => value && Math.abs(value)))?.value ?? null,
  }
}

function largest(values: readonly (number | null)[]): { value: number; index: number } | null {
  let found: { value: number; index: number } | null = null
  values.forEach((value, index) => {
    if (value !== null && (found === null || value > found.value)) found = { value, index }
  })
  return found
}

function lackOfFitValue({ statistics: { lackOfFit } }: Evidence): Json {
  if (!lackOfFit) return null
  return {
    df: lackOfFit.lackOfFitDegreesOfFreedom,
    sum_of_squares: lackOfFit.lackOfFitSumOfSquares,
    pure_error_df: lackOfFit.pureErrorDegreesOfFreedom,
    pure_error_sum_of_squares: lackOfFit.pureErrorSumOfSquares,
    f: lackOfFit.f,
    p: lackOfFit.p,
  }
}

function penaltyValue({ fit: { penalised } }: Evidence): Json {
  if (!penalised) return null
  return {
    lambda: penalised.lambda,
    l1_ratio: penalised.l1Ratio,
    degrees_of_freedom: penalised.degreesOfFreedom,
    converged: penalised.converged,
  }
}
