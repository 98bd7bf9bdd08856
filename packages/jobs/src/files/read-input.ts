import { CodedError } from '@zerosec/errors'
import type { Files } from '../platform.ts'

/**
 * A whole stored file; its name is the last part of its key.
 *
 * @throws CodedError input_not_uploaded
 */
export async function readInput(
  files: Files,
  bucket: string,
  key: string,
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const size = await files.size(bucket, key)
  if (size === undefined) throw new CodedError('input_not_uploaded', { key })
  const bytes = new Uint8Array(size)
  let filled = 0
  const { stream } = await files.read(bucket, key)
  for await (const chunk of stream) {
    bytes.set(chunk, filled)
    filled += chunk.byteLength
  }
  if (filled !== size) throw new Error(`${key} has ${filled} bytes instead of ${size}`)
  return { name: key.slice(key.lastIndexOf('/') + 1), bytes }
}
