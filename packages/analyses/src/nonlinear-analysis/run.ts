import { CodedError } from '@zerosec/errors'
import type { Json, Report } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { AnalysisFile, AnalysisInput, AnalysisResult } from '../analysis.ts'
import { environmentFile } from '../modelling/environment-file.ts'
import type { Scope } from '../modelling/scope.ts'
import { VERSION } from '../version.ts'
import { modelFiles } from './delivered-model.ts'
import { explainTrees } from './explain.ts'
import { gatherTarget } from './gather.ts'
import { headline } from './headline.ts'
import type { TargetOutcome } from './outcome.ts'
import type { NonlinearParameters } from './parameters.ts'
import { planTarget, type TargetPlan } from './plan.ts'
import { type Preparation, prepare } from './prepare.ts'
import { randomise } from './randomisation.ts'
import { predictionFile, shapFile, trialsFile } from './result-files.ts'
import { runStudies } from './run-studies.ts'
import { targetSections } from './sections.ts'
import { tradeOffSections } from './trade-off.ts'
import { reportValues } from './values.ts'
import { targetWarnings } from './warnings.ts'

/** Share of the run that the studies take. */
const STUDIED = 0.9

/**
 * Tunes every model in nested folds, blends those that help, and tells how well new rows are predicted, by what and why.
 *
 * @throws CodedError what `prepare`, the folds and the hyperparameters refuse
 */
export async function runNonlinearAnalysis(input: AnalysisInput<NonlinearParameters>): Promise<AnalysisResult> {
  const { table, parameters, seed, progress } = input
  progress(0, 'Choosing factors and rows')
  const targets = targetsOf(table, parameters)
  const preparations = targets.map((target) => prepare(table, target, targets, parameters))
  const plans = preparations.map((preparation) => planTarget(table, preparation, parameters, seed))
  const outcomes = await study(input, preparations, plans)

  progress(STUDIED, 'Explaining the models')
  const explanations = outcomes.map((outcome) => explainTrees(outcome))
  const scopes = preparations.map(
    ({ response }, k): Scope => ({ response, suffix: targets.length > 1 ? `_${k + 1}` : '' }),
  )
  const report: Report = {
    format: 'zerosec.report/1',
    analysis: 'nonlinear_analysis',
    version: VERSION,
    title: `Models of ${targets.join(', ')}`,
    headline: headline(outcomes),
    table: { name: table.name, rows: table.rowCount, columns: table.columns.length, sha256: table.sha256 },
    parameters: { ...(parameters as unknown as Record<string, Json>), random_seed: seed },
    seed,
    warnings: outcomes.flatMap((outcome, k) => targetWarnings(outcome, plans[k]!, parameters)),
    values: reportValues(outcomes),
    sections: [
      ...outcomes.flatMap((outcome, k) => targetSections(outcome, explanations[k]!, scopes[k]!, parameters)),
      ...tradeOffSections(table, preparations, parameters),
    ],
  }
  const files = outcomes.flatMap((outcome, k): AnalysisFile[] => {
    const name = targets.length > 1 ? `model_${k + 1}` : 'model'
    return [
      ...modelFiles(outcome, table, seed, name),
      predictionFile(outcome, scopes[k]!),
      trialsFile(outcome, scopes[k]!),
      ...(parameters.enable_shap && explanations[k] ? [shapFile(explanations[k], scopes[k]!)] : []),
    ]
  })
  return { report, files: [...files, environmentFile('nonlinear_analysis', input)] }
}

function targetsOf(table: Table, { target_columns: named }: NonlinearParameters): string[] {
  if (named.length > 0) return [...new Set(named)]
  const last = table.columns.findLast(({ kind }) => kind === 'number')
  if (!last)
    throw new CodedError('parameter_invalid', {
      parameter: 'target_columns',
      problem: 'the table has no column of numbers',
    })
  return [last.name]
}

async function study(
  input: AnalysisInput<NonlinearParameters>,
  preparations: readonly Preparation[],
  plans: readonly TargetPlan[],
): Promise<TargetOutcome[]> {
  const { parameters, seed, progress } = input
  const started = performance.now()
  const deadline = parameters.time_limit_s === undefined ? null : Date.now() + 1000 * parameters.time_limit_s
  const names = preparations.map(({ response }) => response.name)
  const results = await runStudies(input, names, plans, (share, message) => progress(STUDIED * share, message))
  const seconds = (performance.now() - started) / 1000
  const options = { metric: parameters.metric, interval: parameters.interval, seed }
  const outcomes: TargetOutcome[] = []
  for (const [k, plan] of plans.entries()) {
    const outcome = gatherTarget(preparations[k]!, plan, results[k]!, options, seconds)
    const randomisation = await randomise(input, plan, outcome, deadline, (done) =>
      progress(STUDIED, `${names[k]}: response shuffled, ${done} of ${parameters.y_randomisation}`),
    )
    outcomes.push({ ...outcome, randomisation })
  }
  return outcomes
}
