import { CR, decodeSpan, LF, QUOTE, SPACE, TAB } from './bytes.ts'

/**
 * Index of the delimiter or line end that closes the cell which begins at `start`; −1 if a quote in it is never closed.
 *
 * A quote opens a quoted cell only as the first character after blanks; inside, delimiters and line ends are text and a doubled
 * quote is a quote. Anywhere else a quote is text.
 *
 * @param bytes  UTF-8 that ends with a line end
 */
export function cellEnd(bytes: Uint8Array, start: number, delimiter: number): number {
  let at = start
  while (isBlank(bytes[at]!, delimiter)) at++
  if (bytes[at] === QUOTE) {
    at = closingQuote(bytes, at)
    if (at < 0) return -1
  }
  for (;;) {
    const byte = bytes[at]!
    if (byte === delimiter || byte === LF || byte === CR) return at
    at++
  }
}

/** Index of the quote that closes the one at `at`, or −1. */
function closingQuote(bytes: Uint8Array, at: number): number {
  for (let quote = at; ; ) {
    quote = bytes.indexOf(QUOTE, quote + 1)
    if (quote < 0 || bytes[quote + 1] !== QUOTE) return quote
    quote++
  }
}

/** The text of a cell: quotes taken off, doubled quotes single, otherwise as written. */
export function cellText(bytes: Uint8Array, start: number, end: number): string {
  let at = start
  while (at < end && isBlank(bytes[at]!, -1)) at++
  if (at === end || bytes[at] !== QUOTE) return decodeSpan(bytes, start, end)
  const closing = closingQuote(bytes, at)
  const inside = decodeSpan(bytes, at + 1, closing).replaceAll('""', '"')
  return inside + decodeSpan(bytes, closing + 1, end).trimEnd()
}

/** Index of the next line's first byte, where `at` is the line end. */
export function afterLineEnd(bytes: Uint8Array, at: number): number {
  return bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : at + 1
}

/** Line ends inside a span (of a quoted cell). */
export function countLineEnds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at++) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) count++
  }
  return count
}

export function isBlank(byte: number, delimiter: number): boolean {
  return (byte === SPACE || byte === TAB) && byte !== delimiter
}
