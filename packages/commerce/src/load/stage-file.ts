import { CodedError } from '@zerosec/errors'
import { type Delimiter, findDialect } from '@zerosec/table'
import type { Source } from '../mapping/mapping.ts'
import type { CleanRows } from './clean-rows.ts'
import { decodeFile } from './decode-file.ts'
import { fieldText, type ScannedRecord, scanRecords } from './scan-records.ts'

export interface StagedFile {
  readonly encoding: string
  readonly delimiter: string
  readonly columns: readonly string[]
  /** Data rows, broken ones included. */
  readonly rows: number
  readonly broken: readonly BrokenRow[]
  readonly doubt: string | undefined
}

export interface BrokenRow {
  readonly line: number
  readonly code: 'row_width_differs' | 'quotes_broken'
  readonly reason: string
  readonly content: string
}

interface FileToStage {
  readonly id: number
  readonly name: string
  readonly source: string
  readonly bytes: Uint8Array
}

const SHOWN = 200
/** Of fewer rows a share says nothing. */
const FEW_ROWS = 4

/**
 * Takes a file apart into rows that have the columns of its header, and rows that don't.
 * @param wanted  the columns that the mapping names
 * @throws CodedError source_file_empty, source_file_undecodable, source_columns_missing, source_column_twice, source_rows_misshapen
 */
export function stageFile(file: FileToStage, source: Source, wanted: readonly string[], clean: CleanRows): StagedFile {
  const { bytes, encoding, doubt } = decodeFile(file.name, file.bytes, source.encoding)
  const from = behindHint(bytes)
  const delimiter =
    source.delimiter ?? from.delimiter ?? findDialect(bytes, { start: from.at, line: from.line }, {}).delimiter
  const records = scanRecords(bytes, delimiter.charCodeAt(0), from)
  const first = records.next()
  if (first.done === true) throw new CodedError('source_file_empty', { file: file.name })
  const columns = namesOf(bytes, first.value)
  const places = placesOf(file, source, wanted, columns, first.value.line)
  const broken: BrokenRow[] = []
  let rows = 0
  for (const record of records) {
    rows++
    const fault = faultOf(record, columns.length)
    if (fault === undefined) clean.add(file.id, bytes, record, places)
    else broken.push({ ...fault, line: record.line, content: contentOf(bytes, record) })
  }
  if (rows >= FEW_ROWS && broken.length > rows / 2) throw misshapen(file, rows, broken, columns.length, delimiter)
  return { encoding, delimiter, columns, rows, broken, doubt }
}

/** Excel's first line `sep=;` says the delimiter and is no row. */
export function behindHint(bytes: Uint8Array): { at: number; line: number; delimiter?: Delimiter } {
  const hint = /^sep=([,;\t|])\r?\n/i.exec(Buffer.from(bytes.subarray(0, 8)).toString('latin1'))
  return hint === null ? { at: 0, line: 1 } : { at: hint[0].length, line: 2, delimiter: hint[1] as Delimiter }
}

/** The names in the first line of a text; undefined where it is not one line of names. */
export function headerOf(bytes: Uint8Array, delimiter: string): string[] | undefined {
  const { value: record } = scanRecords(bytes, delimiter.charCodeAt(0), { at: 0, line: 1 }).next()
  return record?.start === 0 && record.problem === undefined ? namesOf(bytes, record) : undefined
}

function namesOf(bytes: Uint8Array, record: ScannedRecord): string[] {
  return Array.from({ length: record.fields }, (_, index) => fieldText(bytes, record, index).trim())
}

/** Where in a header the columns are that the mapping names; -1 for one that may be absent. @throws CodedError source_columns_missing, source_column_twice */
export function placesOf(
  file: { readonly name: string; readonly source: string },
  source: Source,
  wanted: readonly string[],
  columns: readonly string[],
  line: number,
): number[] {
  const missing = wanted.filter((name) => !columns.includes(name) && !source.optional.includes(name))
  if (missing.length > 0 && source.on_missing_column === 'refuse') {
    throw new CodedError('source_columns_missing', {
      file: file.name,
      source: file.source,
      missing,
      line,
      known: columns,
    })
  }
  const twice = wanted.find((name) => columns.indexOf(name) !== columns.lastIndexOf(name))
  if (twice !== undefined) throw new CodedError('source_column_twice', { file: file.name, column: twice })
  return wanted.map((name) => columns.indexOf(name))
}

function faultOf(record: ScannedRecord, columns: number): Pick<BrokenRow, 'code' | 'reason'> | undefined {
  if (record.problem !== undefined) return { code: 'quotes_broken', reason: record.problem }
  if (record.fields === columns) return undefined
  return { code: 'row_width_differs', reason: `it has ${record.fields} columns, and the header has ${columns}` }
}

function contentOf(bytes: Uint8Array, record: ScannedRecord): string {
  return Buffer.from(bytes.subarray(record.start, Math.min(record.end, record.start + SHOWN))).toString('utf8')
}

function misshapen(
  file: FileToStage,
  rows: number,
  broken: readonly BrokenRow[],
  columns: number,
  delimiter: string,
): CodedError {
  const [{ line, reason }] = broken as [BrokenRow]
  return new CodedError('source_rows_misshapen', {
    file: file.name,
    rows,
    fitting: rows - broken.length,
    columns,
    line,
    fields: reason,
    delimiter: delimiter === '\t' ? 'tab' : delimiter,
  })
}
