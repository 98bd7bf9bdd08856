import type { InputRecord, Model } from '@zerosec/model'
import { featureLevels } from '@zerosec/model'
import { explainRows } from './contributions.ts'
import { codeReader, plainInputs } from './feature-matrix.ts'

/** What each input adds to one prediction: base + Σ values = the prediction, of classes the share of the last one. */
export interface RowContributions {
  readonly base: number
  readonly values: Readonly<Record<string, number>>
}

/** The same for the same row, whoever asks. */
const SEED = 1

/**
 * Contributions of rows that the model has read before: `explainRows` for what comes one by one.
 *
 * @returns null for each where the model reads texts, or holds no training rows to compare with
 */
export function explainRecords(model: Model, records: readonly InputRecord[]): (RowContributions | null)[] {
  const inputs = plainInputs(model)
  if (!inputs || !model.domain) return records.map(() => null)
  const readers = inputs.map(codeReader)
  const columns = inputs.map(({ name }, j) => Float64Array.from(records, (record) => readers[j]!(record[name])))
  const matrix = { rows: records.length, columns, levels: featureLevels(inputs) }
  const position = Math.max(0, (model.target.classes?.length ?? 1) - 1)
  const explained = explainRows(model, matrix, [...records.keys()], position, SEED, () => {})
  if (!explained) return records.map(() => null)
  const p = inputs.length
  return records.map((_, row) => ({
    base: explained.base,
    values: Object.fromEntries(inputs.map(({ name }, j) => [name, explained.values[row * p + j]!])),
  }))
}
