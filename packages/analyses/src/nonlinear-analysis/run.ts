import type { LearnerName, Narrowing, UnitProgress } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Json, Report } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { AnalysisFile, AnalysisInput, AnalysisResult } from '../analysis.ts'
import { openThreadPool } from '../threads/thread-pool.ts'
import { VERSION } from '../version.ts'
import { modelFile } from './delivered-model.ts'
import { gatherTarget } from './gather.ts'
import { headline } from './headline.ts'
import { MODELS, modelNamed } from './model-names.ts'
import type { TargetOutcome } from './outcome.ts'
import type { NonlinearParameters } from './parameters.ts'
import { planTarget, type TargetPlan, unitsOf } from './plan.ts'
import { type Preparation, prepare } from './prepare.ts'
import { predictionFile, trialsFile } from './result-files.ts'
import type { Scope } from './scope.ts'
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
      ...outcomes.flatMap((outcome, k) => targetSections(outcome, scopes[k]!, parameters)),
      ...tradeOffSections(table, preparations, parameters),
    ],
  }
  const files = outcomes.flatMap((outcome, k): AnalysisFile[] => {
    const name = targets.length > 1 ? `model_${k + 1}` : 'model'
    return [
      { path: `models/${name}.zsm`, type: 'zsm', bytes: modelFile(outcome, table, seed) },
      predictionFile(outcome, scopes[k]!),
      trialsFile(outcome, scopes[k]!),
    ]
  })
  return { report, files }
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
  { parameters, seed, progress }: AnalysisInput<NonlinearParameters>,
  preparations: readonly Preparation[],
  plans: readonly TargetPlan[],
): Promise<TargetOutcome[]> {
  const started = performance.now()
  const units = plans.flatMap((plan, k) => unitsOf(plan, k, parameters.n_trials))
  const work = {
    targets: plans.map((plan) => plan.study),
    units,
    metric: parameters.metric,
    narrowed: narrowings(parameters),
    seed,
    endsAt: parameters.time_limit_s === undefined ? null : Date.now() + 1000 * parameters.time_limit_s,
  }
  const trials = units.map(() => 0)
  const total = units.reduce((sum, unit) => sum + unit.trials, 0)
  const say = ({ unit, trial, best }: UnitProgress) => {
    trials[unit] = trial
    const { target, learner, test } = units[unit]!
    const fold = plans[target]!.folds.outer.findIndex((outer) => outer.test === test)
    const where = test.length === 0 ? 'all rows' : `fold ${fold + 1} of ${plans[target]!.folds.outer.length}`
    const name = preparations[target]!.response.name
    const message = `${name}: ${learner}, ${where}, setting ${trial}, best ${parameters.metric} ${best.toPrecision(4)}`
    progress((STUDIED * trials.reduce((a, b) => a + b, 0)) / total, message)
  }
  const pool = openThreadPool()
  try {
    const results = await pool.run('studyUnits', work, units.length, {
      onProgress: (_item, report) => say(report),
    })
    const seconds = (performance.now() - started) / 1000
    let from = 0
    return plans.map((plan, k) => {
      const count = plan.models.length * (plan.folds.outer.length + 1)
      const own = results.slice(from, from + count)
      from += count
      return gatherTarget(
        preparations[k]!,
        plan,
        own,
        { metric: parameters.metric, interval: parameters.interval },
        seconds,
      )
    })
  } finally {
    await pool.close()
  }
}

/** @throws CodedError parameter_invalid for a model that there is not */
function narrowings({ hyperparams }: NonlinearParameters): Partial<Record<LearnerName, Narrowing>> {
  const names = [...MODELS, 'leaf_wise_boosting', 'depth_wise_boosting'] as const
  return Object.fromEntries(
    Object.entries(hyperparams).map(([given, narrowing]) => {
      const name = names.find((each) => each === given)
      if (!name) {
        const problem = `there is no model "${given}"; there are ${MODELS.join(', ')}`
        throw new CodedError('parameter_invalid', { parameter: 'hyperparams', problem })
      }
      return [modelNamed(name), narrowing]
    }),
  )
}
