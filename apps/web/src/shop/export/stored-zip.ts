export interface ZipEntry {
  readonly name: string
  readonly content: string
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 20
/** Names are UTF-8. */
const FLAGS = 0x0800
/** 1980-01-01, the first day that a zip can tell: the same content gives the same bytes. */
const FIRST_DAY = 0x21

/** Files in a zip, stored as they are: what a page exports is small. */
export function storedZip(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const files = entries.map(({ name, content }) => {
    const bytes = encoded(content)
    return { name: encoded(name), bytes, crc: crc32(bytes) }
  })
  const parts: Uint8Array[] = []
  const central: Uint8Array[] = []
  let offset = 0
  for (const { name, bytes, crc } of files) {
    const facts = [VERSION, FLAGS, 0, 0, FIRST_DAY]
    const sizes = [crc, bytes.length, bytes.length]
    parts.push(record([LOCAL], facts, sizes, [name.length, 0]), name, bytes)
    const rest = record([CENTRAL], [VERSION, ...facts], sizes, [name.length, 0, 0, 0, 0])
    central.push(rest, record([], [], [0, offset], []), name)
    offset += 30 + name.length + bytes.length
  }
  const size = central.reduce((sum, { length }) => sum + length, 0)
  const end = record([END], [0, 0, files.length, files.length], [size, offset], [0])
  return joined([...parts, ...central, end])
}

/** Little-endian: words of four bytes, of two, of four, of two. */
function record(
  first: readonly number[],
  shorts: readonly number[],
  longs: readonly number[],
  last: readonly number[],
): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * (first.length + longs.length) + 2 * (shorts.length + last.length)))
  let at = 0
  const long = (value: number) => {
    view.setUint32(at, value, true)
    at += 4
  }
  const short = (value: number) => {
    view.setUint16(at, value, true)
    at += 2
  }
  first.forEach(long)
  shorts.forEach(short)
  longs.forEach(long)
  last.forEach(short)
  return new Uint8Array(view.buffer)
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
