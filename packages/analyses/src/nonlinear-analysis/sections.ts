import type { Block, MetricsBlock, Section, TableBlock } from '@zerosec/report'
import { comparisonFigure } from '../modelling/comparison-figure.ts'
import { curvesFigure, importanceFigure } from '../modelling/effect-figures.ts'
import { MODEL_WORDS, type ModelName } from '../modelling/model-names.ts'
import { type Scope, scoped } from '../modelling/scope.ts'
import { settingText } from '../modelling/setting-text.ts'
import {
  meanAbsolute,
  shapBarFigure,
  shapDependenceFigure,
  shapInteractionFigure,
  shapSummaryFigure,
  shapWaterfallFigure,
} from '../modelling/shap-figures.ts'
import { tuningFigure } from '../modelling/tuning-figures.ts'
import { deliveredName } from './delivered-model.ts'
import { factorCurves, partnersOf, type TreeExplanation } from './explain.ts'
import { metricOf } from './gather.ts'
import type { TargetOutcome } from './outcome.ts'
import type { NonlinearParameters } from './parameters.ts'
import { actualAgainstPredicted, type PredictedRow, residualsAgainstPredicted } from './score-figures.ts'
import { trustSection } from './trust-section.ts'

const OUTLIER_ROWS = 30
const SHAP_ROWS = 200

/** The part of the report about one response. */
export function targetSections(
  outcome: TargetOutcome,
  explanation: TreeExplanation | null,
  scope: Scope,
  parameters: NonlinearParameters,
): Section[] {
  return [
    summarySection(outcome, scope, parameters),
    modelsSection(outcome, scope, parameters),
    factorsSection(outcome, explanation, scope, parameters),
    ...(explanation && parameters.enable_shap ? [shapSection(explanation, outcome, scope)] : []),
    outliersSection(outcome, scope),
    trustSection(outcome, predictedRows(outcome), scope, parameters),
  ]
}

/** Rows with a prediction that did not see them. */
export function predictedRows({ preparation, predicted, interval, domain, foldOf }: TargetOutcome): PredictedRow[] {
  const { target, rowNumbers } = preparation
  const sigma = residualSigma(target, predicted)
  return Array.from(target, (actual, i) => ({
    row: rowNumbers[i]!,
    actual,
    predicted: predicted[i]!,
    low: interval.low[i]!,
    high: interval.high[i]!,
    residual: actual - predicted[i]!,
    isOutlier: Math.abs(actual - predicted[i]!) > 2 * sigma,
    isInside: domain.verdicts[i] !== 'outside',
    fold: foldOf[i]! + 1,
  })).filter((row) => !Number.isNaN(row.predicted))
}

function residualSigma(target: Float64Array, predicted: Float64Array): number {
  const residuals = target.map((value, i) => value - predicted[i]!).filter((value) => !Number.isNaN(value))
  return Math.sqrt(residuals.reduce((sum, value) => sum + value * value, 0) / residuals.length)
}

function summarySection(outcome: TargetOutcome, scope: Scope, { metric }: NonlinearParameters): Section {
  const { response } = scope
  const rows = predictedRows(outcome)
  const name = deliveredName(outcome)
  return {
    id: scoped('summary', scope),
    title: `${response.name}: how well it is predicted`,
    text:
      `Each of ${outcome.folds} parts was predicted by a procedure that never saw it: settings, choice of model and weights were found ` +
      `anew on the other parts. Delivered is the ${MODEL_WORDS[name as ModelName | 'blend']}, fitted on all rows.`,
    blocks: [scoreMetrics(outcome, scope, metric), actualAgainstPredicted(rows, scope, outcome.interval.level)],
  }
}

function scoreMetrics(outcome: TargetOutcome, scope: Scope, metric: 'rmse' | 'mae'): MetricsBlock {
  const { scores, baseline, interval, preparation } = outcome
  const unit = scope.response.unit === undefined ? {} : { unit: scope.response.unit }
  const percent = Math.round(100 * interval.level)
  const { kind, scaledBy } = interval.chosen.interval
  const isEven = kind === 'symmetric' && scaledBy === 'none'
  return {
    kind: 'metrics',
    id: scoped('scores', scope),
    items: [
      { label: 'Error on new rows (RMSE)', value: scores.rmse, ...unit, note: 'nested cross-validation' },
      { label: 'R² on new rows', value: scores.r2 },
      { label: 'Mean absolute error on new rows', value: scores.mae, ...unit },
      { label: `Error of the mean alone (${metric.toUpperCase()})`, value: metricOf(baseline, metric), ...unit },
      {
        label: `${percent} % interval`,
        value: interval.half,
        ...unit,
        note: isEven ? 'prediction ± this' : 'half its width, typically',
      },
      { label: 'Share of new rows inside it', value: interval.coverage, note: 'measured on rows it did not see' },
      { label: 'Rows used', value: preparation.target.length },
      { label: 'Settings tried', value: outcome.trials },
    ],
  }
}

function modelsSection(outcome: TargetOutcome, scope: Scope, { metric }: NonlinearParameters): Section {
  const label = metric.toUpperCase()
  const name = deliveredName(outcome)
  const delivered = {
    label: name === 'blend' ? 'blend (delivered)' : 'choice (delivered)',
    error: metricOf(outcome.scores, metric),
    foldErrors: outcome.foldScores,
  }
  const compared = [
    delivered,
    ...outcome.models.map(({ name, scores, foldScores }) => ({
      label: name,
      error: metricOf(scores, metric),
      foldErrors: foldScores,
    })),
    { label: 'mean', error: metricOf(outcome.baseline, metric), foldErrors: [] },
  ]
  const tried = outcome.models.flatMap(({ name, trials }) =>
    trials.map(({ score, isPruned }, k) => ({ model: name, trial: k + 1, error: score, isPruned })),
  )
  return {
    id: scoped('models', scope),
    title: `${scope.response.name}: models`,
    text: 'Every model was tuned and measured in the same folds. lightgbm and xgboost are our implementations of those algorithms.',
    blocks: [comparisonFigure(compared, scope, label), modelsTable(outcome, scope), tuningFigure(tried, scope, label)],
  }
}

