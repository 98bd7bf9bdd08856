import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'

const LF = 0x0a
const PIECE = 4 << 20

/** What has to be known of a file before DuckDB may read it as it is. */
export interface PlainFile {
  /** Lines, the header and an unended last one included. */
  readonly lines: number
  /** Whole lines from its beginning. */
  readonly beginning: Uint8Array
}

/** Goes through a file once; undefined where it is not plain UTF-8 without a byte order mark. */
export async function scanPlainFile(path: string): Promise<PlainFile | undefined> {
  let lines = 0
  let rest: Buffer = Buffer.alloc(0)
  let beginning: Uint8Array | undefined
  for await (const piece of createReadStream(path, { highWaterMark: PIECE })) {
    const bytes = rest.length === 0 ? (piece as Buffer) : Buffer.concat([rest, piece as Buffer])
    const end = bytes.lastIndexOf(LF) + 1
    const whole = bytes.subarray(0, end)
    if (!isUtf8(whole)) return undefined
    if (beginning === undefined && end > 0) {
      if (whole[0] === 0xef && whole[1] === 0xbb) return undefined
      beginning = whole
    }
    for (let at = whole.indexOf(LF); at >= 0; at = whole.indexOf(LF, at + 1)) lines++
    rest = bytes.subarray(end)
  }
  if (!isUtf8(rest) || beginning === undefined) return undefined
  return { lines: rest.length > 0 ? lines + 1 : lines, beginning }
}
