import { CodedError } from '@zerosec/errors'
import { MAX_TEXT_CELLS } from '../limits.ts'
import { CR, LF, MINUS, QUOTE, SPACE, TAB, ZERO } from './bytes.ts'
import { afterLineEnd, cellEnd, countLineEnds } from './cells.ts'
import { longNumber, POWERS_OF_TEN, plainNumber } from './plain-numbers.ts'

/** The rows of a delimited text: plain numbers read, every other cell as its place in the bytes. */
export interface Rows {
  readonly rowCount: number
  readonly columns: readonly ReadColumn[]
  /** Index of each row's first byte. */
  readonly starts: Uint32Array
  /** The 1-based line that each row starts on. */
  readonly lines: Uint32Array
  /** Rows with another number of fields than the table has columns. */
  readonly ragged: readonly RaggedRow[]
  /** Lines in which every cell is empty; they are no rows of the table. */
  readonly emptyLines: readonly number[]
  /** The line of a quote that is never closed; nothing is read from there on. */
  readonly unclosedQuoteLine?: number
}

export interface ReadColumn {
  /** NaN where the cell is empty or no plain number. */
  values: Float64Array
  /** The cells that are neither empty nor a plain number, in row order: their rows and bytes; the first `otherCount` entries. */
  otherRows: Uint32Array
  otherStarts: Uint32Array
  otherEnds: Uint32Array
  otherCount: number
}

export interface RaggedRow {
  readonly line: number
  readonly fields: number
  /** Bytes of the fields past the table's width; empty for a short row. */
  readonly extraStart: number
  readonly extraEnd: number
}

export interface RowFormat {
  /** Bytes, both ASCII. */
  readonly delimiter: number
  readonly decimalMark: number
  readonly width: number
}

interface Reader extends RowFormat {
  readonly bytes: Uint8Array
  readonly columns: ReadColumn[]
  /** Fields of the row that was read last, and how many of them are not empty. */
  fields: number
  filled: number
  /** Whether the cell that `readCell` read last holds anything. */
  cellFilled: boolean
  /** Line ends inside its quoted cells. */
  innerLines: number
}

/**
 * Splits delimited text into rows and reads their plain numbers, in one pass and without making a string of any cell. LF, CRLF and
 * CR end a row. A short row's last cells are empty; a long row's extra fields are noted unless they are empty.
 *
 * @param bytes     UTF-8 that ends with a line end
 * @param from      index and 1-based line of the first row
 * @param sizeHint  expected rows: a good one saves copies
 * @throws CodedError file_too_many_cells
 */
export function readRows(
  bytes: Uint8Array,
  from: { start: number; line: number },
  format: RowFormat,
  sizeHint: number,
): Rows {
  const mostRows = Math.floor(MAX_TEXT_CELLS / format.width)
  let capacity = Math.min(mostRows, Math.max(16, Math.ceil(sizeHint)))
  const columns = Array.from({ length: format.width }, () => emptyColumn(capacity))
  const reader: Reader = { ...format, bytes, columns, fields: 0, filled: 0, cellFilled: false, innerLines: 0 }
  const ragged: RaggedRow[] = []
  const emptyLines: number[] = []
  let starts = new Uint32Array(capacity)
  let lines = new Uint32Array(capacity)
  let unclosedQuoteLine: number | undefined
  let rowCount = 0

  for (let { start, line } = from; start < bytes.length; ) {
    if (rowCount === capacity) {
      if (capacity === mostRows) refuseCells(mostRows, format.width)
      capacity = Math.min(mostRows, Math.ceil(capacity * 1.6))
      starts = copied(starts, capacity)
      lines = copied(lines, capacity)
      for (const column of columns) column.values = longer(column.values, capacity)
    }
    const end = readRow(reader, start, rowCount)
    if (end < 0) {
      unclosedQuoteLine = line
      break
    }
    if (reader.filled === 0 && (format.width > 1 || end === start)) emptyLines.push(line)
    else {
      if (reader.fields !== format.width) noteRagged(ragged, reader, { line, start, end })
      starts[rowCount] = start
      lines[rowCount++] = line
    }
    line += 1 + reader.innerLines
    start = afterLineEnd(bytes, end)
  }
  for (const column of columns) column.values = column.values.subarray(0, rowCount)
  return {
    rowCount,
    columns,
    starts: starts.subarray(0, rowCount),
    lines: lines.slice(0, rowCount),
    ragged,
    emptyLines,
    ...(unclosedQuoteLine === undefined ? {} : { unclosedQuoteLine }),
  }
}

function refuseCells(rows: number, columns: number): never {
  throw new CodedError('file_too_many_cells', { range: `row ${rows} of ${columns} columns`, limit: MAX_TEXT_CELLS })
}

/**
 * Reads one row into the columns; returns the index of its line end, or −1 at a quote that is never closed.
 *
 * The short numbers that measurements are made of are read here; everything else goes through `readCell`.
 */
