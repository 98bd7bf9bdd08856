import { type ClassScores, calibrationError } from '@zerosec/engine'
import type { Block, MetricsBlock, Section, TableBlock } from '@zerosec/report'
import { comparisonFigure } from '../modelling/comparison-figure.ts'
import { importanceFigure } from '../modelling/effect-figures.ts'
import type { Scope } from '../modelling/scope.ts'
import { settingText } from '../modelling/setting-text.ts'
import { shapBarFigure, shapSummaryFigure, shapWaterfallFigure } from '../modelling/shap-figures.ts'
import { tuningFigure } from '../modelling/tuning-figures.ts'
import { CLASS_MODEL_WORDS, type ClassModelName } from './class-model-names.ts'
import { confusionFigure, confusionTable } from './confusion-figure.ts'
import { precisionRecallFigure, rocFigure } from './curve-figures.ts'
import { decisionSection } from './decision-section.ts'
import { deliveredName } from './delivered-model.ts'
import type { ClassExplanation } from './explain.ts'
import { metricOf } from './gather.ts'
import type { ClassOutcome } from './outcome.ts'
import type { ClassificationParameters } from './parameters.ts'
import { reliability, reliabilityFigure } from './reliability-figure.ts'
import { notesOf } from './values.ts'

const SHAP_ROWS = 200
const METRICS = { log_loss: 'log loss', brier: 'Brier score' } as const

export function classSections(
  outcome: ClassOutcome,
  explanation: ClassExplanation | null,
  parameters: ClassificationParameters,
): Section[] {
  return [
    summarySection(outcome, parameters),
    decisionSection(outcome, parameters),
    probabilitySection(outcome),
    modelsSection(outcome, parameters),
    factorsSection(outcome, parameters),
    ...(explanation && parameters.enable_shap ? [shapSection(explanation, outcome)] : []),
  ]
}

function scopeOf({ preparation }: ClassOutcome): Scope {
  return { response: { name: preparation.classes.name }, suffix: '' }
}

function summarySection(outcome: ClassOutcome, parameters: ClassificationParameters): Section {
  const name = deliveredName(outcome)
  const notes = Object.entries(notesOf(parameters))
  const blocks: Block[] = [
    headMetrics(outcome),
    confusionFigure(outcome),
    confusionTable(outcome),
    scoresTable(outcome),
    ...(notes.length > 0 ? [notesTable(notes)] : []),
  ]
  return {
    id: 'summary',
    title: 'How well classes are told apart',
    text:
      `Each of ${outcome.folds} parts was predicted by a procedure that never saw it: settings, weights, calibration and thresholds were found anew on ` +
      `the other parts. Delivered is the ${CLASS_MODEL_WORDS[name as ClassModelName | 'blend']}, fitted on all rows.`,
    blocks,
  }
}

function headMetrics({ scores, baseline, preparation, decisions, trials }: ClassOutcome): MetricsBlock {
  return {
    kind: 'metrics',
    id: 'scores',
    items: [
      { label: 'Right on new rows (accuracy)', value: scores.accuracy, note: 'nested cross-validation' },
      { label: 'Always the commonest class', value: baseline.accuracy },
      { label: 'Area under the ROC curve', value: scores.rocAuc },
      {
        label: 'Brier score',
        value: scores.brier,
        note: `of the shares of the classes alone: ${baseline.brier.toPrecision(3)}`,
      },
      { label: 'Upper bound of false OK', value: decisions.falseOkBound, note: 'see Decide or measure' },
      { label: 'Rows used', value: preparation.target.length },
      { label: 'Settings tried', value: trials },
    ],
  }
}

