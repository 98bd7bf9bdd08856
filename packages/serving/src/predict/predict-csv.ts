import { CodedError, hiddenFault } from '@zerosec/errors'
import type { InputCell, InputRecord, ModelInput, Prediction } from '@zerosec/model'
import type { LoadedModel } from './loaded-model.ts'
import { openedFor, type PredictionTerms, predictRow, type RowOutcome } from './predict-rows.ts'
import { csvLine, readCsv } from './read-csv.ts'

/** Rows of one stream. */
const MOST_CSV_ROWS = 5_000_000
/** Text that is sent at once. */
const CHUNK = 16_384
const SLICE_MS = 8

export type CsvTerms = Pick<PredictionTerms, 'intervals' | 'level' | 'domain'>

/**
 * The rows of a CSV file with their predictions beside, row by row: nothing is read ahead of what is taken. A row that is refused has its
 * code and message in the column `error`; so has the last line where the file itself breaks off, and nothing comes after it.
 *
 * @param onRow  told of each row that was predicted
 * @returns the text of a CSV, its first part the header: what is wrong with the columns is thrown before it
 * @throws CodedError model_inputs_missing, parameter_invalid, predict_csv_invalid for a file without a first line
 */
export async function* predictCsv(
  loaded: LoadedModel,
  source: AsyncIterable<Uint8Array>,
  terms: CsvTerms,
  onRow: (record: InputRecord, prediction: Prediction) => void,
): AsyncGenerator<string> {
  const records = readCsv(source)
  const first = await records.next()
  if (first.done) throw new CodedError('predict_csv_invalid', { problem: 'it is empty' })
  const header = first.value.map((name, i) => (i === 0 ? name.replace(/^\uFEFF/, '') : name).trim())
  const reader = new CsvRows(loaded, header, terms)
  yield csvLine([...header, ...reader.columns])
  let text = ''
  let row = 0
  let sliceEnd = performance.now() + SLICE_MS
  try {
    for await (const cells of records) {
      if (++row > MOST_CSV_ROWS) throw new CodedError('predict_rows_too_many', { rows: row, limit: MOST_CSV_ROWS })
      const { record, outcome } = reader.predict(cells, row)
      if ('prediction' in outcome) onRow(record, outcome.prediction)
      text += csvLine([...header.map((_, i) => cells[i] ?? ''), ...reader.cells(outcome)])
      if (text.length >= CHUNK) {
        yield text
        text = ''
      }
      if (performance.now() < sliceEnd) continue
      await new Promise(setImmediate)
      sliceEnd = performance.now() + SLICE_MS
    }
  } catch (error) {
    const coded = error instanceof CodedError ? error : hiddenFault()
    text += csvLine([...header.map(() => ''), ...reader.cells({ error: coded })])
  }
  yield text
}

class CsvRows {
  readonly #loaded: LoadedModel
  readonly #terms: PredictionTerms
  readonly #opened
  readonly #names: readonly string[]
  readonly #readers: readonly ((text: string, row: number) => InputCell)[]
  readonly #outputs: readonly (readonly [name: string, cell: (prediction: Prediction) => string | number | null])[]

  constructor(loaded: LoadedModel, header: readonly string[], terms: CsvTerms) {
    this.#loaded = loaded
    this.#terms = { ...terms, otherColumns: 'ignore' }
    this.#names = header
    const inputs = new Map(loaded.model.inputs.map((input) => [input.name, input]))
    const doubled = header.find((name, i) => name !== '' && header.indexOf(name) !== i)
    if (doubled !== undefined)
      throw new CodedError('predict_csv_invalid', { problem: `it has two columns "${doubled}"` })
    this.#readers = header.map((name) => cellReader(name, inputs.get(name)))
    const sample = loaded.derive(Object.fromEntries(header.map((name) => [name, null])))
    const missing = [...loaded.inputNames].filter((name) => !Object.hasOwn(sample, name))
    if (missing.length > 0) throw new CodedError('model_inputs_missing', { columns: missing })
    this.#opened = openedFor(loaded, terms)
    this.#outputs = outputsOf(loaded, terms)
  }

  get columns(): readonly string[] {
    return [...this.#outputs.map(([name]) => name), 'error']
  }

  predict(cells: readonly string[], row: number): { record: InputRecord; outcome: RowOutcome } {
    const record: Record<string, InputCell> = Object.create(null)
    try {
      if (cells.length > this.#names.length) {
        const problem = `row ${row} has ${cells.length} cells, and the first line ${this.#names.length}`
        throw new CodedError('predict_csv_invalid', { problem })
      }
      this.#names.forEach((name, i) => (record[name] = this.#readers[i]!(cells[i] ?? '', row)))
    } catch (error) {
      if (error instanceof CodedError) return { record, outcome: { error } }
      throw error
    }
    return { record, outcome: predictRow(this.#loaded, this.#opened, record, row, this.#terms) }
  }

  cells(outcome: RowOutcome): (string | number | null)[] {
    if ('error' in outcome) return [...this.#outputs.map(() => null), `${outcome.error.code}: ${outcome.error.message}`]
    return [...this.#outputs.map(([, cell]) => cell(outcome.prediction)), null]
  }
}

function outputsOf({ model }: LoadedModel, { intervals, domain }: CsvTerms) {
  const { target } = model
  const name = `prediction_${target.name}`
  type Output = readonly [name: string, cell: (prediction: Prediction) => string | number | null]
  const outputs: Output[] = [[name, ({ value }) => value]]
  for (const label of target.classes ?? [])
    outputs.push([`share_${label}`, (each) => (each.kind === 'class' ? (each.shares?.[label] ?? null) : null)])
  if (intervals && model.interval) {
    for (const end of ['low', 'high'] as const)
      outputs.push([`${name}_${end}`, (each) => (each.kind === 'number' ? (each.interval?.[end] ?? null) : null)])
  }
  if (domain) outputs.push(['domain', (each) => each.domain?.verdict ?? 'unknown'])
  return outputs
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const TRUE = new Set(['true', 'yes', '1'])
const FALSE = new Set(['false', 'no', '0'])

/** A column that the model does not read may be what a calculation needs: then it is a number where it looks like one. */
function cellReader(column: string, input: ModelInput | undefined): (text: string, row: number) => InputCell {
  const refused = (row: number, text: string, expected: string): CodedError =>
    new CodedError('predict_cell_unreadable', { row, value: text.slice(0, 100), column, expected })
  if (!input) return (text) => (NUMBER.test(text.trim()) ? Number(text) : text)
  if (input.kind === 'number') {
    return (text, row) => {
      const cell = text.trim()
      if (cell === '') return null
      if (!NUMBER.test(cell)) throw refused(row, text, 'a number such as 1.5')
      return Number(cell)
    }
  }
  if (input.kind !== 'boolean') return (text) => text
  return (text, row) => {
    const cell = text.trim().toLowerCase()
    if (cell === '') return null
    if (TRUE.has(cell)) return true
    if (FALSE.has(cell)) return false
    throw refused(row, text, 'true or false')
  }
}
