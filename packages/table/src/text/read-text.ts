import { CodedError } from '@zerosec/errors'
import type { RawColumn } from '../columns/raw-column.ts'
import type { Finding } from '../findings.ts'
import type { ReadGrid } from '../grid.ts'
import { countFooterRows } from '../layout/footer.ts'
import { findLayout, type Layout } from '../layout/layout.ts'
import { MAX_COLUMNS } from '../limits.ts'
import type { ReadOptions } from '../options.ts'
import { cellEnd } from './cells.ts'
import { type Delimiter, findDialect } from './dialect.ts'
import { type DecodedText, decodeText } from './encoding.ts'
import { readRecords, type TextRecord } from './records.ts'
import { type ReadColumn, type RowFormat, type Rows, readRows } from './rows.ts'
import { codeTexts } from './text-codes.ts'
import { reportText } from './text-findings.ts'

const SAMPLED_ROWS = 200
const SAMPLED_BYTES = 4 << 20
const FOOTER_ROWS = 12

/**
 * Takes a delimited text apart: encoding, dialect, layout, rows.
 *
 * @throws CodedError encoding_unknown, file_empty, file_header_only, file_corrupt, file_too_many_columns, option_invalid
 */
export function readText(bytes: Uint8Array, format: 'csv' | 'tsv', options: ReadOptions): ReadGrid {
  const text = decodeText(bytes, options.encoding)
  const { from, hinted } = skipDelimiterHint(text.bytes)
  const dialect = findDialect(text.bytes, from, fixedDialect(options, hinted), format === 'tsv' ? '\t' : undefined)
  const delimiter = dialect.delimiter.charCodeAt(0)

  const { headerRow = 0 } = options
  const sampledBytes = headerRow === 0 ? SAMPLED_BYTES : Infinity
  const sample = readRecords(text.bytes, from, delimiter, headerRow + SAMPLED_ROWS, sampledBytes)
  if (!sample.some(({ fields }) => fields.some((field) => field.trim() !== ''))) refuseEmpty(text, from)
  const layout = findLayout(sample, dialect.decimalMark, options.headerRow)
  if (layout.width > MAX_COLUMNS) {
    throw new CodedError('file_too_many_columns', { columns: layout.width, limit: MAX_COLUMNS })
  }
  const rowFormat: RowFormat = { delimiter, decimalMark: dialect.decimalMark.charCodeAt(0), width: layout.width }
  const rows = readDataRows(text, sample, layout, rowFormat)

  const footer = findFooter(text.bytes, rows, rowFormat)
  const rowCount = rows.rowCount - footer.length
  if (rowCount === 0) throw new CodedError('file_header_only')
  const findings: Finding[] = []
  reportText(findings, { text, dialect, rows, footer, delimiter: options.delimiter ?? hinted })
  return {
    layout,
    sample,
    columns: rows.columns.map((column, index) =>
      rawColumn(text.bytes, rows, column, { ...rowFormat, index, rowCount }),
    ),
    rowNumbers: rows.lines.subarray(0, rowCount),
    decimalMark: dialect.decimalMark,
    source: {
      format,
      encoding: text.encoding,
      delimiter: dialect.delimiter,
      decimalMark: dialect.decimalMark,
    },
    findings,
  }
}

function refuseEmpty({ bytes }: DecodedText, { start, line }: { start: number; line: number }): never {
  // nothing was read though there is text: the first row begins with a quote that is never closed
  if (bytes.subarray(start, start + 1024).some((byte) => byte === 0x22)) refuseUnclosedQuote(line)
  throw new CodedError('file_empty')
}

function refuseUnclosedQuote(line: number): never {
  const problem = `a quote that is opened in line ${line} or soon after is never closed`
  throw new CodedError('file_corrupt', { format: 'CSV', problem })
}

function fixedDialect(
  { delimiter, decimalMark }: ReadOptions,
  hinted: Delimiter | undefined,
): { delimiter?: Delimiter; decimalMark?: '.' | ',' } {
  const fixed = delimiter ?? hinted
  return { ...(fixed === undefined ? {} : { delimiter: fixed }), ...(decimalMark === undefined ? {} : { decimalMark }) }
}

