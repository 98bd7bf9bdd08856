import { CodedError } from '@zerosec/errors'
import type { Model } from '../model.ts'
import { alignedSize, packArrays, readBlocks, unpackArrays } from './array-blocks.ts'
import { crc32 } from './crc32.ts'
import { readModel } from './read-model.ts'

/** The format that is written; files of this format and older ones are read. */
export const MODEL_FILE_FORMAT = 1

/** The first byte is no text, and the ends of lines show a transfer that changed them, as in PNG. */
const MAGIC = Uint8Array.of(0x89, 0x5a, 0x53, 0x4d, 0x0d, 0x0a, 0x1a, 0x0a)
// after the magic: format, bytes of the file, bytes of the header, checksum of all other bytes
const FORMAT_AT = 8
const SIZE_AT = 12
const HEADER_SIZE_AT = 16
const CHECKSUM_AT = 20
const PRELUDE = 24

/**
 * A model as a file: a prelude of 24 bytes, a header in JSON, the arrays as little-endian blocks (docs/model-file.md). The same model
 * gives the same bytes.
 *
 * @throws RangeError for a model that is no plain data
 */
export function encodeModel(model: Model): Uint8Array {
  const { data, blocks, arrays, size } = packArrays(model)
  const header = new TextEncoder().encode(JSON.stringify({ arrays: blocks, format: 'zerosec-model', model: data }))
  const start = PRELUDE + alignedSize(header.length)
  const bytes = new Uint8Array(start + size)
  bytes.fill(0x20, PRELUDE + header.length, start)
  bytes.set(MAGIC)
  bytes.set(header, PRELUDE)
  // every platform that runs this has little-endian arrays
  arrays.forEach((array, i) => {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + blocks[i]!.offset)
  })
  const view = new DataView(bytes.buffer)
  view.setUint32(FORMAT_AT, MODEL_FILE_FORMAT, true)
  view.setUint32(SIZE_AT, bytes.length, true)
  view.setUint32(HEADER_SIZE_AT, start - PRELUDE, true)
  view.setUint32(CHECKSUM_AT, checksumOf(bytes), true)
  return bytes
}

/**
 * The model of a file. Nothing in it is trusted: sizes, indices and kinds are checked before they are used.
 *
 * @throws CodedError model_file_foreign, model_file_newer, model_file_damaged (cut off, lengthened, bytes changed),
 *   model_file_invalid (made by something else, or by a fault)
 */
export function decodeModel(file: Uint8Array): Model {
  // a Buffer of Node is a Uint8Array too, but its slices are no copies
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
  const headerSize = checkPrelude(bytes)
  const header = parsedHeader(bytes.subarray(PRELUDE, PRELUDE + headerSize))
  const contents = bytes.subarray(PRELUDE + headerSize)
  return readModel(unpackArrays(header.model, readBlocks(header.arrays, contents.length), contents))
}

/** @returns the bytes of the header */
function checkPrelude(bytes: Uint8Array): number {
  const common = Math.min(bytes.length, MAGIC.length)
  if (common === 0) throw new CodedError('model_file_foreign', { problem: 'it is empty' })
  for (let i = 0; i < common; i++) {
    if (bytes[i] !== MAGIC[i]) throw new CodedError('model_file_foreign', { problem: 'it does not begin like one' })
  }
  if (bytes.length < PRELUDE) throw damaged(`it ends after ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const format = view.getUint32(FORMAT_AT, true)
  const size = view.getUint32(SIZE_AT, true)
  // a newer format may count and sum differently: what is known of it is its number, if the file says it intact
  if (format > MODEL_FILE_FORMAT && view.getUint32(CHECKSUM_AT, true) === checksumOf(bytes)) {
    throw new CodedError('model_file_newer', { version: format, newest: MODEL_FILE_FORMAT })
  }
  if (bytes.length < size) throw damaged(`it has ${bytes.length} of ${size} bytes`)
  if (bytes.length > size) throw damaged(`it has ${bytes.length - size} bytes too many`)
  if (view.getUint32(CHECKSUM_AT, true) !== checksumOf(bytes)) throw damaged('its checksum does not fit its bytes')
  const headerSize = view.getUint32(HEADER_SIZE_AT, true)
  if (format < 1 || headerSize % 8 !== 0 || headerSize > bytes.length - PRELUDE) {
    throw new CodedError('model_file_invalid', { place: 'its beginning', problem: 'gives sizes that are not possible' })
  }
  return headerSize
}

function parsedHeader(bytes: Uint8Array): { readonly model: unknown; readonly arrays: unknown } {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.slice()))
  } catch (cause) {
    throw new CodedError('model_file_invalid', { place: 'the header', problem: 'is no JSON in UTF-8' }, { cause })
  }
  if (typeof header !== 'object' || header === null || !('model' in header && 'arrays' in header)) {
    throw new CodedError('model_file_invalid', { place: 'the header', problem: 'has no model and arrays' })
  }
  return header
}

/** Over all bytes but its own four. */
function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes.subarray(PRELUDE), crc32(bytes.subarray(0, CHECKSUM_AT)))
}

function damaged(problem: string): CodedError {
  return new CodedError('model_file_damaged', { problem })
}
