import type { Block, MetricsBlock, Section, TableBlock, TableBlockColumn } from '@zerosec/report'
import { type Table, tableCell } from '@zerosec/table'
import type { PredictionOutcome } from './outcome.ts'
import { type OutputColumn, type PredictedRow, verdictOf } from './predicted-row.ts'
import {
  contributionsFigure,
  distanceFigure,
  measuredFigure,
  orderedFigure,
  settingsFigure,
} from './prediction-figures.ts'
import { keptColumns } from './prediction-file.ts'
import type { ClassScore, NumberScore } from './row-score.ts'

/** Rows that the report and its workbook hold; predictions.csv holds all. */
const MOST_TABLE_ROWS = 10_000
const MOST_TABLE_CONTRIBUTIONS = 500

export function predictionSections(outcome: PredictionOutcome): Section[] {
  const { model, rows, score, contributions } = outcome
  const isNumber = model.target.classes === undefined
  const distance = rows.length > 0 ? distanceFigure(model, rows) : null
  return [
    {
      id: 'summary',
      title: `${model.target.name}: predictions`,
      text: 'Inside: like the rows that the model was trained on. Edge: beyond what 95 % of them keep. Outside: the model extrapolates.',
      blocks: [
        metrics(outcome),
        ...(isNumber && rows.length > 0 ? [orderedFigure(model, rows, outcome.grid !== null)] : []),
      ],
    },
    ...(score?.kind === 'number' ? [scoreSection(outcome, score)] : []),
    ...(score?.kind === 'class' ? [classSection(score)] : []),
    ...(distance ? [{ id: 'trust', title: 'Where the model may be believed', blocks: [distance] }] : []),
    ...gridSection(outcome),
    ...(contributions && contributions.rows.length > 0 ? [contributionSection(outcome)] : []),
    { id: 'predictions', title: 'Predictions', blocks: [outcome.grid ? gridTable(outcome) : rowTable(outcome)] },
  ]
}

