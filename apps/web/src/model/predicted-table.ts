import type { Prediction } from '@zerosec/model'
import type { FormInput, Settings } from './form-input.ts'
import type { ModelFacts } from './model-messages.ts'
import { gravest, VERDICT_WORDS } from './trust-words.ts'
import { cellText } from './typed-cell.ts'

/** Rows with what the models predict for them: texts and numbers, to be shown, copied and saved. */
export interface PredictedTable {
  readonly headings: readonly string[]
  /** How many of the columns are inputs; the others are what was predicted. */
  readonly inputColumns: number
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** @param predictions  by model, then by row */
export function predictedTable(
  inputs: readonly FormInput[],
  rows: readonly Settings[],
  models: readonly ModelFacts[],
  predictions: readonly (readonly Prediction[])[],
): PredictedTable {
  return {
    headings: [...inputs.map(({ name }) => name), ...models.flatMap(headingsOf), 'domain'],
    inputColumns: inputs.length,
    rows: rows.map((row, i) => {
      const ofRow = predictions.map((ofModel) => ofModel[i]!)
      const verdicts = ofRow.flatMap(({ domain }) => domain?.verdict ?? [])
      return [
        ...inputs.map(({ name }) => (typeof row[name] === 'number' ? row[name] : cellText(row[name]))),
        ...models.flatMap((facts, k) => cellsOf(facts, ofRow[k]!)),
        verdicts.length === 0 ? null : VERDICT_WORDS[gravest(verdicts)],
      ]
    }),
  }
}

function headingsOf({ target }: ModelFacts): string[] {
  if (target.classes) return [`prediction_${target.name}`, ...target.classes.map((name) => `${target.name} = ${name}`)]
  return [`prediction_${target.name}`, `${target.name} low`, `${target.name} high`]
}

function cellsOf({ target }: ModelFacts, prediction: Prediction): (string | number | null)[] {
  if (prediction.kind === 'class') {
    return [prediction.value, ...(target.classes ?? []).map((name) => prediction.shares?.[name] ?? null)]
  }
  const { value, interval } = prediction
  return [value, interval?.low ?? null, interval?.high ?? null]
}

/** For the clipboard: a spreadsheet takes it apart into cells. */
export function asTabSeparated({ headings, rows }: Pick<PredictedTable, 'headings' | 'rows'>): string {
  const cell = (value: string | number | null) => String(value ?? '').replaceAll(/[\t\r\n]/g, ' ')
  return [headings, ...rows].map((cells) => cells.map(cell).join('\t')).join('\n')
}

/** With a byte-order mark, so that every spreadsheet reads it as UTF-8. */
export function asCsv({ headings, rows }: Pick<PredictedTable, 'headings' | 'rows'>): string {
  const cell = (value: string | number | null) => {
    const text = String(value ?? '')
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return `\ufeff${[headings, ...rows].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`
}