function scoresTable({ scores, intervals, baseline, preparation }: ClassOutcome): TableBlock {
  const { labels } = preparation.classes
  const of = labels.length === 2 ? ` of ${labels[1]}` : ', mean over classes'
  const names: [keyof ClassScores, string][] = [
    ['accuracy', 'accuracy'],
    ['balancedAccuracy', 'balanced accuracy'],
    ['f1', `F1${of}`],
    ['mcc', "Matthews' correlation (MCC)"],
    ['rocAuc', `area under the ROC curve${labels.length === 2 ? '' : ', one against the others'}`],
    ['logLoss', 'log loss (lower is better)'],
    ['brier', 'Brier score (lower is better)'],
  ]
  return {
    kind: 'table',
    id: 'scores_table',
    title: 'Scores on new rows',
    columns: [
      { name: 'score', label: 'score', format: 'text' },
      { name: 'value', label: 'value', format: 'number' },
      { name: 'low', label: 'from', format: 'number' },
      { name: 'high', label: 'to', format: 'number' },
      { name: 'baseline', label: 'commonest class', format: 'number' },
    ],
    rows: names.map(([name, label]) => [
      label,
      scores[name],
      intervals[name]?.low ?? null,
      intervals[name]?.high ?? null,
      baseline[name],
    ]),
    note: 'From and to: 95 % intervals by bootstrap of the rows, or of their groups. The baseline always says the commonest class, with the shares of the classes for probabilities.',
  }
}

function notesTable(notes: readonly (readonly [string, string | number])[]): TableBlock {
  return {
    kind: 'table',
    id: 'notes',
    title: 'Notes on the process',
    columns: [
      { name: 'name', label: 'note', format: 'text' },
      { name: 'value', label: 'value', format: 'text' },
    ],
    rows: notes.map(([name, value]) => [name, String(value)]),
  }
}

function probabilitySection(outcome: ClassOutcome): Section {
  const found = reliability(outcome)
  const { calibration, calibrationScores } = outcome.finish
  const chosen =
    calibration.kind === 'none'
      ? 'No correction lowered the Brier score, so that probabilities are as the models give them'
      : `Probabilities are corrected by ${CALIBRATIONS[calibration.kind]}`
  return {
    id: 'probabilities',
    title: 'Whether probabilities can be believed',
    text:
      `${chosen}. On new rows the Brier score is ${outcome.scores.brier.toPrecision(3)} (before: ${outcome.rawScores.brier.toPrecision(3)}), and probabilities are off by ` +
      `${(100 * calibrationError(found.after)).toFixed(1)} points on average (before: ${(100 * calibrationError(found.before)).toFixed(1)}).`,
    blocks: [
      reliabilityFigure(outcome, found),
      rocFigure(outcome),
      precisionRecallFigure(outcome),
      {
        kind: 'table',
        id: 'calibrations',
        title: 'Corrections that were tried',
        columns: [
          { name: 'kind', label: 'correction', format: 'text' },
          { name: 'brier', label: 'Brier score in inner folds', format: 'number' },
          { name: 'chosen', label: 'delivered', format: 'text' },
        ],
        rows: Object.entries(calibrationScores).map(([kind, score]) => [
          CALIBRATIONS[kind as keyof typeof CALIBRATIONS],
          score,
          kind === calibration.kind ? 'yes' : '',
        ]),
      },
    ],
  }
}

const CALIBRATIONS = {
  none: 'nothing',
  platt: "a logistic curve (Platt's)",
  temperature: 'one temperature',
  isotonic: 'a rising curve (isotonic)',
} as const

function modelsSection(outcome: ClassOutcome, parameters: ClassificationParameters): Section {
  const label = METRICS[parameters.metric]
  const name = deliveredName(outcome)
  const scope = scopeOf(outcome)
  const compared = [
    {
      label: name === 'blend' ? 'blend (delivered)' : 'choice (delivered)',
      error: metricOf(outcome.scores, parameters),
      foldErrors: outcome.foldScores,
    },
    ...outcome.models.map(({ name: model, scores, foldScores }) => ({
      label: model,
      error: metricOf(scores, parameters),
      foldErrors: foldScores,
    })),
    { label: 'shares of classes', error: metricOf(outcome.baseline, parameters), foldErrors: [] },
  ]
  const tried = outcome.models.flatMap(({ name: model, trials }) =>
    trials.map(({ score, isPruned }, k) => ({ model, trial: k + 1, error: score, isPruned })),
  )
  return {
    id: 'models',
    title: 'Models',
    text: 'Every model was tuned and measured in the same folds. lightgbm and xgboost are our implementations of those algorithms.',
    blocks: [comparisonFigure(compared, scope, label), modelsTable(outcome), tuningFigure(tried, scope, label)],
  }
}

