import { type DesignModel, type DesignProblem, designModel, type Factor, type ModelTerms } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Table } from '@zerosec/table'
import type { DesignBasis } from './design-basis.ts'
import { designCriterion } from './design-criterion.ts'
import { chooseTerms } from './model-terms.ts'
import type { OptimizationParameters } from './parameters.ts'
import { readRuns } from './read-runs.ts'
import type { DesignRequest } from './request.ts'
import { checkBounds } from './row-bounds.ts'
import { wholePlots } from './whole-plots.ts'

/**
 * What is asked for, from the table and the parameters.
 *
 * @throws CodedError for whatever can't be read, can't be met or has no answer, naming the factor, row or constraint
 */
export function readRequest(table: Table, parameters: OptimizationParameters): DesignRequest {
  checkBounds(parameters.bounds)
  const basis = readRuns(table, parameters, parameters.factors)
  const { terms, warnings } = chooseTerms(basis.factors, parameters.model)
  const model = modelOf(basis.factors, terms, parameters.coding)
  checkRunCount(parameters, model, basis)
  const responses = basis.responses.length > 0 ? basis.responses : [{ name: 'Result', existing: noResults(basis) }]
  return {
    mode: basis.mode,
    problem: problemOf(parameters, basis, model),
    columns: basis.columns,
    modelText: parameters.model,
    responses,
    ...(basis.existing ? { existingRows: basis.existing.rows } : {}),
    ...(basis.candidates ? { candidateRows: basis.candidates.rows } : {}),
    ...(basis.covariates ? { candidateRows: basis.covariates.rows } : {}),
    centerPoints: parameters.center_points,
    replicates: parameters.replicates,
    starts: parameters.starts,
    sweeps: parameters.iterations,
    timeLimitSeconds: parameters.time_limit_s,
    sigma: parameters.sigma,
    effect: parameters.effect,
    warnings: [...basis.warnings, ...warnings],
  }
}

function problemOf(parameters: OptimizationParameters, basis: DesignBasis, model: DesignModel): DesignProblem {
  const { factors, constraints, existing, candidates, covariates } = basis
  const runs = parameters.num_points
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

/**
 * The columns of the terms. Where a mixture stands for the intercept, categories are coded by contrasts all the same: their
 * indicators would sum to one as the mixture does.
 */
function modelOf(factors: readonly Factor[], terms: ModelTerms, coding: OptimizationParameters['coding']): DesignModel {
  if (terms.intercept || !factors.some(({ kind }) => kind === 'mixture')) return designModel(factors, terms, coding)
  const model = designModel(factors, { ...terms, intercept: true }, coding)
  return {
    terms: { ...model.terms, intercept: false },
    columns: model.columns.filter(({ term }) => term >= 0),
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