function metrics({ model, rows, grid, fileBytes }: PredictionOutcome): MetricsBlock {
  const count = (wanted: string) => rows.filter(({ prediction }) => verdictOf(prediction) === wanted).length
  const predicted = rows.filter(({ prediction }) => prediction.value !== null).length
  const first = rows.find(({ prediction }) => prediction.kind === 'number' && prediction.interval)?.prediction
  const level = first?.kind === 'number' ? first.interval!.level : null
  const share = grid?.search.sampled
  return {
    kind: 'metrics',
    id: 'counts',
    items: [
      ...(grid ? [{ label: 'Points of the grid', value: grid.plan.points }] : []),
      ...(share
        ? [
            {
              label: 'Share of the grid inside the training data',
              value: share.inside / share.points,
              note: `from ${share.points} evenly spaced points`,
            },
          ]
        : []),
      {
        label: grid ? 'Points kept' : 'Rows predicted',
        value: predicted,
        ...(predicted < rows.length ? { note: `of ${rows.length}` } : {}),
      },
      ...(model.domain
        ? [
            { label: 'Inside the training data', value: count('inside') },
            { label: 'At its edge', value: count('edge') },
            { label: 'Outside of it', value: count('outside'), note: 'extrapolations' },
          ]
        : []),
      ...(level === null ? [] : [{ label: 'Prediction interval', value: `${Math.round(100 * level)} %` }]),
      { label: 'Model', value: model.training.algorithm, note: `trained on ${model.training.rows} rows` },
      { label: 'predictions.csv', value: sizeText(fileBytes) },
    ],
  }
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

function scoreSection({ model }: PredictionOutcome, score: NumberScore): Section {
  const { target, training } = model
  const unit = target.unit === undefined ? {} : { unit: target.unit }
  const { cv_rmse: rmse, cv_r2: r2 } = training.scores
  return {
    id: 'score',
    title: 'How good the model was on these rows',
    text: `The table has ${score.column} measured in ${score.rows.length} rows, which are compared with their predictions.`,
    blocks: [
      {
        kind: 'metrics',
        id: 'scores',
        items: [
          {
            label: 'Error (RMSE)',
            value: score.rmse,
            ...unit,
            ...(rmse === undefined ? {} : { note: `cross-validation said ${Number(rmse.toPrecision(4))}` }),
          },
          {
            label: 'R²',
            value: score.r2,
            ...(r2 === undefined ? {} : { note: `cross-validation said ${Number(r2.toPrecision(3))}` }),
          },
          { label: 'Mean absolute error', value: score.mae, ...unit },
          { label: 'Measured − predicted, on average', value: score.bias, ...unit },
          ...(score.coverage === null ? [] : [{ label: 'Share inside their interval', value: score.coverage }]),
        ],
      },
      measuredFigure(model, score),
    ],
  }
}

function classSection({ rows, accuracy, confusion, column }: ClassScore): Section {
  return {
    id: 'score',
    title: 'How good the model was on these rows',
    text: `The table has ${column} in ${rows} rows, which are compared with their predictions.`,
    blocks: [
      {
        kind: 'metrics',
        id: 'scores',
        items: [
          { label: 'Share predicted right', value: accuracy },
          { label: 'Rows compared', value: rows },
        ],
      },
      {
        kind: 'table',
        id: 'confusion',
        title: 'Known and predicted classes',
        columns: [
          { name: 'measured', label: 'known', format: 'text' },
          { name: 'predicted', label: 'predicted', format: 'text' },
          { name: 'count', label: 'rows', format: 'integer' },
        ],
        rows: confusion.map(({ measured, predicted, count }) => [measured, predicted, count]),
      },
    ],
  }
}

function gridSection({ model, rows, grid }: PredictionOutcome): Section[] {
  if (!grid) return []
  const { plan, points, isRanked } = grid
  const table: TableBlock = {
    kind: 'table',
    id: 'grid_factors',
    title: 'Settings of the grid',
    columns: [
      { name: 'factor', label: 'factor', format: 'text' },
      { name: 'settings', label: 'settings', format: 'integer' },
      { name: 'lowest', label: 'from', format: 'text' },
      { name: 'highest', label: 'to', format: 'text' },
    ],
    rows: plan.factors.map(({ name, levels }) => [name, levels.length, String(levels[0]), String(levels.at(-1))]),
  }
  const figure = isRanked && rows.length > 0 && plan.factors.some(({ levels }) => levels.length > 1)
  const blocks: Block[] = [...(figure ? [settingsFigure(model, points, plan.factors, rows)] : []), table]
  return [{ id: 'grid', title: 'The grid', blocks }]
}

function contributionSection({ model, contributions }: PredictionOutcome): Section {
  const { inputs, rows, values, base, isExact, backgroundRows } = contributions!
  const p = inputs.length
  const sizes = inputs.map((_, j) => rows.reduce((sum, _row, i) => sum + Math.abs(values[i * p + j]!), 0) / rows.length)
  const order = inputs.map((_, j) => j).sort((a, b) => sizes[b]! - sizes[a]! || a - b)
  return {
    id: 'contributions_section',
    title: 'What moves each prediction',
    text:
      `SHAP values against ${backgroundRows} of the training rows, whose mean prediction is ${Number(base.toPrecision(4))}: that and what the ` +
      `factors add sum to the prediction. ${isExact ? 'They are exact.' : 'For a part of the model orders of factors were drawn; the sum is exact all the same.'} contributions.csv has them row by row.`,
    blocks: [
      contributionsFigure(model, contributions!),
      {
        kind: 'table',
        id: 'contribution_sizes',
        title: 'Mean size of the contributions',
        columns: [
          { name: 'factor', label: 'factor', format: 'text' },
          {
            name: 'size',
            label: 'mean size',
            format: 'number',
            ...(model.target.unit === undefined ? {} : { unit: model.target.unit }),
          },
        ],
        rows: order.slice(0, MOST_TABLE_CONTRIBUTIONS).map((j) => [inputs[j]!, sizes[j]!]),
      },
    ],
  }
}

function rowTable({ table, rows, outputs }: PredictionOutcome): TableBlock {
  const columns = keptColumns(table, outputs)
  const named = uniqueNames([...columns.map(({ name }) => name), ...outputs.map(({ name }) => name)])
  return tableOf(
    rows,
    [
      { name: 'row_of_file', label: 'row', format: 'integer' },
      ...columns.map(
        (column, j): TableBlockColumn => ({
          name: named[j]!,
          label: column.name,
          format: column.kind === 'number' ? 'number' : 'text',
          ...(column.unit === undefined ? {} : { unit: column.unit }),
        }),
      ),
      ...outputs.map((output, j) => headingOf(output, named[columns.length + j]!)),
    ],
    ({ row, prediction }, i) => [
      row,
      ...columns.map((column) => textCell(column, i)),
      ...outputs.map(({ cell }) => cell(prediction)),
    ],
  )
}

function textCell(column: Table['columns'][number], row: number): string | number | null {
  const cell = tableCell(column, row)
  return typeof cell === 'boolean' ? String(cell) : cell
}

function gridTable({ rows, outputs, grid }: PredictionOutcome): TableBlock {
  const { plan, points } = grid!
  const named = uniqueNames([...plan.factors.map(({ name }) => name), ...outputs.map(({ name }) => name)])
  return tableOf(
    rows,
    [
      { name: 'point_of_grid', label: 'point', format: 'integer' },
      ...plan.factors.map(
        ({ name, levels }, k): TableBlockColumn => ({
          name: named[k]!,
          label: name,
          format: typeof levels[0] === 'number' ? 'number' : 'text',
        }),
      ),
      ...outputs.map((output, k) => headingOf(output, named[plan.factors.length + k]!)),
    ],
    ({ row, prediction }) => [
      row,
      ...points.settings(row - 1).map((setting) => (typeof setting === 'boolean' ? String(setting) : setting)),
      ...outputs.map(({ cell }) => cell(prediction)),
    ],
  )
}

function tableOf(
  rows: readonly PredictedRow[],
  columns: readonly TableBlockColumn[],
  cells: (row: PredictedRow, i: number) => TableBlock['rows'][number],
): TableBlock {
  const shown = rows.slice(0, MOST_TABLE_ROWS)
  const cut = shown.length < rows.length
  return {
    kind: 'table',
    id: 'prediction_table',
    title: 'Predictions',
    columns,
    rows: shown.map(cells),
    ...(cut ? { note: `The first ${shown.length} of ${rows.length} rows; predictions.csv has all.` } : {}),
  }
}

function headingOf({ label, format, unit }: OutputColumn, name: string): TableBlockColumn {
  return { name, label, format, ...(unit === undefined ? {} : { unit }) }
}

/** A number behind a name that stands there already: a factor may be called "domain". */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(['row_of_file', 'point_of_grid'])
  return names.map((name) => {
    let unique = name
    for (let k = 2; taken.has(unique); k++) unique = `${name}_${k}`
    taken.add(unique)
    return unique
  })
}
