import { type DesignModel, type DesignProblem, designModel, designRegion, type Factor } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import { refuseAliasedTerms } from './aliased-terms.ts'
import { classicalRuns } from './classical-runs.ts'
import type { DesignBasis } from './design-basis.ts'
import { designCriterion } from './design-criterion.ts'
import { chooseTerms } from './model-terms.ts'
import type { OptimizationParameters } from './parameters.ts'
import type { DesignRequest } from './request.ts'
import { wholePlots } from './whole-plots.ts'

/**
 * The request for what a table or a plan says, completed with model, criterion and structure.
 *
 * @throws CodedError design_runs_too_few, design_term_aliased, formula_invalid, design_factor_unknown, parameter_invalid, and
 *   what the region refuses
 */
export function designRequest(basis: DesignBasis, parameters: OptimizationParameters): DesignRequest {
  const { model, warnings } = requestedModel(basis.factors, parameters)
  const classical = classicalRuns(basis, model, parameters)
  if (!classical) checkRunCount(parameters, model, basis)
  const region = designRegion(basis.factors, basis.constraints)
  if (parameters.criterion !== 'bayesian_D') refuseAliasedTerms(basis, model, region)
  const responses = basis.responses.length > 0 ? basis.responses : [{ name: 'Result', existing: noResults(basis) }]
  const rows = basis.candidates?.rows ?? basis.covariates?.rows
  return {
    mode: basis.mode,
    problem: problemOf(parameters, basis, model, classical?.count ?? parameters.num_points),
    ...(classical ? { classical } : {}),
    columns: basis.columns,
    modelText: parameters.model,
    responses,
    ...(basis.existing ? { existingRows: basis.existing.rows } : {}),
    ...(rows ? { candidateRows: rows } : {}),
    centerPoints: parameters.center_points,
    replicates: parameters.replicates,
    starts: parameters.starts,
    sweeps: parameters.iterations,
    timeLimitSeconds: parameters.time_limit_s,
    sigma: parameters.sigma,
    effect: parameters.effect,
    warnings: [...basis.warnings, ...warnings, ...(classical?.warnings ?? [])],
  }
}

/**
 * The model over the factors. Where a mixture stands for the intercept, categories are coded by contrasts all the same: their
 * indicators would sum to one as the mixture does.
 *
 * @throws CodedError formula_invalid, design_factor_unknown
 */
export function requestedModel(
  factors: readonly Factor[],
  { model: text, coding }: Pick<OptimizationParameters, 'model' | 'coding'>,
): { model: DesignModel; warnings: readonly Warning[] } {
  const { terms, warnings } = chooseTerms(factors, text)
  if (terms.intercept || !factors.some(({ kind }) => kind === 'mixture')) {
    return { model: designModel(factors, terms, coding), warnings }
  }
  const model = designModel(factors, { ...terms, intercept: true }, coding)
  const columns = model.columns.filter(({ term }) => term >= 0)
  return { model: { terms: { ...model.terms, intercept: false }, columns }, warnings }
}

function problemOf(
  parameters: OptimizationParameters,
  basis: DesignBasis,
  model: DesignModel,
  runs: number,
): DesignProblem {
  const { factors, constraints, existing, candidates, covariates } = basis
  const plots = wholePlots(parameters, factors, model)
  return {
    factors,
    model,
    criterion: designCriterion(parameters, factors, model, runs + (existing?.rows.length ?? 0)),
    runs,
    constraints,
    ...(existing ? { existing: existing.runs } : {}),
    ...(candidates ? { candidates: { runs: candidates.runs, repeats: parameters.repeats } } : {}),
    ...(plots ? { wholePlots: plots } : {}),
    ...(covariates ? { covariateRows: covariates.runs } : {}),
  }
}

function checkRunCount(
  { num_points: runs, criterion }: OptimizationParameters,
  model: DesignModel,
  basis: DesignBasis,
): void {
  if (criterion === 'bayesian_D') return
  const coefficients = model.columns.length
  const existing = basis.existing?.rows.length ?? 0
  if (runs + existing >= coefficients) return
  if (existing === 0) throw new CodedError('design_runs_too_few', { coefficients, runs })
  throw new CodedError('design_runs_too_few_beside', { coefficients, runs, existing, needed: coefficients - existing })
}

function noResults({ existing }: DesignBasis): null[] {
  return Array.from(existing?.rows ?? [], () => null)
}
