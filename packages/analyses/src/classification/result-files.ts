import type { Cell } from '@zerosec/table'
import type { AnalysisFile } from '../analysis.ts'
import { csv } from '../modelling/csv-file.ts'
import { reasonText } from './decision-section.ts'
import type { ClassExplanation } from './explain.ts'
import type { ClassOutcome } from './outcome.ts'

/** Every tested row: probabilities, decision and its reason. */
export function decisionFile({ rows, preparation }: ClassOutcome): AnalysisFile {
  const { labels } = preparation.classes
  const header = [
    'row',
    'true_class',
    'predicted_class',
    ...labels.map((label) => `probability_${label}`),
    'decision',
    'reason',
    'inside_domain',
    'fold',
  ]
  return csv(
    'decisions.csv',
    header,
    rows.map(({ row, actual, predicted, shares, decision, reason, verdict, fold }): Cell[] => [
      row,
      labels[actual]!,
      labels[predicted]!,
      ...shares,
      decision,
      reasonText(reason),
      verdict !== 'outside',
      fold,
    ]),
  )
}

/** What each factor adds to the score of a class, for the explained rows: base + all factors = score. */
export function classShapFile({ view, label }: ClassExplanation): AnalysisFile {
  const names = view.features.map(({ name }) => name)
  const rows = view.rows.map((row, i) => [
    row,
    label,
    view.base,
    ...names.map((_, j) => view.values[i * names.length + j]!),
    view.scale.slice(1, -1),
  ])
  return csv('shap.csv', ['row', 'class', 'base', ...names, 'scale'], rows)
}

/** Every setting that was tried for the models on all rows. */
export function classTrialsFile({ models }: ClassOutcome): AnalysisFile {
  const rows = models.flatMap(({ name, trials }) =>
    trials.map(({ score, isPruned, setting }, k) => [name, k + 1, score, isPruned, JSON.stringify(setting)]),
  )
  return csv('tuning_history.csv', ['model', 'trial', 'score', 'pruned', 'settings'], rows)
}
