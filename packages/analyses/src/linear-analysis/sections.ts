import { normalQuantile } from '@zerosec/engine'
import type { Block, MetricsBlock, Section } from '@zerosec/report'
import { calculatorBlock, hasCovariance } from './calculator.ts'
import type { Effect } from './effects.ts'
import { coefficientsFigure, effectCurvesFigure, effectsFigure, penaltyFigure } from './factor-figures.ts'
import type { Fit } from './fit.ts'
import { formulaBlocks } from './formula-text.ts'
import type { Model } from './model.ts'
import type { LinearParameters } from './parameters.ts'
import { anovaTable, coefficientsTable, effectsTable, lackOfFitTable, unusualRowsTable } from './report-tables.ts'
import { actualAgainstPredicted, type PlottedRow, residualFigures } from './residual-figures.ts'
import type { Scores } from './scores.ts'
import type { Evidence } from './warnings.ts'

/** Everything that the sections are written from. */
export interface Findings {
  readonly evidence: Evidence
  readonly scores: Scores
  readonly effects: readonly Effect[]
  readonly parameters: LinearParameters
}

export function reportSections(findings: Findings): Section[] {
  const rows = plottedRows(findings)
  return [
    summarySection(findings, rows),
    effectsSection(findings),
    coefficientsSection(findings),
    ...anovaSections(findings),
    ...penaltySections(findings),
    residualsSection(findings, rows),
    calculatorSection(findings),
  ]
}

function summarySection({ evidence, scores }: Findings, rows: readonly PlottedRow[]): Section {
  const { response } = evidence.preparation
  return {
    id: 'summary',
    title: 'How well it predicts',
    text:
      `Scores on new data come first: in cross-validation each of ${scores.folds} parts is predicted by a model fitted ` +
      'on the others. The reported model is fitted on all usable rows.',
    blocks: [scoreMetrics(evidence, scores), actualAgainstPredicted(rows, response)],
  }
}

function scoreMetrics({ preparation: { response }, statistics, model }: Evidence, scores: Scores): MetricsBlock {
  const unit = response.unit === undefined ? {} : { unit: response.unit }
  const { crossValidation, heldOut, heldOutRows, folds, trainRmse } = scores
  const held = heldOut
    ? [
        {
          label: 'Error on held-out rows (RMSE)',
          value: heldOut.rmse,
          ...unit,
          note: heldOut.rmse === null ? 'too few rows left to fit' : `${heldOutRows} rows, held out once`,
        },
        { label: 'R² on held-out rows', value: heldOut.r2 },
      ]
    : []
  return {
    kind: 'metrics',
    id: 'scores',
    items: [
      {
        label: 'Error on new data (RMSE)',
        value: crossValidation.rmse,
        ...unit,
        note: `cross-validated, ${folds} folds`,
      },
      { label: 'R² on new data', value: crossValidation.r2, note: 'cross-validated' },
      ...held,
      { label: 'Error on its own rows (RMSE)', value: trainRmse, ...unit, note: 'training' },
      { label: 'R² on its own rows', value: statistics.r2, note: 'training' },
      { label: 'Adjusted R²', value: statistics.adjustedR2 },
      { label: 'Predicted R² (PRESS)', value: statistics.predictedR2, note: 'each row left out once' },
      { label: 'Residual standard deviation', value: statistics.sigma, ...unit },
      { label: 'Rows used', value: model.rows },
    ].filter((item) => item.value !== null || /new data|held-out/.test(item.label)),
  }
}

function effectsSection({ evidence, effects, parameters }: Findings): Section {
  const { response, inputs } = evidence.preparation
  const units = new Map(inputs.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit]])))
  const shown = effects.filter(({ effect }) => effect !== 0)
  const idle = effects.length - shown.length
  const blocks: Block[] =
    shown.length === 0
      ? [{ kind: 'text', text: 'No factor changes the prediction.' }]
      : [
          effectsFigure(shown, response),
          effectCurvesFigure(shown, response, units),
          effectsTable(shown, response.unit, parameters.confidence_level),
        ]
  return {
    id: 'effects',
    title: 'What matters',
    text:
      'How far each factor alone moves the prediction over its measured range, from where it is lowest to where it is ' +
      `highest. An interval that crosses zero: no clear effect.${idle > 0 ? ` ${idle} factors have none and are not shown.` : ''}`,
    blocks,
  }
}

