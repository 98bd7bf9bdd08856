import { createHash } from 'node:crypto'
import { CodedError } from '@zerosec/errors'
import type { Files } from '../platform.ts'

/** A whole stored file; its name is the last part of its key. */
export interface InputFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What a file has to be for its reader. */
export interface InputTerms {
  /** Taken when a job was submitted; null: of a job from before that. */
  readonly sha256?: string | null
  readonly maxBytes?: number
}

/**
 * A whole stored file in memory.
 *
 * @throws CodedError input_not_uploaded, upload_too_large, service_unavailable; input_changed when its sha256 is another one
 */
export async function readInput(
  files: Files,
  bucket: string,
  key: string,
  { sha256 = null, maxBytes = Number.POSITIVE_INFINITY }: InputTerms = {},
): Promise<InputFile> {
  const { bytes: size, stream } = await files.read(bucket, key)
  if (size > maxBytes) {
    await stream.cancel()
    throw new CodedError('upload_too_large', { limit: maxBytes })
  }
  const bytes = new Uint8Array(size)
  let filled = 0
  for await (const chunk of stream) {
    bytes.set(chunk, filled)
    filled += chunk.byteLength
  }
  const name = key.slice(key.lastIndexOf('/') + 1)
  if (sha256 !== null && createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new CodedError('input_changed', { file: name })
  }
  return { name, bytes }
}
