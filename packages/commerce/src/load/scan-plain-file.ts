import { isAscii, isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'

const LF = 0x0a
const SPACE = 0x20
const PIECE = 4 << 20
/** Beginnings of what Unicode calls a space besides the ASCII one, in UTF-8; some begin other signs too. */
const WIDE_SPACES = ['c2a0', 'e19a80', 'e280', 'e2819f', 'e38080'].map((hex) => Buffer.from(hex, 'hex'))

/** What has to be known of a file before DuckDB may read it as it is. */
export interface PlainFile {
  /** Lines, the header and an unended last one included. */
  readonly lines: number
  readonly delimiter: string
  /** Whole lines from its beginning. */
  readonly beginning: Uint8Array
  /** No field of it begins or ends with a space: there is nothing to trim. */
  readonly trimmed: boolean
}

/** Goes through a file once; undefined where it is not plain UTF-8 without a byte order mark, or has a line of megabytes. */
export async function scanPlainFile(
  path: string,
  delimiterOf: (beginning: Uint8Array) => string,
): Promise<PlainFile | undefined> {
  const buffer = Buffer.from(new ArrayBuffer(PIECE))
  const file = await open(path)
  try {
    let found: { beginning: Uint8Array; delimiter: string; edges: Uint8Array } | undefined
    let lines = 0
    let trimmed = true
    let used = 0
    for (;;) {
      const { bytesRead } = await file.read(buffer, used, PIECE - used)
      used += bytesRead
      const end = bytesRead === 0 ? used : buffer.lastIndexOf(LF, used - 1) + 1
      const whole = buffer.subarray(0, end)
      const isPlain = isAscii(whole)
      if ((end === 0 && used === PIECE) || !(isPlain || isUtf8(whole))) return undefined
      if (found === undefined && end > 0) {
        if (whole[0] === 0xef && whole[1] === 0xbb) return undefined
        const beginning = Uint8Array.from(whole)
        const delimiter = delimiterOf(beginning)
        found = { beginning, delimiter, edges: edgesOf(delimiter) }
      }
      if (found !== undefined && end > 0) {
        const piece = scanLines(whole, found.edges, trimmed)
        lines += piece.ends + (whole[end - 1] === LF ? 0 : 1)
        trimmed = piece.trimmed && (isPlain || !WIDE_SPACES.some((space) => whole.includes(space)))
      }
      if (bytesRead === 0) return found === undefined ? undefined : { lines, trimmed, ...found }
      buffer.copyWithin(0, end, used)
      used -= end
    }
  } finally {
    await file.close()
  }
}

/** Marks what stands beside a field: a table of all bytes. */
function edgesOf(delimiter: string): Uint8Array {
  const edges = new Uint8Array(256)
  for (const edge of ['\n', '\r', '"', delimiter]) edges[edge.charCodeAt(0)] = 1
  return edges
}

/**
 * Counts the ends of lines of a piece that begins with a line, four bytes at a time, and looks whether a space stands at the edge of a field
 * (as long as `trimmed`).
 */
function scanLines(
  bytes: Uint8Array,
  edges: Uint8Array,
  trimmed: boolean,
): { readonly ends: number; readonly trimmed: boolean } {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
  let ends = 0
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!
    const found = zeroBytes(word ^ 0x0a0a0a0a)
    if (found !== 0) ends += Math.imul(found >>> 7, 0x01010101) >>> 24
    let spaces = zeroBytes(word ^ 0x20202020)
    for (; spaces !== 0 && trimmed; spaces &= spaces - 1) {
      trimmed = !isAtEdge(bytes, index * 4 + ((31 - Math.clz32(spaces & -spaces)) >> 3), edges)
    }
  }
  const rest = words.length * 4
  for (let at = rest; at < bytes.length; at++) {
    if (bytes[at] === LF) ends++
    if (bytes[at] === SPACE && trimmed) trimmed = !isAtEdge(bytes, at, edges)
  }
  return { ends, trimmed }
}

/** The highest bit of each byte that is zero. */
function zeroBytes(word: number): number {
  return ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f)
}

function isAtEdge(bytes: Uint8Array, at: number, edges: Uint8Array): boolean {
  return at === 0 || at === bytes.length - 1 || edges[bytes[at - 1]!] === 1 || edges[bytes[at + 1]!] === 1
}
