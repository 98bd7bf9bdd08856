import { CodedError } from '@zerosec/errors'

/** Characters of one record: a quotation mark that is never closed must not take the rest of the file into memory. */
const LONGEST_RECORD = 1_000_000
const DELIMITERS = [',', ';', '\t', '|'] as const

/**
 * The records of a CSV file as they come: RFC 4180 with any line ends, the delimiter that the first line has most of, UTF-8 with or without
 * a mark. Empty lines are no records. Nothing is read ahead of what is taken.
 *
 * @throws CodedError predict_csv_invalid: no UTF-8, a quotation mark that is not closed, a record that is too long
 */
export async function* readCsv(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let parser: RecordParser | undefined
  let waiting = ''
  for await (const chunk of source) {
    waiting += decoded(decoder, chunk)
    if (!parser) {
      if (!/[\r\n]/.test(waiting) && waiting.length < LONGEST_RECORD) continue
      parser = new RecordParser(delimiterOf(waiting))
    }
    const text = waiting
    waiting = ''
    yield* parser.add(text)
  }
  waiting += decoded(decoder)
  parser ??= new RecordParser(delimiterOf(waiting))
  yield* parser.add(waiting)
  yield* parser.end()
}

function decoded(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch (cause) {
    throw new CodedError('predict_csv_invalid', { problem: 'it is not UTF-8' }, { cause })
  }
}

function delimiterOf(text: string): string {
  const [line = ''] = text.split(/[\r\n]/, 1)
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!
}

class RecordParser {
  readonly #delimiter: string
  #record: string[] = []
  #cell = ''
  #length = 0
  /** `quote`: one was read within quotation marks, which ends them unless another follows. */
  #state: 'start' | 'plain' | 'quoted' | 'quote' = 'start'
  #afterReturn = false

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  *add(text: string): Generator<readonly string[]> {
    for (let i = 0; i < text.length; i++) {
      const record = this.#read(text[i]!)
      if (record) yield record
    }
  }

  *end(): Generator<readonly string[]> {
    if (this.#state === 'quoted') throw invalid('a quotation mark is not closed')
    const record = this.#endRecord()
    if (record) yield record
  }

  #read(character: string): readonly string[] | undefined {
    if (++this.#length > LONGEST_RECORD) throw invalid(`a record has more than ${LONGEST_RECORD} characters`)
    if (this.#state === 'quoted') {
      if (character === '"') this.#state = 'quote'
      else this.#cell += character
      return undefined
    }
    const isAfterReturn = this.#afterReturn
    this.#afterReturn = character === '\r'
    if (character === '\n' && isAfterReturn) return undefined
    if (character === '\n' || character === '\r') return this.#endRecord()
    if (character === this.#delimiter) this.#endCell()
    else if (character === '"' && this.#state !== 'plain') {
      if (this.#state === 'quote') this.#cell += '"'
      this.#state = 'quoted'
    } else {
      this.#cell += character
      this.#state = 'plain'
    }
    return undefined
  }

  #endCell(): void {
    this.#record.push(this.#cell)
    this.#cell = ''
    this.#state = 'start'
  }

  #endRecord(): readonly string[] | undefined {
    const isEmpty = this.#record.length === 0 && this.#cell === '' && this.#state === 'start'
    this.#length = 0
    if (isEmpty) return undefined
    this.#endCell()
    const record = this.#record
    this.#record = []
    return record
  }
}

function invalid(problem: string): CodedError {
  return new CodedError('predict_csv_invalid', { problem })
}

/** One line. */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(cellText).join(',')}\r\n`
}

function cellText(cell: string | number | boolean | null): string {
  if (cell === null) return ''
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
