import type { DomainVerdict } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { NumberPrediction, OpenedModel } from '@zerosec/model'
import type { Warning } from '@zerosec/report'
import { type Cell, type NumberColumn, type Table, tableCell } from '@zerosec/table'
import { checkNumbers } from '../check-numbers.ts'
import { deriveForModel } from '../derived-columns.ts'
import { columnNamed } from '../factor-columns.ts'
import { findingWarnings } from '../finding-warnings.ts'
import { matchColumns } from '../prediction/match-columns.ts'
import { predictTable } from '../prediction/predict-rows.ts'
import type { Candidates, Quantity, Setting } from './candidates.ts'
import { KINDS } from './column-kinds.ts'
import type { ParetoParameters } from './parameters.ts'

/**
 * The rows of the table as candidates: a named quantity is a model's where one predicts it, else a column.
 *
 * @param names  objectives and what limits are about
 * @throws CodedError column_unknown, column_all_missing, response_not_numeric, values_*; what matching the models' columns refuses
 */
export function tableCandidates(
  table: Table,
  names: readonly string[],
  models: readonly OpenedModel[],
  parameters: ParetoParameters,
  progress: (share: number) => void,
): Candidates {
  const warnings: Warning[] = []
  const quantities = new Map<string, Quantity>()
  const verdicts: (readonly (DomainVerdict | null)[])[] = []
  for (const [m, opened] of models.entries()) {
    const predicted = predictedQuantity(table, opened, parameters, (share) => progress((m + share) / models.length))
    quantities.set(predicted.quantity.name, predicted.quantity)
    verdicts.push(predicted.verdicts)
    warnings.push(...predicted.warnings)
  }
  for (const name of names) if (!quantities.has(name)) quantities.set(name, columnQuantity(table, name))
  const used = new Set([...quantities.keys(), ...models.flatMap(({ model }) => model.inputs.map(({ name }) => name))])
  const { label_column: label } = parameters
  return {
    source: models.length > 0 ? 'candidates' : 'columns',
    numbers: Array.from(table.source.rowNumbers),
    labels: label === undefined ? null : cellsOf(table, label),
    quantities,
    settings: table.columns.flatMap((column): Setting[] => {
      if (column.name === label || (quantities.has(column.name) && models.length === 0)) return []
      const unit = column.unit === undefined ? {} : { unit: column.unit }
      const name = quantities.has(column.name) ? `${column.name} (in the table)` : column.name
      return [{ name, ...unit, cells: cellsOf(table, column.name) }]
    }),
    domain: worstVerdicts(verdicts, table.rowCount),
    search: null,
    measured: null,
    warnings: [
      ...warnings,
      ...findingWarnings(
        table,
        ({ code, column }) =>
          code !== 'column_identifier' && code !== 'column_constant' && (column === undefined || used.has(column)),
      ),
    ],
  }
}

function cellsOf(table: Table, name: string): Cell[] {
  const column = columnNamed(table, name)
  return Array.from({ length: table.rowCount }, (_, row) => tableCell(column, row))
}

function columnQuantity(table: Table, name: string): Quantity {
  const column = columnNamed(table, name)
  if (column.missingCount >= table.rowCount && !(column.kind === 'number' && column.unreadable.length > 0)) {
    throw new CodedError('column_all_missing', { column: name })
  }
  if (column.kind !== 'number') throw new CodedError('response_not_numeric', { column: name, kind: KINDS[column.kind] })
  checkNumbers(table, column)
  return asQuantity(column)
}

function asQuantity({ name, unit, values }: NumberColumn): Quantity {
  return { name, ...(unit === undefined ? {} : { unit }), values, interval: null }
}

function predictedQuantity(
  raw: Table,
  opened: OpenedModel,
  parameters: ParetoParameters,
  progress: (share: number) => void,
): { quantity: Quantity; verdicts: (DomainVerdict | null)[]; warnings: readonly Warning[] } {
  const { model } = opened
  const { table, warnings: derived } = deriveForModel(raw, model.metadata)
  const names = Object.fromEntries(
    Object.entries(parameters.column_names).filter(([name]) => model.inputs.some((input) => input.name === name)),
  )
  const { matched, warnings } = matchColumns(table, model.inputs, names)
  const predictions = predictTable(opened, table, matched, progress) as NumberPrediction[]
  return {
    quantity: quantityOf(opened, predictions),
    verdicts: predictions.map(({ domain }) => domain?.verdict ?? null),
    warnings: [...derived, ...warnings, ...trainingWarning(raw, opened)],
  }
}

/** The predictions of a model as a quantity. */
export function quantityOf({ model }: OpenedModel, predictions: readonly NumberPrediction[]): Quantity {
  const { name, unit } = model.target
  const level = predictions.find(({ interval }) => interval)?.interval?.level
  const end = (side: 'low' | 'high') =>
    Float64Array.from(predictions, ({ interval, value }) => interval?.[side] ?? value ?? Number.NaN)
  return {
    name,
    ...(unit === undefined ? {} : { unit }),
    values: Float64Array.from(predictions, ({ value }) => value ?? Number.NaN),
    interval: level === undefined ? null : { level, low: end('low'), high: end('high') },
  }
}

function trainingWarning({ sha256 }: Table, { model }: OpenedModel): Warning[] {
  if (model.training.tableSha256 !== sha256) return []
  return [
    {
      code: 'training_table',
      level: 'caution',
      message: `The model of ${model.target.name} was made from this very table: its predictions are fitted to these rows and look better than those of new ones.`,
    },
  ]
}

const ORDER: readonly DomainVerdict[] = ['inside', 'edge', 'outside']

/** Null where no model knows of a domain. */
export function worstVerdicts(
  ofModels: readonly (readonly (DomainVerdict | null)[])[],
  count: number,
): DomainVerdict[] | null {
  if (!ofModels.some((verdicts) => verdicts.some((verdict) => verdict !== null))) return null
  return Array.from({ length: count }, (_, i) => {
    const worst = ofModels.reduce((most, verdicts) => Math.max(most, ORDER.indexOf(verdicts[i] ?? 'inside')), 0)
    return ORDER[worst]!
  })
}