/** Excel's own first line "sep=;" names the delimiter. */
function skipDelimiterHint(bytes: Uint8Array): { from: { start: number; line: number }; hinted?: Delimiter } {
  const hint = /^"?sep=([,;\t|])"?\r?[\n\r]/i.exec(String.fromCharCode(...bytes.subarray(0, 12)))
  if (hint === null) return { from: { start: 0, line: 1 } }
  return { from: { start: hint[0].length, line: 2 }, hinted: hint[1] as Delimiter }
}

function readDataRows(text: DecodedText, sample: readonly TextRecord[], layout: Layout, format: RowFormat): Rows {
  const last = sample.at(-1)!
  const first = sample[layout.data] ?? last
  const sampled = sample.length - layout.data
  const bytesPerRow = sampled > 1 ? (last.start - first.start) / (sampled - 1) : text.bytes.length
  const sizeHint = (1.05 * (text.bytes.length - first.start)) / Math.max(1, bytesPerRow) + 16
  const rows = readRows(text.bytes, first, format, sizeHint)
  if (rows.unclosedQuoteLine !== undefined) refuseUnclosedQuote(rows.unclosedQuoteLine)
  if (rows.rowCount === 0 || sample[layout.data] === undefined) throw new CodedError('file_header_only')
  return rows
}

/** The rows below the data that are no data, as text. */
function findFooter(bytes: Uint8Array, rows: Rows, { delimiter, width }: RowFormat): readonly TextRecord[] {
  const first = Math.max(0, rows.rowCount - FOOTER_ROWS)
  const from = { start: rows.starts[first]!, line: rows.lines[first]! }
  const last = readRecords(bytes, from, delimiter, Infinity).filter(({ fields }) =>
    fields.some((field) => field.trim() !== ''),
  )
  const count = countFooterRows(last, width)
  return count === 0 ? [] : last.slice(-count)
}

function rawColumn(
  bytes: Uint8Array,
  rows: Rows,
  column: ReadColumn,
  { delimiter, index, rowCount }: RowFormat & { index: number; rowCount: number },
): RawColumn {
  let count = column.otherCount
  while (count > 0 && column.otherRows[count - 1]! >= rowCount) count--
  const { codes, texts } = codeTexts(bytes, { starts: column.otherStarts, ends: column.otherEnds, count })
  const values = column.values.subarray(0, rowCount)
  const otherRows = column.otherRows.subarray(0, count)
  return {
    values,
    otherRows,
    otherCodes: codes,
    texts,
    allTexts() {
      if (!values.some((value) => value === value)) return { codes: spreadCodes(codes, otherRows, rowCount), texts }
      return rereadTexts(bytes, rows.starts.subarray(0, rowCount), delimiter, index)
    },
  }
}

function spreadCodes(codes: Int32Array, rows: Uint32Array, rowCount: number): Int32Array {
  const spread = new Int32Array(rowCount).fill(-1)
  for (let at = 0; at < rows.length; at++) spread[rows[at]!] = codes[at]!
  return spread
}

/** A column whose plain numbers turn out to be texts: its cells are looked up again. */
function rereadTexts(
  bytes: Uint8Array,
  rowStarts: Uint32Array,
  delimiter: number,
  index: number,
): { codes: Int32Array; texts: readonly string[] } {
  const starts = new Uint32Array(rowStarts.length)
  const ends = new Uint32Array(rowStarts.length)
  for (let row = 0; row < rowStarts.length; row++) {
    let start = rowStarts[row]!
    let end = cellEnd(bytes, start, delimiter)
    for (let column = 0; column < index; column++) {
      // a short row ends before this column: its cell is empty
      start = bytes[end] === delimiter ? end + 1 : end
      end = start === end ? end : cellEnd(bytes, start, delimiter)
    }
    starts[row] = start
    ends[row] = end
  }
  const { codes, texts } = codeTexts(bytes, { starts, ends, count: rowStarts.length })
  const empty = texts.findIndex((text) => text.trim() === '')
  return { codes: empty < 0 ? codes : codes.map((code) => (texts[code]!.trim() === '' ? -1 : code)), texts }
}
