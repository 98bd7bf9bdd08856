import { afterLineEnd, cellEnd, cellText, countLineEnds } from './cells.ts'

/** One row of the text with its cells as text. */
export interface TextRecord {
  /** 1-based line that it starts on. */
  readonly line: number
  /** Index of its first byte. */
  readonly start: number
  readonly fields: readonly string[]
}

/**
 * Reads rows into text, one string a cell: the plain path, for samples. Stops after `limit` rows, at a row that begins after
 * `maxBytes`, or at a quote that is never closed.
 *
 * @param bytes  UTF-8 that ends with a line end
 */
export function readRecords(
  bytes: Uint8Array,
  from: { start: number; line: number },
  delimiter: number,
  limit: number,
  maxBytes = Infinity,
): TextRecord[] {
  const records: TextRecord[] = []
  let { start, line } = from
  while (records.length < limit && start < bytes.length && start - from.start < maxBytes) {
    const fields: string[] = []
    let at = start
    for (;;) {
      const end = cellEnd(bytes, at, delimiter)
      if (end < 0) return records
      fields.push(cellText(bytes, at, end))
      at = end
      if (bytes[at] !== delimiter) break
      at++
    }
    records.push({ line, start, fields })
    line += 1 + countLineEnds(bytes, start, at)
    start = afterLineEnd(bytes, at)
  }
  return records
}