// size: the loop over all bytes of a file; calls in it cost more than the work
function readRow(reader: Reader, start: number, row: number): number {
  const { bytes, columns, width } = reader
  // terminators and the mark as "digits", so that each byte is compared as it was loaded
  const delimiter = reader.delimiter - ZERO
  const mark = reader.decimalMark - ZERO
  let filled = 0
  let at = start
  reader.innerLines = 0

  for (let column = 0; column < width; column++) {
    const cellStart = at
    const negative = bytes[at] === MINUS
    if (negative) at++
    const numberStart = at

    let whole = 0
    let digit = bytes[at]! - ZERO
    while (digit >>> 0 <= 9) {
      whole = (whole * 10 + digit) | 0
      digit = bytes[++at]! - ZERO
    }
    let digits = at - numberStart
    let value = whole
    let decimals = 0
    if (digit === mark && mark !== delimiter) {
      const fractionStart = ++at
      let fraction = 0
      digit = bytes[at]! - ZERO
      while (digit >>> 0 <= 9) {
        fraction = (fraction * 10 + digit) | 0
        digit = bytes[++at]! - ZERO
      }
      decimals = at - fractionStart
      digits += decimals
      // up to 15 digits, at most 9 on each side: both parts fit an int32, and the one division rounds once
      if (decimals <= 9) value = (whole * POWERS_OF_TEN[decimals]! + fraction) / POWERS_OF_TEN[decimals]!
    }
    const closed = digit === delimiter || digit === LF - ZERO || digit === CR - ZERO
    if (closed && digits > 0 && (bytes[numberStart] !== ZERO || digits - decimals === 1)) {
      if (digits > 15 || decimals > 9 || digits - decimals > 9) value = longNumber(bytes, numberStart, at, -decimals)
      columns[column]!.values[row] = negative ? -value : value
      filled++
    } else {
      at = readCell(reader, columns[column]!, cellStart, row)
      if (at < 0) return -1
      digit = bytes[at]! - ZERO
      if (reader.cellFilled) filled++
    }
    if (digit !== delimiter) {
      for (let missing = column + 1; missing < width; missing++) columns[missing]!.values[row] = NaN
      reader.fields = column + 1
      reader.filled = filled
      return at
    }
    at++
  }
  return readExtraFields(reader, at, filled)
}

/** Reads any cell; returns the index of the byte that closes it, or −1. */
function readCell(reader: Reader, column: ReadColumn, cellStart: number, row: number): number {
  const { bytes } = reader
  const closing = cellEnd(bytes, cellStart, reader.delimiter)
  if (closing < 0) return -1
  let start = cellStart
  let end = closing
  while (start < end && (bytes[start] === SPACE || bytes[start] === TAB)) start++
  while (end > start && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--
  column.values[row] = NaN
  reader.cellFilled = start < end
  if (start >= end) return closing

  const quoted = bytes[start] === QUOTE
  const value =
    quoted && end - start > 2 && bytes[end - 1] === QUOTE
      ? plainNumber(bytes, start + 1, end - 1, reader.decimalMark)
      : plainNumber(bytes, start, end, reader.decimalMark)
  if (value === value) column.values[row] = value
  else addOther(column, row, cellStart, closing)
  if (quoted) reader.innerLines += countLineEnds(bytes, start, end)
  return closing
}

/** Skips the fields past the table's width. */
function readExtraFields(reader: Reader, start: number, filled: number): number {
  reader.fields = reader.width
  reader.filled = filled
  for (let at = start; ; at++) {
    const end = cellEnd(reader.bytes, at, reader.delimiter)
    if (end < 0) return -1
    reader.fields++
    if (end > at) {
      reader.filled++
      reader.innerLines += countLineEnds(reader.bytes, at, end)
    }
    at = end
    if (reader.bytes[at] !== reader.delimiter) return at
  }
}

function noteRagged(
  ragged: RaggedRow[],
  { bytes, delimiter, fields, width }: Reader,
  { line, start, end }: { line: number; start: number; end: number },
): void {
  if (fields < width) {
    ragged.push({ line, fields, extraStart: end, extraEnd: end })
    return
  }
  let extraStart = start
  for (let column = 0; column < width; column++) extraStart = cellEnd(bytes, extraStart, delimiter) + 1
  const empty = bytes.subarray(extraStart, end).every((byte) => byte === delimiter || byte === SPACE || byte === TAB)
  if (!empty) ragged.push({ line, fields, extraStart, extraEnd: end })
}

function emptyColumn(capacity: number): ReadColumn {
  return {
    values: new Float64Array(capacity),
    otherRows: new Uint32Array(16),
    otherStarts: new Uint32Array(16),
    otherEnds: new Uint32Array(16),
    otherCount: 0,
  }
}

function addOther(column: ReadColumn, row: number, start: number, end: number): void {
  const at = column.otherCount++
  if (at === column.otherRows.length) {
    column.otherRows = copied(column.otherRows, at * 2)
    column.otherStarts = copied(column.otherStarts, at * 2)
    column.otherEnds = copied(column.otherEnds, at * 2)
  }
  column.otherRows[at] = row
  column.otherStarts[at] = start
  column.otherEnds[at] = end
}

function copied(array: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length)
  larger.set(array)
  return larger
}

function longer(array: Float64Array, length: number): Float64Array {
  const larger = new Float64Array(length)
  larger.set(array)
  return larger
}