function modelsTable({ models, members, baseline }: ClassOutcome): TableBlock {
  return {
    kind: 'table',
    id: 'models_table',
    title: 'Models and their settings',
    columns: [
      { name: 'model', label: 'model', format: 'text' },
      { name: 'weight', label: 'share in the prediction', format: 'percent' },
      { name: 'accuracy', label: 'accuracy on new rows', format: 'percent' },
      { name: 'roc_auc', label: 'area under ROC', format: 'number' },
      { name: 'log_loss', label: 'log loss', format: 'number' },
      { name: 'brier', label: 'Brier score', format: 'number' },
      { name: 'trials', label: 'settings tried', format: 'integer' },
      { name: 'settings', label: 'best settings', format: 'text' },
    ],
    rows: [
      ...models.map(({ name, scores, trials, setting, rounds }) => [
        name,
        members.find((member) => member.name === name)?.weight ?? 0,
        scores.accuracy,
        scores.rocAuc,
        scores.logLoss,
        scores.brier,
        trials.length,
        settingText(setting, rounds),
      ]),
      ['shares of classes', 0, baseline.accuracy, baseline.rocAuc, baseline.logLoss, baseline.brier, 0, ''],
    ],
  }
}

function factorsSection(outcome: ClassOutcome, parameters: ClassificationParameters): Section {
  const { inputs } = outcome.preparation
  const importances = inputs.map(({ name }, j) => ({ factor: name, ...outcome.leader.importance[j]! }))
  return {
    id: 'factors',
    title: 'What matters',
    text: `Importance on held-out rows is that of the ${CLASS_MODEL_WORDS[outcome.leader.name]}.`,
    blocks: [importanceFigure(importances, scopeOf(outcome), METRICS[parameters.metric])],
  }
}

function shapSection({ model, view, label, sizes }: ClassExplanation, outcome: ClassOutcome): Section {
  const scope = scopeOf(outcome)
  const rows = view.rows.map((_, i) => i)
  const total = (i: number) => view.features.reduce((sum, _, j) => sum + view.values[i * view.features.length + j]!, 0)
  const highest = rows.reduce((a, b) => (total(b) > total(a) ? b : a))
  const lowest = rows.reduce((a, b) => (total(b) < total(a) ? b : a))
  const isDelivered = outcome.members.length === 1 && outcome.members[0]!.name === model.name
  const whose = isDelivered ? 'the delivered model' : `the best single model of trees, ${CLASS_MODEL_WORDS[model.name]}`
  return {
    id: 'shap',
    title: `Why a row is ${label}`,
    text: `Exact SHAP values of ${whose}, before calibration: the contributions of all factors and the mean add up to its score of ${label}.`,
    blocks: [
      shapSummaryFigure(view, scope),
      shapBarFigure(view, scope),
      shapWaterfallFigure(view, highest, `most clearly ${label}`, 'shap_waterfall_high', scope),
      shapWaterfallFigure(view, lowest, `least like ${label}`, 'shap_waterfall_low', scope),
      {
        kind: 'table',
        id: 'shap_table',
        title: 'Mean size of the contributions',
        columns: [
          { name: 'factor', label: 'factor', format: 'text' },
          ...sizes.map((each, k) => ({ name: `size_${k + 1}`, label: `to ${each.label}`, format: 'number' as const })),
        ],
        rows: view.order
          .slice(0, SHAP_ROWS)
          .map((j) => [view.features[j]!.name, ...sizes.map((each) => each.sizes[j]!)]),
      },
    ],
  }
}
