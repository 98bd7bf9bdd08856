const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/** Longer ones are no rows of a shop: most often a quote was not closed. */
const MAX_RECORD_BYTES = 1 << 20

/** The record that a scan is at; its arrays are used again for the next one. */
export interface ScannedRecord {
  start: number
  /** Behind its last byte, line end not included. */
  end: number
  /** Where it begins, from 1. */
  line: number
  fields: number
  /** Of each field, quotes included. */
  readonly starts: number[]
  readonly ends: number[]
  /** Whether a field has to be quoted to be read again: it has quotes that do not enclose it. */
  readonly loose: boolean[]
  /** What is wrong with its quotes; undefined for a good one. */
  problem: string | undefined
}

/**
 * Goes through the records of delimited text (RFC 4180: fields may be quoted, quotes in them are doubled, quoted fields may have line ends),
 * blank lines left out. A record whose quotes are wrong ends with its first line, so that the next ones are read again.
 *
 * @param bytes  UTF-8 with LF, CRLF or CR at line ends
 */
export function* scanRecords(
  bytes: Uint8Array,
  delimiter: number,
  from: { at: number; line: number },
): Generator<ScannedRecord> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const lineEnd = buffer.includes(LF) ? LF : CR
  const record: ScannedRecord = {
    start: 0,
    end: 0,
    line: 0,
    fields: 0,
    starts: [],
    ends: [],
    loose: [],
    problem: undefined,
  }
  let { at, line } = from
  while (at < buffer.length) {
    record.line = line
    const next = scanRecord(buffer, at, delimiter, lineEnd, record)
    if (record.problem === undefined) line += countLines(buffer, at, next, lineEnd)
    else line += 1
    at = next
    const isBlank = record.fields === 1 && record.end === record.start
    if (!isBlank) yield record
  }
}

/** @returns where the next record begins */
function scanRecord(buffer: Buffer, start: number, delimiter: number, lineEnd: number, record: ScannedRecord): number {
  record.start = start
  record.fields = 0
  record.problem = undefined
  let at = start
  for (;;) {
    const index = record.fields++
    record.starts[index] = at
    record.loose[index] = false
    if (buffer[at] === QUOTE) {
      const close = closingQuote(buffer, at)
      if (close < 0 || close - start > MAX_RECORD_BYTES)
        return fail(buffer, record, lineEnd, 'a quote that is opened is not closed')
      at = close + 1
      if (!endsField(buffer, at, delimiter, lineEnd))
        return fail(buffer, record, lineEnd, 'text follows a closing quote')
    } else {
      while (at < buffer.length && buffer[at] !== delimiter && buffer[at] !== lineEnd) {
        if (buffer[at] === QUOTE) record.loose[index] = true
        at++
      }
    }
    const isLast = buffer[at] !== delimiter
    if (!isLast) record.ends[index] = at++
    else {
      if (buffer[at] === CR && lineEnd === LF) at++ // behind a quoted field
      const end = lineEnd === LF && at > start && buffer[at - 1] === CR ? at - 1 : at
      record.ends[index] = end
      record.end = end
      return at + 1
    }
  }
}

function closingQuote(buffer: Buffer, open: number): number {
  let at = buffer.indexOf(QUOTE, open + 1)
  while (at >= 0 && buffer[at + 1] === QUOTE) at = buffer.indexOf(QUOTE, at + 2)
  return at
}

function endsField(buffer: Buffer, at: number, delimiter: number, lineEnd: number): boolean {
  const byte = buffer[at]
  return byte === undefined || byte === delimiter || byte === lineEnd || (byte === CR && buffer[at + 1] === lineEnd)
}

function fail(buffer: Buffer, record: ScannedRecord, lineEnd: number, problem: string): number {
  const end = buffer.indexOf(lineEnd, record.start)
  record.end = end < 0 ? buffer.length : end
  record.problem = problem
  return record.end + 1
}

/** Line ends from `start` to `next`: one, and those in quoted fields. */
function countLines(buffer: Buffer, start: number, next: number, lineEnd: number): number {
  let lines = 0
  for (let at = buffer.indexOf(lineEnd, start); at >= 0 && at < next; at = buffer.indexOf(lineEnd, at + 1)) lines++
  return lines
}

/** The text of a field, unquoted. */
export function fieldText(bytes: Uint8Array, record: ScannedRecord, index: number): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
    'utf8',
    record.starts[index],
    record.ends[index],
  )
  return text.startsWith('"') && !record.loose[index] ? text.slice(1, -1).replaceAll('""', '"') : text
}
