import { CodedError } from '@zerosec/errors'

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packedSize: number
  /** As the directory claims. */
  readonly size: number
  /** Index of its local header. */
  readonly offset: number
}

/** How many bytes the parts of one file may still unpack to. */
export interface UnpackBudget {
  left: number
  readonly limit: number
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const END_SIZE = 22
const ENTRY_SIZE = 46
const LOCAL_SIZE = 30
const ZIP64_EXTRA = 1
/** What a 32-bit field holds when the zip64 field has the value. */
const FULL = 0xffffffff
const STORED = 0
const DEFLATED = 8
const FORMAT = 'an Excel workbook'

export function corrupt(problem: string): CodedError {
  return new CodedError('file_corrupt', { format: FORMAT, problem })
}

/**
 * The parts of a zip file by name, from its directory; nothing is unpacked.
 *
 * @throws CodedError file_corrupt
 */
export function readZipDirectory(bytes: Uint8Array): Map<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - END_SIZE
  while (end >= 0 && view.getUint32(end, true) !== END_OF_DIRECTORY) end--
  if (end < 0) throw corrupt('it is no zip file, or its end is cut off')
  const count = view.getUint16(end + 10, true)
  const entries = new Map<string, ZipEntry>()
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_SIZE > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY)
      throw corrupt('its directory is damaged')
    const nameLength = view.getUint16(at + 28, true)
    const extraLength = view.getUint16(at + 30, true)
    const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength))
    const extra = at + ENTRY_SIZE + nameLength
    const { size, packedSize, offset } = largeSizes(view, at, extra, extra + extraLength)
    const [method, crc] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)]
    entries.set(name.replaceAll('\\', '/'), { name, method, crc, packedSize, size, offset })
    at = extra + extraLength + view.getUint16(at + 32, true)
  }
  return entries
}

/** Sizes and place of an entry, from its zip64 field where the short ones are full. */
function largeSizes(
  view: DataView,
  entry: number,
  extra: number,
  end: number,
): Pick<ZipEntry, 'size' | 'packedSize' | 'offset'> {
  const short = [entry + 24, entry + 20, entry + 42].map((at) => view.getUint32(at, true))
  for (let at = extra; at + 4 <= end && end <= view.byteLength; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== ZIP64_EXTRA) continue
    let field = at + 4
    for (const [index, value] of short.entries()) {
      if (value !== FULL || field + 8 > end) continue
      short[index] = Number(view.getBigUint64(field, true))
      field += 8
    }
  }
  const [size, packedSize, offset] = short as [number, number, number]
  return { size, packedSize, offset }
}

/**
 * Unpacks one part piece by piece, so that a bomb is noticed by the size it claims, or when the budget is spent, and not when
 * memory is.
 *
 * @throws CodedError file_expands_too_far, file_corrupt (checksum included)
 */
export async function* unpack(bytes: Uint8Array, entry: ZipEntry, budget: UnpackBudget): AsyncGenerator<Uint8Array> {
  if (entry.size > budget.left) throw new CodedError('file_expands_too_far', { limit: budget.limit })
  const packed = packedBytes(bytes, entry)
  const checksum = new Checksum()
  for await (const piece of pieces(packed, entry)) {
    budget.left -= piece.length
    if (budget.left < 0) throw new CodedError('file_expands_too_far', { limit: budget.limit })
    checksum.add(piece)
    yield piece
  }
  if (checksum.value !== entry.crc) throw corrupt(`its part ${entry.name} is damaged`)
}

function packedBytes(bytes: Uint8Array, { name, offset, packedSize }: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const damaged = offset + LOCAL_SIZE > bytes.length || view.getUint32(offset, true) !== LOCAL_HEADER
  if (damaged) throw corrupt(`its part ${name} is damaged`)
  const start = offset + LOCAL_SIZE + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + packedSize > bytes.length) throw corrupt(`its part ${name} is cut off`)
  return bytes.subarray(start, start + packedSize)
}

async function* pieces(packed: Uint8Array, { name, method }: ZipEntry): AsyncGenerator<Uint8Array> {
  if (method === STORED) {
    yield packed
    return
  }
  if (method !== DEFLATED) throw corrupt(`its part ${name} is packed in an unknown way or encrypted`)
  const source = new Blob([packed as Uint8Array<ArrayBuffer>]).stream()
  const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw corrupt(`its part ${name} is damaged`)
      })
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

/** CRC-32 (ISO 3309), as zip files carry it. */
class Checksum {
  private static readonly table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
    return rest
  })
  private rest = -1

  add(bytes: Uint8Array): void {
    const { table } = Checksum
    let rest = this.rest
    for (let at = 0; at < bytes.length; at++) rest = (rest >>> 8) ^ table[(rest ^ bytes[at]!) & 0xff]!
    this.rest = rest
  }

  get value(): number {
    return ~this.rest >>> 0
  }
}