function modelsTable({ models, weights, baseline }: TargetOutcome, scope: Scope): TableBlock {
  return {
    kind: 'table',
    id: scoped('models_table', scope),
    title: 'Models and their settings',
    columns: [
      { name: 'model', label: 'model', format: 'text' },
      { name: 'weight', label: 'share in the prediction', format: 'percent' },
      { name: 'rmse', label: 'RMSE on new rows', format: 'number' },
      { name: 'mae', label: 'MAE on new rows', format: 'number' },
      { name: 'r2', label: 'R² on new rows', format: 'number' },
      { name: 'trials', label: 'settings tried', format: 'integer' },
      { name: 'settings', label: 'best settings', format: 'text' },
    ],
    rows: [
      ...models.map(({ name, scores, trials, setting, rounds }) => [
        name,
        weights.find((each) => each.name === name)?.weight ?? 0,
        scores.rmse,
        scores.mae,
        scores.r2,
        trials.length,
        settingText(setting, rounds),
      ]),
      ['mean', 0, baseline.rmse, baseline.mae, baseline.r2, 0, ''],
    ],
  }
}

function factorsSection(
  outcome: TargetOutcome,
  explanation: TreeExplanation | null,
  scope: Scope,
  { metric }: NonlinearParameters,
): Section {
  const { inputs } = outcome.preparation
  const importances = inputs.map(({ name }, j) => ({ factor: name, ...outcome.leader.importance[j]! }))
  const byImportance = importances.map((_, j) => j).sort((a, b) => importances[b]!.mean - importances[a]!.mean || a - b)
  return {
    id: scoped('factors', scope),
    title: `${scope.response.name}: what matters`,
    text: `Importance on held-out rows is that of ${MODEL_WORDS[outcome.leader.name]}; the curves are those of the delivered prediction.`,
    blocks: [
      importanceFigure(importances, scope, metric.toUpperCase()),
      curvesFigure(factorCurves(outcome, explanation?.view.order ?? byImportance), scope),
    ],
  }
}

function shapSection({ model, view, interactions }: TreeExplanation, outcome: TargetOutcome, scope: Scope): Section {
  const rows = view.rows.map((_, i) => i)
  const total = (i: number) => view.features.reduce((sum, _, j) => sum + view.values[i * view.features.length + j]!, 0)
  const highest = rows.reduce((a, b) => (total(b) > total(a) ? b : a))
  const lowest = rows.reduce((a, b) => (total(b) < total(a) ? b : a))
  const blocks: Block[] = [
    shapSummaryFigure(view, scope),
    shapBarFigure(view, scope),
    shapWaterfallFigure(view, highest, 'the highest prediction', 'shap_waterfall_high', scope),
    shapWaterfallFigure(view, lowest, 'the lowest prediction', 'shap_waterfall_low', scope),
    shapDependenceFigure(view, partnersOf(interactions), scope),
    ...(interactions && view.features.length > 1
      ? [shapInteractionFigure(view.features, interactions, view.order, scope)]
      : []),
    shapTable(view, scope),
  ]
  const isDelivered = outcome.weights.length === 1 && outcome.weights[0]!.name === model.name
  const whose = isDelivered ? 'the delivered model' : `the best single model of trees, ${MODEL_WORDS[model.name]}`
  return {
    id: scoped('shap', scope),
    title: `${scope.response.name}: why a prediction is what it is`,
    text: `Exact SHAP values of ${whose}: the contributions of all factors and the mean add up to its prediction.`,
    blocks,
  }
}

function shapTable(view: TreeExplanation['view'], scope: Scope): TableBlock {
  const sizes = meanAbsolute(view)
  return {
    kind: 'table',
    id: scoped('shap_table', scope),
    title: 'Mean size of the contributions',
    columns: [
      { name: 'factor', label: 'factor', format: 'text' },
      { name: 'size', label: 'mean |SHAP value|', format: 'number' },
    ],
    rows: view.order.slice(0, SHAP_ROWS).map((j) => [view.features[j]!.name, sizes[j]!]),
  }
}

function outliersSection(outcome: TargetOutcome, scope: Scope): Section {
  const rows = predictedRows(outcome)
  const sigma = residualSigma(outcome.preparation.target, outcome.predicted)
  const outliers = rows
    .filter(({ isOutlier }) => isOutlier)
    .toSorted((a, b) => Math.abs(b.residual) - Math.abs(a.residual))
  return {
    id: scoped('errors', scope),
    title: `${scope.response.name}: errors of prediction`,
    text: 'Rows that the others do not predict: a wrong value, an unusual setting, or something that no factor holds.',
    blocks: [
      residualsAgainstPredicted(rows, scope, sigma),
      {
        kind: 'table',
        id: scoped('outliers', scope),
        title: `Rows off by more than two standard deviations (${outliers.length})`,
        columns: [
          { name: 'row', label: 'row', format: 'integer' },
          { name: 'actual', label: 'measured', format: 'number' },
          { name: 'predicted', label: 'predicted', format: 'number' },
          { name: 'residual', label: 'measured − predicted', format: 'number' },
        ],
        rows: outliers
          .slice(0, OUTLIER_ROWS)
          .map(({ row, actual, predicted, residual }) => [row, actual, predicted, residual]),
      },
    ],
  }
}
