import { createHash } from 'node:crypto'
import { CodedError } from '@zerosec/errors'
import type { Files } from '../platform.ts'

/** A whole stored file; its name is the last part of its key. */
export interface InputFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** @throws CodedError input_not_uploaded, service_unavailable */
export async function readInput(files: Files, bucket: string, key: string): Promise<InputFile> {
  const { bytes: size, stream } = await files.read(bucket, key)
  const bytes = new Uint8Array(size)
  let filled = 0
  for await (const chunk of stream) {
    bytes.set(chunk, filled)
    filled += chunk.byteLength
  }
  return { name: nameOf(key), bytes }
}

/**
 * A file that has to be what it was when its sha256 was taken, as a job's input that was pinned at its submission.
 *
 * @param sha256  left out: whatever is there
 * @throws CodedError input_changed when it is another one or gone, service_unavailable
 */
export async function verifiedInput(files: Files, bucket: string, key: string, sha256?: string): Promise<InputFile> {
  try {
    const file = await readInput(files, bucket, key)
    if (sha256 === undefined || createHash('sha256').update(file.bytes).digest('hex') === sha256) return file
  } catch (error) {
    if (!(error instanceof CodedError && error.code === 'input_not_uploaded')) throw error
  }
  throw new CodedError('input_changed', { file: nameOf(key) })
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}
