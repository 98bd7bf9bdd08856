import { LONGEST_TEXT, TextScorer } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { levelNames, type ModelInput, type TextInput } from '../model-input.ts'
import type { InputCell, InputRecord, PredictionFlag } from './prediction.ts'

/** What becomes of columns that the model does not read. */
export type OtherColumns = 'refuse' | 'ignore'

/** Writes the features of a cell from `at` on and gives the place after them. */
type CellReader = (cell: InputCell, flags: PredictionFlag[], rowNumber: number, row: Float64Array, at: number) => number
type ValueReader = (cell: InputCell, flags: PredictionFlag[], rowNumber: number) => number

/** Reads rows by the names of the model's inputs. */
export class RowReader {
  readonly #names: readonly string[]
  readonly #readers: readonly CellReader[]
  readonly #otherColumns: OtherColumns

  constructor(inputs: readonly ModelInput[], otherColumns: OtherColumns) {
    this.#names = inputs.map(({ name }) => name)
    this.#readers = inputs.map(cellReader)
    this.#otherColumns = otherColumns
  }

  /**
   * @param row        overwritten: the values of the features; NaN where a cell is missing, the number of levels where one is not known,
   *   the scores of a text
   * @param flags      what is said of the cells is added to it
   * @param rowNumber  what an error calls the row
   * @throws CodedError model_inputs_missing, model_inputs_unknown (unless they are ignored), model_input_invalid
   */
  read(record: InputRecord, row: Float64Array, flags: PredictionFlag[], rowNumber: number): void {
    const names = this.#names
    for (let j = 0; j < names.length; j++) {
      if (!Object.hasOwn(record, names[j]!)) throw this.#missing(record)
    }
    if (this.#otherColumns === 'refuse' && Object.keys(record).length !== names.length) throw this.#unknown(record)
    let at = 0
    for (let j = 0; j < names.length; j++) at = this.#readers[j]!(record[names[j]!], flags, rowNumber, row, at)
  }

  #missing(record: InputRecord): CodedError {
    const columns = this.#names.filter((name) => !Object.hasOwn(record, name))
    return new CodedError('model_inputs_missing', { columns })
  }

  #unknown(record: InputRecord): CodedError {
    const columns = Object.keys(record).filter((name) => !this.#names.includes(name))
    return new CodedError('model_inputs_unknown', { columns, known: this.#names })
  }
}

function cellReader(input: ModelInput): CellReader {
  if (input.kind === 'text') return textReader(input)
  const read = valueReader(input)
  return (cell, flags, rowNumber, row, at) => {
    row[at] = read(cell, flags, rowNumber)
    return at + 1
  }
}

/** A missing text has the scores of an empty one. */
function textReader({ name, classifier }: TextInput): CellReader {
  const scorer = new TextScorer(classifier)
  return (cell, flags, rowNumber, row, at) => {
    const isEmpty = isMissing(cell) || cell === ''
    if (!isEmpty && typeof cell !== 'string' && !Number.isFinite(cell)) throw invalid(name, cell, 'a text', rowNumber)
    const { scores, knownTerms, isCut, isBroken } = scorer.score(isEmpty ? '' : String(cell))
    row.set(scores, at)
    if (isEmpty) missing(name, flags)
    else if (knownTerms === 0) flags.push({ kind: 'text_unknown', column: name })
    if (isCut) flags.push({ kind: 'text_cut', column: name, read: LONGEST_TEXT })
    if (isBroken) flags.push({ kind: 'text_broken', column: name })
    return at + scores.length
  }
}

function valueReader(input: Exclude<ModelInput, TextInput>): ValueReader {
  if (input.kind === 'number') return numberReader(input)
  const codes = new Map(levelNames(input).map((level, code) => [level, code]))
  const expected = input.kind === 'boolean' ? 'true or false' : 'a text'
  return (cell, flags, rowNumber) => {
    const isEmpty = isMissing(cell) || (cell === '' && !codes.has(''))
    if (isEmpty) return missing(input.name, flags)
    // a level such as 1 may come as a number
    const isReadable =
      input.kind === 'boolean' ? typeof cell === 'boolean' : typeof cell === 'string' || Number.isFinite(cell)
    if (!isReadable) throw invalid(input.name, cell, expected, rowNumber)
    const code = codes.get(String(cell))
    if (code !== undefined) return code
    flags.push({ kind: 'unseen_category', column: input.name, value: String(cell) })
    return codes.size
  }
}

function numberReader({ name, low, high }: Extract<ModelInput, { kind: 'number' }>): ValueReader {
  return (cell, flags, rowNumber) => {
    if (isMissing(cell) || cell === '') return missing(name, flags)
    if (typeof cell !== 'number' || !Number.isFinite(cell)) throw invalid(name, cell, 'a finite number', rowNumber)
    if (cell < low || cell > high) flags.push({ kind: 'outside_range', column: name, value: cell, low, high })
    return cell
  }
}

function isMissing(cell: InputCell): boolean {
  return cell === null || cell === undefined || Number.isNaN(cell)
}

function missing(column: string, flags: PredictionFlag[]): number {
  flags.push({ kind: 'missing_cell', column })
  return Number.NaN
}

function invalid(column: string, cell: InputCell, expected: string, row: number): CodedError {
  const value =
    typeof cell === 'object' ? 'an object' : typeof cell === 'string' ? `"${cell.slice(0, 100)}"` : `${cell}`
  return new CodedError('model_input_invalid', { row, value, column, expected })
}
