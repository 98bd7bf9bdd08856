import { CodedError } from '@zerosec/errors'
import type { OpenedModel } from '@zerosec/model'
import type { Json, Report, Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { AnalysisFile, AnalysisInput, AnalysisResult } from '../analysis.ts'
import { derivedExpressions, deriveForModel } from '../derived-columns.ts'
import { VERSION } from '../version.ts'
import { type Contributions, explainRows } from './contributions.ts'
import { featureMatrix, plainInputs } from './feature-matrix.ts'
import { planGrid } from './grid-factors.ts'
import { GridPoints } from './grid-points.ts'
import { headline } from './headline.ts'
import { type MatchedColumn, matchColumns } from './match-columns.ts'
import type { PredictionOutcome } from './outcome.ts'
import type { PredictionParameters } from './parameters.ts'
import { predictTable } from './predict-rows.ts'
import { outputColumns, type PredictedRow } from './predicted-row.ts'
import { contributionsFile, gridPredictions, tablePredictions } from './prediction-file.ts'
import { scoreRows } from './row-score.ts'
import { rowWarnings } from './row-warnings.ts'
import { classPosition, searchGrid } from './search-grid.ts'
import { predictionSections } from './sections.ts'
import { openStoredModel } from './stored-model.ts'
import { reportValues } from './values.ts'

/** Rows that are explained, evenly spaced where there are more. */
const MOST_EXPLAINED = 500
/** Points of a grid that are made ready at once. */
const AT_ONCE = 256

type Input = AnalysisInput<PredictionParameters>

/**
 * Predicts the rows of the table, or the points of a grid, with a stored model: interval, domain and what is doubtful with each.
 *
 * @throws CodedError what the model's file, its columns and the grid refuse
 */
export async function runPrediction(input: Input): Promise<AnalysisResult> {
  input.progress(0, 'Opening the model')
  const opened = await openStoredModel(input)
  const { outcome, files } = input.parameters.mode === 'grid' ? predictGrid(input, opened) : predictRows(input, opened)
  const { table, parameters, seed } = input
  const report: Report = {
    format: 'zerosec.report/1',
    analysis: 'prediction',
    version: VERSION,
    title: `Predictions of ${opened.model.target.name}`,
    headline: headline(outcome),
    table: { name: table.name, rows: table.rowCount, columns: table.columns.length, sha256: table.sha256 },
    parameters: { ...(parameters as unknown as Record<string, Json>), random_seed: seed },
    seed,
    warnings: outcome.warnings,
    values: reportValues(outcome),
    sections: predictionSections(outcome),
  }
  return { report, files }
}

interface Predicted {
  readonly outcome: PredictionOutcome
  readonly files: readonly AnalysisFile[]
}

function predictRows({ table: raw, parameters, seed, progress }: Input, opened: OpenedModel): Predicted {
  const { model } = opened
  const { table, warnings: derived } = deriveForModel(raw, model.metadata)
  const { matched, warnings: matching } = matchColumns(table, model.inputs, parameters.column_names)
  const share = parameters.contributions ? 0.5 : 0.9
  const predictions = predictTable(opened, table, matched, (done) => progress(share * done, 'Predicting the rows'))
  const rows = predictions.map((prediction, i): PredictedRow => ({ row: table.source.rowNumbers[i]!, prediction }))
  const { score, warnings: scoring } = scoreRows(table, model, rows)
  const { contributions, warnings: explaining } = parameters.contributions
    ? explain(opened, matched, rows, parameters, seed, (done) =>
        progress(share + (0.9 - share) * done, 'Explaining the predictions'),
      )
    : { contributions: null, warnings: [] }
  const outputs = outputColumns(model)
  const file = tablePredictions(table, rows, outputs)
  const outcome: PredictionOutcome = {
    model,
    table,
    rows,
    outputs,
    grid: null,
    score,
    contributions,
    warnings: [
      ...rowWarnings(model, table, matched, rows),
      ...replacedWarnings(
        table,
        outputs.map(({ name }) => name),
      ),
      ...matching,
      ...scoring,
      ...explaining,
      ...derived,
    ],
    fileBytes: file.bytes.byteLength,
  }
  const explained = contributions ? [contributionsFile(contributions, (at) => rows[at]!.row)] : []
  return { outcome, files: [file, ...explained] }
}

function explain(
  { model }: OpenedModel,
  matched: readonly MatchedColumn[],
  rows: readonly PredictedRow[],
  { objective_class: wanted }: PredictionParameters,
  seed: number,
  progress: (share: number) => void,
): { contributions: Contributions | null; warnings: readonly Warning[] } {
  const inputs = plainInputs(model)
  const possible = rows.flatMap(({ prediction }, i) => (prediction.value === null ? [] : [i]))
  const step = Math.max(1, (possible.length - 1) / (MOST_EXPLAINED - 1))
  const chosen = Array.from(
    { length: Math.min(possible.length, MOST_EXPLAINED) },
    (_, k) => possible[Math.round(k * step)]!,
  )
  const matrix = inputs && featureMatrix(inputs, matched, chosen)
  const position = classPosition(model.target.classes, wanted)
  const contributions = matrix && explainRows(model, matrix, chosen, position, seed, progress)
  if (!contributions) {
    const message =
      'The contributions were not calculated: the model reads texts, or holds no training rows to compare with.'
    return { contributions: null, warnings: [{ code: 'contributions_impossible', level: 'caution', message }] }
  }
  if (chosen.length === possible.length) return { contributions, warnings: [] }
  const message = `Contributions were calculated for ${chosen.length} of ${possible.length} rows, evenly spaced.`
  return { contributions, warnings: [{ code: 'contributions_sampled', level: 'note', message }] }
}

function replacedWarnings({ columns }: Table, names: readonly string[]): Warning[] {
  const replaced = columns.filter(({ name }) => names.includes(name)).map(({ name }) => name)
  if (replaced.length === 0) return []
  const message = `The table already had ${replaced.join(', ')}; the new columns stand in their place in the results.`
  return [{ code: 'columns_replaced', level: 'caution', message, columns: replaced }]
}

function predictGrid({ table, parameters, progress }: Input, opened: OpenedModel): Predicted {
  const { model } = opened
  const inputs = plainInputs(model)
  if (!inputs)
    throw new CodedError('prediction_grid_invalid', {
      problem: 'the model reads texts, which have no settings; give a table of rows',
    })
  const plan = planGrid(inputs, derivedExpressions(model.metadata), parameters, table)
  const points = new GridPoints(inputs, plan)
  const search = searchGrid(model, points, parameters, (done) =>
    progress(0.7 * done, `Predicting ${plan.points.toLocaleString('en')} settings`),
  )
  const rows: PredictedRow[] = []
  for (let from = 0; from < search.kept.length; from += AT_ONCE) {
    progress(0.7 + (0.2 * from) / search.kept.length, 'Judging the settings that are kept')
    const part = search.kept.slice(from, from + AT_ONCE)
    const predictions = opened.predict(part.map((point) => points.record(point)))
    rows.push(...predictions.map((prediction, k) => ({ row: part[k]! + 1, prediction })))
  }
  const outputs = outputColumns(model)
  const file = gridPredictions(points, plan.factors, rows, outputs)
  const outcome: PredictionOutcome = {
    model,
    table,
    rows,
    outputs,
    grid: { plan, points, search, isRanked: parameters.keep !== 'all' },
    score: null,
    contributions: null,
    warnings: [...gridWarnings(plan.points, rows, search.unpredicted, parameters), ...plan.warnings],
    fileBytes: file.bytes.byteLength,
  }
  return { outcome, files: [file] }
}

function gridWarnings(
  points: number,
  rows: readonly PredictedRow[],
  unpredicted: number,
  { keep, grid_domain: wanted, contributions }: PredictionParameters,
): Warning[] {
  const where = { inside: 'inside the training data', edge: 'inside the training data or at its edge', any: '' }[wanted]
  const found: Warning[] = []
  if (rows.length === 0) {
    const message = `No point of the grid lies ${where}: bring the ranges nearer to the training data, or set grid_domain to "any" and take the predictions for what they are.`
    found.push({ code: 'grid_without_points', level: 'serious', message })
  } else if (keep !== 'all' && rows.length < Math.min(keep, points)) {
    const message = `All points that lie ${where} are kept: ${rows.length} of ${points.toLocaleString('en')}. grid_domain says which ones count.`
    found.push({ code: 'grid_points_kept', level: 'note', message, count: rows.length })
  } else if (keep !== 'all' && rows.length < points) {
    const message = `The ${rows.length} best of ${points.toLocaleString('en')} points are kept${where === '' ? '' : `, of those that lie ${where}`}; the others are in no file.`
    found.push({ code: 'grid_points_kept', level: 'note', message, count: rows.length })
  }
  if (unpredicted > 0) {
    const message = `${unpredicted} points have no prediction, because a setting that is calculated has no value there.`
    found.push({ code: 'points_not_predicted', level: 'caution', message, count: unpredicted })
  }
  if (contributions) {
    const message = 'Contributions are calculated for rows of a table: give the points that matter as one.'
    found.push({ code: 'contributions_impossible', level: 'caution', message })
  }
  return found
}
