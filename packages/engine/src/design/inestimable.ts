import { CodedError } from '@zerosec/errors'
import { factorQr } from '../linalg/householder-qr.ts'
import { columnDependencies, inestimableColumns } from './column-dependency.ts'
import { designMatrix, modelExpansion } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'

/** The error of a search that found singular designs only, of which `runs` is one. */
export function inestimable(problem: DesignProblem, runs: Float64Array): CodedError {
  const { factors, model, existing } = problem
  const k = factors.length
  const coefficients = model.columns.length
  const made = (existing?.length ?? 0) / k
  if (problem.runs + made < coefficients) {
    if (made === 0) return new CodedError('design_runs_too_few', { coefficients, runs: problem.runs })
    const needed = coefficients - made
    return new CodedError('design_runs_too_few_beside', { coefficients, runs: problem.runs, existing: made, needed })
  }
  const all = new Float64Array((existing?.length ?? 0) + runs.length)
  all.set(existing ?? [])
  all.set(runs, existing?.length ?? 0)
  const rows = designMatrix(modelExpansion(factors, model.columns), all, k)
  const count = all.length / k
  const columnMajor = new Float64Array(rows.length)
  rows.forEach((value, at) => {
    columnMajor[(at % coefficients) * count + Math.floor(at / coefficients)] = value
  })
  const dependencies = columnDependencies(factorQr(columnMajor, count, coefficients, 1e-6))
  const columns = inestimableColumns(dependencies).map((j) => model.columns[j]!.name)
  return new CodedError('design_inestimable', { runs: problem.runs, columns })
}
