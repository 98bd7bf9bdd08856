import { explainRecords, type RowContributions } from '@zerosec/analyses/explain'
import { CodedError, hiddenFault } from '@zerosec/errors'
import type { InputRecord, OpenedModel, Prediction } from '@zerosec/model'
import type { LoadedModel } from './loaded-model.ts'

/** What is asked beside the values. */
export interface PredictionTerms {
  readonly intervals?: boolean | undefined
  readonly level?: number | undefined
  readonly domain?: boolean | undefined
  readonly contributions?: boolean
  readonly otherColumns?: 'refuse' | 'ignore'
}

export type RowOutcome =
  | { readonly prediction: Prediction; readonly contributions?: RowContributions | null }
  | { readonly error: CodedError }

/** Other requests are answered between two slices of a batch. */
const SLICE_MS = 8
const ROWS_BETWEEN_LOOKS = 16

/**
 * Checks what a batch has in common before anything runs: columns that no row has, and columns of every row that the model does not read.
 *
 * @throws CodedError model_inputs_missing, model_inputs_unknown
 */
export function checkColumns(loaded: LoadedModel, rows: readonly InputRecord[], terms: PredictionTerms): void {
  const first = loaded.derive(rows[0]!)
  const absent = [...loaded.inputNames].filter((name) => !Object.hasOwn(first, name))
  const missing = absent.filter((name) => rows.every((row) => !Object.hasOwn(loaded.derive(row), name)))
  if (missing.length > 0) throw new CodedError('model_inputs_missing', { columns: missing })
  if (terms.otherColumns === 'ignore') return
  const unknown = otherColumns(loaded, rows[0]!).filter((name) => rows.every((row) => Object.hasOwn(row, name)))
  if (unknown.length > 0) throw inputsUnknown(loaded, unknown)
}

/**
 * The outcome of each row: one that is refused fails alone.
 *
 * @param until  of `performance.now()`: a batch that takes longer is given up
 * @throws CodedError as `checkColumns`; parameter_invalid for a level that the model doesn't have; RangeError when it took too long
 */
export async function predictRows(
  loaded: LoadedModel,
  rows: readonly InputRecord[],
  terms: PredictionTerms,
  until = Number.POSITIVE_INFINITY,
): Promise<RowOutcome[]> {
  checkColumns(loaded, rows, terms)
  const opened = openedFor(loaded, terms)
  const outcomes: RowOutcome[] = []
  let sliceEnd = performance.now() + SLICE_MS
  for (let i = 0; i < rows.length; i++) {
    outcomes.push(predictRow(loaded, opened, rows[i]!, i + 1, terms))
    if (i % ROWS_BETWEEN_LOOKS !== ROWS_BETWEEN_LOOKS - 1 && !terms.contributions) continue
    const now = performance.now()
    if (now > until) throw new RangeError(`a batch was given up after ${i + 1} of ${rows.length} rows`)
    if (now < sliceEnd) continue
    await new Promise(setImmediate)
    sliceEnd = performance.now() + SLICE_MS
  }
  return outcomes
}

/** @throws CodedError parameter_invalid for a level that the model does not have; one of classes has none */
export function openedFor(loaded: LoadedModel, { intervals, level, domain }: PredictionTerms): OpenedModel {
  if (level !== undefined && loaded.model.target.classes)
    throw new CodedError('parameter_invalid', { parameter: 'level', problem: 'the model gives classes, not intervals' })
  return intervals || domain || level !== undefined ? loaded.full(level) : loaded.plain()
}

/** @param row  its number, from 1 */
export function predictRow(
  loaded: LoadedModel,
  opened: OpenedModel,
  record: InputRecord,
  row: number,
  terms: PredictionTerms,
): RowOutcome {
  try {
    const unknown = terms.otherColumns === 'ignore' ? [] : otherColumns(loaded, record)
    if (unknown.length > 0) throw inputsUnknown(loaded, unknown)
    const derived = loaded.derive(record)
    const prediction = opened.predict([derived])[0]!
    if (!terms.contributions) return { prediction }
    return { prediction, contributions: prediction.value === null ? null : explainRecords(loaded.model, [derived])[0]! }
  } catch (error) {
    if (!(error instanceof CodedError)) return { error: hiddenFault(error) }
    return { error: 'row' in error.details ? new CodedError(error.code, { ...error.details, row }) : error }
  }
}

function otherColumns(loaded: LoadedModel, record: InputRecord): string[] {
  const names = Object.keys(record)
  const others = names.filter((name) => !loaded.inputNames.has(name))
  return others.length === 0 ? others : others.filter((name) => !loaded.derive.uses(name, names))
}

function inputsUnknown(loaded: LoadedModel, columns: readonly string[]): CodedError {
  return new CodedError('model_inputs_unknown', { columns, known: [...loaded.inputNames] })
}
