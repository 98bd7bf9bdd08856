import { type Table, tableCell } from '@zerosec/table'
import type { AnalysisFile } from '../analysis.ts'
import { csv } from '../modelling/csv-file.ts'
import type { Contributions } from './contributions.ts'
import type { GridFactor } from './grid-factors.ts'
import type { GridPoints } from './grid-points.ts'
import type { OutputColumn, PredictedRow } from './predicted-row.ts'

/** The columns of the table and those of the prediction beside them. Of a column that has the name of one of these only the new one stays. */
export function tablePredictions(
  table: Table,
  rows: readonly PredictedRow[],
  outputs: readonly OutputColumn[],
): AnalysisFile {
  const columns = keptColumns(table, outputs)
  const header = [...columns.map(({ name }) => name), ...outputs.map(({ name }) => name)]
  const lines = rows.map(({ prediction }, row) => [
    ...columns.map((column) => tableCell(column, row)),
    ...outputs.map(({ cell }) => cell(prediction)),
  ])
  return csv('predictions.csv', header, lines)
}

export function keptColumns({ columns }: Table, outputs: readonly OutputColumn[]): Table['columns'] {
  const taken = new Set(outputs.map(({ name }) => name))
  return columns.filter(({ name }) => !taken.has(name))
}

/** The points of a grid that are kept. */
export function gridPredictions(
  points: GridPoints,
  factors: readonly GridFactor[],
  rows: readonly PredictedRow[],
  outputs: readonly OutputColumn[],
): AnalysisFile {
  const header = ['point', ...factors.map(({ name }) => name), ...outputs.map(({ name }) => name)]
  const lines = rows.map(({ row, prediction }) => [
    row,
    ...points.settings(row - 1),
    ...outputs.map(({ cell }) => cell(prediction)),
  ])
  return csv('predictions.csv', header, lines)
}

/** base + the factors of a row = its prediction. */
export function contributionsFile(
  { inputs, rows, values, base, predictions }: Contributions,
  rowOf: (at: number) => number,
): AnalysisFile {
  const p = inputs.length
  const lines = rows.map((at, i) => [rowOf(at), base, ...inputs.map((_, j) => values[i * p + j]!), predictions[i]!])
  return csv('contributions.csv', ['row', 'base', ...inputs, 'prediction'], lines)
}