function coefficientsSection({ evidence, parameters }: Findings): Section {
  const { preparation, model, fit, statistics } = evidence
  const levels = new Map(
    [...preparation.data.frame.columns].flatMap(([name, column]) =>
      column.kind === 'category' ? [[name, column.levels]] : [],
    ),
  )
  const inputs = preparation.inputs.map(({ name }) => name)
  const bars = statistics.coefficients.flatMap(({ term, estimate, standardized, low, high }) => {
    if (standardized === null || estimate === null || estimate === 0) return []
    const scaled = (value: number | null) => (value === null ? null : (value * standardized) / estimate)
    return [{ term, value: standardized, low: scaled(low), high: scaled(high) }]
  })
  const coding =
    levels.size === 0
      ? ''
      : parameters.coding === 'effects'
        ? ' Levels of a category are compared with the mean of its levels; the last one is minus the sum of the others.'
        : ' Levels of a category are compared with its first level.'
  return {
    id: 'coefficients',
    title: 'Coefficients and formula',
    text: `The model, fitted on ${model.rows} rows.${coding}`,
    blocks: [
      coefficientsTable(evidence, parameters.confidence_level),
      ...(bars.length > 0 ? [coefficientsFigure(bars)] : []),
      ...formulaBlocks(preparation.response.name, inputs, levels, model, fit),
    ],
  }
}

function anovaSections({ evidence: { statistics } }: Findings): Section[] {
  if (statistics.anova.length === 0) return []
  return [
    {
      id: 'anova',
      title: 'Analysis of variance',
      text: 'Which terms the data support. A small p: without the term the fit is clearly worse.',
      blocks: [anovaTable(statistics), ...lackOfFitTable(statistics)],
    },
  ]
}

function penaltySections({ evidence: { fit, preparation } }: Findings): Section[] {
  if (!fit.penalised) return []
  return [
    {
      id: 'penalty',
      title: 'Choice of the penalty',
      text:
        'A larger penalty shrinks the coefficients further. It was chosen by cross-validation, again within each fold when ' +
        'the scores were measured.',
      blocks: [penaltyFigure(fit.penalised.path, preparation.response)],
    },
  ]
}

function residualsSection({ evidence }: Findings, rows: readonly PlottedRow[]): Section {
  const { preparation, fit } = evidence
  const { response } = preparation
  const rank = fit.leastSquares?.rank ?? 1
  const blocks: Block[] = [
    ...residualFigures(rows, response, rank, normalQuantile),
    unusualRowsTable(rows, response.name),
  ]
  return { id: 'residuals', title: 'Residuals', text: 'What the model leaves unexplained, row by row.', blocks }
}

function calculatorSection({ evidence, scores, parameters }: Findings): Section {
  const { preparation, model, fit, statistics } = evidence
  const confidence = parameters.confidence_level
  const sigma = statistics.sigma ?? scores.crossValidation.rmse ?? scores.trainRmse
  const quantile = statistics.quantile ?? normalQuantile((1 + confidence) / 2)
  return {
    id: 'calculator',
    title: 'Calculator',
    text: calculatorText(model, fit),
    blocks: [
      calculatorBlock(preparation.response, preparation.inputs, model, preparation.data, fit, {
        sigma,
        quantile,
        confidence,
      }),
    ],
  }
}

function calculatorText(model: Model, fit: Fit): string {
  if (hasCovariance(model, fit)) return 'Change the factors: the prediction and its interval follow.'
  const reason = fit.leastSquares
    ? `the scatter of the residuals alone, as the model has ${model.columns.length} coefficients`
    : 'the cross-validated error, as the method gives no other'
  return `Change the factors: the prediction follows. Its interval is ${reason}.`
}

function plottedRows({ evidence: { preparation, fit, statistics }, scores }: Findings): PlottedRow[] {
  const { data } = preparation
  const { leverage, standardized, studentized, cook } = statistics.rows
  return Array.from(data.response, (actual, i) => ({
    row: data.rowNumbers[i]!,
    actual,
    fitted: fit.fitted[i]!,
    predicted: Number.isNaN(scores.crossValidation.predicted[i]!) ? null : scores.crossValidation.predicted[i]!,
    residual: fit.residuals[i]!,
    standardized: standardized[i]!,
    studentized: studentized[i]!,
    leverage: leverage[i]!,
    cook: cook[i]!,
  }))
}
