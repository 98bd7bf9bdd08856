import { CodedError } from '@zerosec/errors'
import type { InputRecord, OpenedModel, Prediction } from '@zerosec/model'
import type { Table } from '@zerosec/table'
import type { MatchedColumn } from './match-columns.ts'

/** Rows between two tellings of the progress. */
const AT_ONCE = 256

/** The record of each row that the model reads. */
export function recordsOf(matched: readonly MatchedColumn[], from: number, to: number): InputRecord[] {
  return Array.from({ length: to - from }, (_, i) =>
    // no prototype: a column may be called anything
    Object.assign(
      Object.create(null) as Record<string, never>,
      Object.fromEntries(matched.map(({ input, cell }) => [input.name, cell(from + i)])),
    ),
  )
}

/**
 * The prediction of every row of the table.
 *
 * @throws CodedError model_input_invalid with the row of the file
 */
export function predictTable(
  opened: OpenedModel,
  table: Table,
  matched: readonly MatchedColumn[],
  progress: (share: number) => void,
): Prediction[] {
  const predictions: Prediction[] = []
  for (let from = 0; from < table.rowCount; from += AT_ONCE) {
    progress(from / table.rowCount)
    const records = recordsOf(matched, from, Math.min(table.rowCount, from + AT_ONCE))
    try {
      predictions.push(...opened.predict(records))
    } catch (error) {
      throw atFileRow(error, table, from)
    }
  }
  return predictions
}

function atFileRow(error: unknown, { source }: Table, from: number): unknown {
  if (!(error instanceof CodedError) || error.code !== 'model_input_invalid') return error
  const row = source.rowNumbers[from + Number(error.details['row']) - 1]
  return new CodedError(error.code, { ...error.details, ...(row === undefined ? {} : { row }) })
}
