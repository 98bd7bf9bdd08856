import type { Cell } from '@zerosec/table'
import type { AnalysisFile } from '../analysis.ts'
import { csv } from '../modelling/csv-file.ts'
import type { Scope } from '../modelling/scope.ts'
import type { TreeExplanation } from './explain.ts'
import type { TargetOutcome } from './outcome.ts'
import { predictedRows } from './sections.ts'

/** Out-of-fold predictions with their intervals, a line each row. */
export function predictionFile(outcome: TargetOutcome, { suffix }: Scope): AnalysisFile {
  const rows = predictedRows(outcome).map(
    ({ row, actual, predicted, low, high, isInside, fold, isOutlier }): Cell[] => [
      row,
      actual,
      predicted,
      low,
      high,
      isInside,
      fold,
      isOutlier,
    ],
  )
  const header = ['row', 'measured', 'prediction', 'low', 'high', 'inside_domain', 'fold', 'outlier']
  return csv(`out_of_fold_predictions${suffix}.csv`, header, rows)
}

/** What each factor adds to the predictions of the explained rows, on the scale that is named: base + all factors = prediction. */
export function shapFile({ view }: TreeExplanation, { suffix }: Scope): AnalysisFile {
  const names = view.features.map(({ name }) => name)
  const scale = view.scale.slice(1, -1)
  const rows = view.rows.map((row, i) => {
    return [row, view.base, ...names.map((_, j) => view.values[i * names.length + j]!), scale]
  })
  return csv(`shap${suffix}.csv`, ['row', 'base', ...names, 'scale'], rows)
}

/** Every setting that was tried for the models on all rows. */
export function trialsFile({ models }: TargetOutcome, { suffix }: Scope): AnalysisFile {
  const rows = models.flatMap(({ name, trials }) =>
    trials.map(({ score, isPruned, setting }, k) => [name, k + 1, score, isPruned, JSON.stringify(setting)]),
  )
  return csv(`tuning_history${suffix}.csv`, ['model', 'trial', 'score', 'pruned', 'settings'], rows)
}
