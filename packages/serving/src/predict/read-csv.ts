import { CodedError } from '@zerosec/errors'

/** Characters of one record: a quotation mark that is never closed must not take the rest of the file into memory. */
const LONGEST_RECORD = 1_000_000
const DELIMITERS = [',', ';', '\t', '|'] as const
export const MARK = '\uFEFF'
const EXAMPLE = 'Content-Type: text/csv; charset=shift_jis'

/** A CSV file whose first line has been read. */
export interface Csv {
  readonly delimiter: string
  /** A byte order mark stands at its beginning: Excel takes a file without one for one in the machine's own encoding. */
  readonly hasMark: boolean
  /** As they come: nothing is read ahead of what is taken. Empty lines are no records. */
  readonly records: AsyncGenerator<readonly string[]>
}

/**
 * RFC 4180 with any line ends and the delimiter that the first line has most of.
 *
 * @param encoding  a WHATWG label; left out: UTF-8, or UTF-16 that begins with its mark
 * @throws CodedError predict_csv_invalid, also from the records: bytes that are not of the encoding, an encoding that does not exist, a
 *   quotation mark that is not closed, a record that is too long
 */
export async function openCsv(source: AsyncIterable<Uint8Array>, encoding?: string): Promise<Csv> {
  const texts = decodedTexts(source, encoding)
  let head = ''
  for (let isWhole = false; !isWhole && head.length < LONGEST_RECORD; ) {
    const next = await texts.next()
    if (next.done) break
    head += next.value
    isWhole = /[\r\n]/.test(next.value) // not in what came before, of which a client may send a byte at a time
  }
  const hasMark = head.startsWith(MARK)
  if (hasMark) head = head.slice(MARK.length)
  const delimiter = delimiterOf(head)
  return { delimiter, hasMark, records: recordsOf(head, texts, new RecordParser(delimiter)) }
}

async function* recordsOf(
  head: string,
  texts: AsyncGenerator<string>,
  parser: RecordParser,
): AsyncGenerator<readonly string[]> {
  yield* parser.add(head)
  for await (const text of texts) yield* parser.add(text)
  yield* parser.end()
}

async function* decodedTexts(source: AsyncIterable<Uint8Array>, encoding: string | undefined): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  for await (const chunk of source) {
    decoder ??= decoderFor(encoding ?? markedEncoding(chunk))
    yield decoded(() => decoder!.decode(chunk, { stream: true }), encoding)
  }
  if (decoder) yield decoded(() => decoder.decode(), encoding)
}

function decoded(decode: () => string, encoding: string | undefined): string {
  try {
    return decode()
  } catch (cause) {
    const problem =
      encoding === undefined ? `it is not UTF-8; name its encoding as in ${EXAMPLE}` : `it is not ${encoding}`
    throw new CodedError('predict_csv_invalid', { problem }, { cause })
  }
}

function decoderFor(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  } catch (cause) {
    const problem = `there is no encoding "${encoding.slice(0, 100)}"; name one as in ${EXAMPLE}`
    throw new CodedError('predict_csv_invalid', { problem }, { cause })
  }
}

function markedEncoding([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** What stands within quotation marks has no say. */
function delimiterOf(text: string): string {
  const [line = ''] = text.replace(/"[^"]*"?/g, '').split(/[\r\n]/, 1)
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
export function csvLine(cells: readonly (string | number | boolean | null)[], delimiter = ','): string {
  return `${cells.map((cell) => cellText(cell, delimiter)).join(delimiter)}\r\n`
}

function cellText(cell: string | number | boolean | null, delimiter: string): string {
  if (cell === null) return ''
  const text = String(cell)
  return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text
}
