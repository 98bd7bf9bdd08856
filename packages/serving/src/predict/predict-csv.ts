import { CodedError, hiddenFault } from '@zerosec/errors'
import type { InputCell, InputRecord, ModelInput, Prediction, PredictionFlag } from '@zerosec/model'
import type { LoadedModel } from './loaded-model.ts'
import { openedFor, type PredictionTerms, predictRow, type RowOutcome } from './predict-rows.ts'
import { csvLine, MARK, openCsv } from './read-csv.ts'

/** Rows of one stream. */
const MOST_CSV_ROWS = 5_000_000
/** Text that is sent at once. */
const CHUNK = 16_384
const SLICE_MS = 8

export interface CsvTerms extends Pick<PredictionTerms, 'intervals' | 'level' | 'domain'> {
  /** Of the file, a WHATWG label; left out: UTF-8, or UTF-16 that begins with its mark. */
  readonly encoding?: string | undefined
}

/** Whom a stream tells what becomes of its rows. */
export interface CsvWatcher {
  /** Of each row; how long it took, which is none of the waiting for more of the file or for whoever reads the answer. */
  row(record: InputRecord, outcome: RowOutcome, ms: number): void
  /** Of what is no fault of the file: its cause stays out of the answer. */
  failed(fault: CodedError): void
}

/**
 * The rows of a CSV file with their predictions beside, row by row: nothing is read ahead of what is taken. A row that is refused has its
 * code and message in the column `error`; so has the last line where the file itself breaks off, and nothing comes after it. A first row
 * that has the units of the inputs is no row: it goes back with the flag `units`.
 *
 * @returns the text of a CSV in UTF-8 with the delimiter of the file, and with a byte order mark where it has one; its first part the
 *   header: what is wrong with the columns is thrown before it
 * @throws CodedError model_inputs_missing, parameter_invalid, predict_csv_invalid for a file without a first line or with columns that
 *   cannot be told apart
 */
export async function* predictCsv(
  loaded: LoadedModel,
  source: AsyncIterable<Uint8Array>,
  terms: CsvTerms,
  watcher: CsvWatcher,
): AsyncGenerator<string> {
  const { records, delimiter, hasMark } = await openCsv(source, terms.encoding)
  const first = await records.next()
  if (first.done) throw new CodedError('predict_csv_invalid', { problem: 'it is empty' })
  const header = first.value.map((name) => name.trim())
  const reader = new CsvRows(loaded, header, terms)
  yield (hasMark ? MARK : '') + csvLine([...header, ...reader.columns], delimiter)
  let text = ''
  let row = 0
  let sliceEnd = performance.now() + SLICE_MS
  try {
    for await (const cells of records) {
      if (++row > MOST_CSV_ROWS) throw new CodedError('predict_rows_too_many', { rows: row, limit: MOST_CSV_ROWS })
      if (row === 1 && reader.areUnits(cells)) {
        text += csvLine([...header.map((_, i) => cells[i] ?? ''), ...reader.unitCells()], delimiter)
        continue
      }
      const start = performance.now()
      const { record, outcome } = reader.predict(cells, row)
      const now = performance.now()
      watcher.row(record, outcome, now - start)
      if ('error' in outcome && outcome.error.code === 'internal') watcher.failed(outcome.error)
      text += csvLine([...header.map((_, i) => cells[i] ?? ''), ...reader.cells(outcome)], delimiter)
      if (text.length >= CHUNK) {
        yield text
        text = ''
      }
      if (now < sliceEnd) continue
      await new Promise(setImmediate)
      sliceEnd = performance.now() + SLICE_MS
    }
  } catch (error) {
    const coded = error instanceof CodedError ? error : hiddenFault(error)
    if (coded.code === 'internal') watcher.failed(coded)
    text += csvLine([...header.map(() => ''), ...reader.cells({ error: coded })], delimiter)
  }
  yield text
}

