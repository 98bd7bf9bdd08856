import { meanAbsoluteError, r2Score, rootMeanSquaredError } from '@zerosec/engine'
import type { Model } from '@zerosec/model'
import type { Warning } from '@zerosec/report'
import { type Column, type Table, tableCell } from '@zerosec/table'
import { isNamed, plainName } from '../optimization/run-cells.ts'
import { unitConversion } from '../units.ts'
import type { PredictedRow } from './predicted-row.ts'

/** How good the model was on rows whose response is measured. */
export type RowScore = NumberScore | ClassScore

export interface NumberScore {
  readonly kind: 'number'
  readonly column: string
  readonly rows: readonly MeasuredRow[]
  readonly r2: number | null
  readonly rmse: number
  readonly mae: number
  /** measured − predicted, on average. */
  readonly bias: number
  /** Share of the rows inside of their interval; null without intervals. */
  readonly coverage: number | null
}

export interface MeasuredRow {
  readonly row: PredictedRow
  readonly measured: number
}

export interface ClassScore {
  readonly kind: 'class'
  readonly column: string
  readonly rows: number
  readonly accuracy: number
  /** By measured and predicted class. */
  readonly confusion: readonly { readonly measured: string; readonly predicted: string; readonly count: number }[]
}

/** Null where the table has no measured response, or none that can be compared: then a warning says why. */
export function scoreRows(
  table: Table,
  { target }: Model,
  rows: readonly PredictedRow[],
): { score: RowScore | null; warnings: readonly Warning[] } {
  const column = table.columns.find((each) => isNamed(each, target.name) || plainName(each) === plainName(target))
  if (!column || column.missingCount >= table.rowCount) return { score: null, warnings: [] }
  if (target.classes) return { score: classScore(column, rows), warnings: [] }
  if (column.kind !== 'number') return { score: null, warnings: [unscored(column, 'it holds no numbers')] }
  const conversion =
    column.unit === undefined || target.unit === undefined
      ? { scale: 1, offset: 0 }
      : unitConversion(column.unit, target.unit)
  if (!conversion) {
    return {
      score: null,
      warnings: [unscored(column, `it is in ${column.unit} and the model predicts ${target.unit}`)],
    }
  }
  const { values } = column
  return { score: numberScore(column, rows, (i) => values[i]! * conversion.scale + conversion.offset), warnings: [] }
}

function numberScore(
  column: Column,
  rows: readonly PredictedRow[],
  measuredAt: (i: number) => number,
): NumberScore | null {
  const pairs: MeasuredRow[] = []
  const predicted: number[] = []
  let inside = 0
  let withInterval = 0
  for (const [i, row] of rows.entries()) {
    const { prediction } = row
    const measured = measuredAt(i)
    if (Number.isNaN(measured) || prediction.kind !== 'number' || prediction.value === null) continue
    pairs.push({ row, measured })
    predicted.push(prediction.value)
    if (!prediction.interval) continue
    withInterval++
    if (measured >= prediction.interval.low && measured <= prediction.interval.high) inside++
  }
  if (pairs.length === 0) return null
  const measured = pairs.map((pair) => pair.measured)
  return {
    kind: 'number',
    column: column.name,
    rows: pairs,
    r2: r2Score(measured, predicted),
    rmse: rootMeanSquaredError(measured, predicted),
    mae: meanAbsoluteError(measured, predicted),
    bias: measured.reduce((sum, value, i) => sum + value - predicted[i]!, 0) / measured.length,
    coverage: withInterval === 0 ? null : inside / withInterval,
  }
}

function classScore(column: Column, rows: readonly PredictedRow[]): ClassScore | null {
  const counts = new Map<string, { measured: string; predicted: string; count: number }>()
  let compared = 0
  let right = 0
  for (const [i, { prediction }] of rows.entries()) {
    const cell = tableCell(column, i)
    if (cell === null || prediction.value === null) continue
    const [measured, predicted] = [String(cell), String(prediction.value)]
    compared++
    if (measured === predicted) right++
    const key = JSON.stringify([measured, predicted])
    const entry = counts.get(key) ?? { measured, predicted, count: 0 }
    counts.set(key, { ...entry, count: entry.count + 1 })
  }
  if (compared === 0) return null
  const confusion = [...counts.values()].sort(
    (a, b) => b.count - a.count || (a.measured + a.predicted < b.measured + b.predicted ? -1 : 1),
  )
  return { kind: 'class', column: column.name, rows: compared, accuracy: right / compared, confusion }
}

function unscored({ name }: Column, reason: string): Warning {
  return {
    code: 'predictions_not_scored',
    level: 'caution',
    message: `The predictions were not compared with the column ${name}: ${reason}.`,
    columns: [name],
  }
}
