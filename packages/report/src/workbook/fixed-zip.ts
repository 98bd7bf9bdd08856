import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'
import { strToU8, unzipSync } from 'fflate'

/** 1980-01-01 00:00, the oldest time a zip file can carry, as its date and time fields. */
const DATE = 0x0021
const TIME = 0
const VERSION = 20
const UTF8_NAMES = 0x0800
const STORED = 0
const DEFLATED = 8

interface Entry {
  readonly name: Uint8Array
  readonly method: number
  readonly crc: number
  readonly size: number
  readonly packed: Uint8Array
}

/**
 * Packs a workbook's uncompressed zip file again so that the same content gives the same bytes: every entry carries the
 * same time. Pictures are stored (PNG is compressed already), the rest is compressed on other threads.
 *
 * Layout: PKWARE APPNOTE 6.3, local headers, then the central directory; no zip64, so less than 4 GB.
 */
export async function packWorkbook(stored: Uint8Array): Promise<Uint8Array> {
  const entries = await Promise.all(Object.entries(unzipSync(stored)).map(([path, bytes]) => packEntry(path, bytes)))
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const entry of entries) {
    directory.push(directoryHeader(entry, offset), entry.name)
    const local = [localHeader(entry), entry.name, entry.packed]
    parts.push(...local)
    offset += totalLength(local)
  }
  return Buffer.concat([...parts, ...directory, endOfDirectory(entries.length, totalLength(directory), offset)])
}

async function packEntry(path: string, bytes: Uint8Array): Promise<Entry> {
  const isPicture = path.endsWith('.png')
  return {
    name: strToU8(path),
    method: isPicture ? STORED : DEFLATED,
    crc: crc32(bytes),
    size: bytes.length,
    packed: isPicture ? bytes : await promisify(deflateRaw)(bytes),
  }
}

function totalLength(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}

/** The fields that both headers of an entry share, from "version needed" on. */
function writeEntryFields(header: Buffer, at: number, { method, crc, packed, size, name }: Entry): void {
  header.writeUInt16LE(VERSION, at)
  header.writeUInt16LE(UTF8_NAMES, at + 2)
  header.writeUInt16LE(method, at + 4)
  header.writeUInt16LE(TIME, at + 6)
  header.writeUInt16LE(DATE, at + 8)
  header.writeUInt32LE(crc, at + 10)
  header.writeUInt32LE(packed.length, at + 14)
  header.writeUInt32LE(size, at + 18)
  header.writeUInt16LE(name.length, at + 22)
}

function localHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  writeEntryFields(header, 4, entry)
  return header
}

function directoryHeader(entry: Entry, offset: number): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(VERSION, 4)
  writeEntryFields(header, 6, entry)
  header.writeUInt32LE(offset, 42)
  return header
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return end
}