class CsvRows {
  readonly #loaded: LoadedModel
  readonly #terms: PredictionTerms
  readonly #opened
  readonly #names: readonly string[]
  readonly #readers: readonly ((text: string, row: number) => InputCell)[]
  readonly #outputs: readonly Output[]
  /** Of the numbers that have one. */
  readonly #units: ReadonlyMap<string, string>

  constructor(loaded: LoadedModel, header: readonly string[], terms: CsvTerms) {
    this.#loaded = loaded
    this.#terms = { ...terms, otherColumns: 'ignore' }
    this.#names = header
    const inputs = new Map(loaded.model.inputs.map((input) => [input.name, input]))
    this.#units = new Map(
      loaded.model.inputs.flatMap((input) =>
        input.kind === 'number' && input.unit !== undefined ? [[input.name, input.unit]] : [],
      ),
    )
    this.#outputs = outputsOf(loaded, terms)
    checkNames(header, this.columns)
    this.#readers = header.map((name) => cellReader(name, inputs.get(name)))
    const sample = loaded.derive(Object.fromEntries(header.map((name) => [name, null])))
    const missing = [...loaded.inputNames].filter((name) => !Object.hasOwn(sample, name))
    if (missing.length > 0) throw new CodedError('model_inputs_missing', { columns: missing })
    this.#opened = openedFor(loaded, terms)
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

  /** Whether cells are the units that the model knows of its numbers, of each that has one. */
  areUnits(cells: readonly string[]): boolean {
    const known = this.#names.flatMap((name, i) => {
      const unit = this.#units.get(name)
      return unit === undefined ? [] : [plainUnit(cells[i] ?? '') === plainUnit(unit)]
    })
    return known.length > 0 && known.every(Boolean)
  }

  unitCells(): (string | null)[] {
    return this.columns.map((column) => (column === 'flags' ? 'units' : null))
  }

  cells(outcome: RowOutcome): (string | number | null)[] {
    if ('error' in outcome) return [...this.#outputs.map(() => null), `${outcome.error.code}: ${outcome.error.message}`]
    return [...this.#outputs.map(([, cell]) => cell(outcome.prediction)), null]
  }
}

/** Of columns with one name nobody could say which is meant. */
function checkNames(header: readonly string[], added: readonly string[]): void {
  const doubled = header.find((name, i) => name !== '' && header.indexOf(name) !== i)
  if (doubled !== undefined) throw new CodedError('predict_csv_invalid', { problem: `it has two columns "${doubled}"` })
  const taken = header.find((name) => added.includes(name))
  if (taken === undefined) return
  const problem = `it has a column "${taken}", which the answer adds: rename it, or leave it out`
  throw new CodedError('predict_csv_invalid', { problem })
}

type Output = readonly [name: string, cell: (prediction: Prediction) => string | number | null]

function outputsOf({ model: { target } }: LoadedModel, { intervals, level, domain }: CsvTerms): readonly Output[] {
  const name = `prediction_${target.name}`
  const outputs: Output[] = [[name, ({ value }) => value]]
  for (const label of target.classes ?? [])
    outputs.push([`share_${label}`, (each) => (each.kind === 'class' ? (each.shares?.[label] ?? null) : null)])
  if (!target.classes && (intervals || level !== undefined)) {
    for (const end of ['low', 'high'] as const)
      outputs.push([`${name}_${end}`, (each) => (each.kind === 'number' ? (each.interval?.[end] ?? null) : null)])
  }
  if (domain) outputs.push(['domain', (each) => each.domain?.verdict ?? 'unknown'])
  outputs.push(['flags', ({ flags }) => flags.map(flagText).join('; ')])
  return outputs
}

function flagText(flag: PredictionFlag): string {
  return 'column' in flag ? `${flag.kind} ${flag.column}` : flag.kind
}

/** A unit in other characters is the same one, within brackets or without. */
function plainUnit(text: string): string {
  const plain = text.normalize('NFKC').replaceAll('µ', 'μ').trim()
  return /^[[({](.*)[\])}]$/u.exec(plain)?.[1]?.trim() ?? plain
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
