import { createHash } from 'node:crypto'
import { CodedError } from '@zerosec/errors'
import type { Files } from '@zerosec/jobs'
import type { VersionFacts } from './version-facts.ts'

/** A model that is decoded takes some times its file's bytes in memory, in the process of the API. */
export const MOST_MODEL_BYTES = 256 * 2 ** 20

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Under a key of its own, which nothing ever writes again. */
export async function storeModelFile(files: Files, versionId: string, bytes: Uint8Array): Promise<string> {
  const key = `models/${versionId}/model.zsm`
  const content = (async function* () {
    yield bytes
  })()
  await files.write(files.outputBucket, key, content, bytes.byteLength)
  return key
}

/**
 * The bytes of a version's file.
 *
 * @throws CodedError model_file_lost when it is gone or is not what was registered, service_unavailable
 */
export async function readModelFile(files: Files, facts: VersionFacts): Promise<Uint8Array> {
  const { bucket, fileKey, name, version, bytes: expected } = facts
  const lost = (problem: string): CodedError => new CodedError('model_file_lost', { name, version, problem })
  if ((await files.size(bucket, fileKey)) !== expected) throw lost('it is not in the store, or not whole')
  const { stream } = await files.read(bucket, fileKey)
  const bytes = new Uint8Array(expected)
  const hash = createHash('sha256') // as the chunks come: of a large file it takes longer than a request may wait
  let filled = 0
  for await (const chunk of stream) {
    if (filled + chunk.byteLength > expected) throw lost('it has too many bytes')
    bytes.set(chunk, filled)
    hash.update(chunk)
    filled += chunk.byteLength
  }
  if (filled !== expected || hash.digest('hex') !== facts.sha256)
    throw lost('its bytes are not those that were registered')
  return bytes
}

/** Whether a version's file is there as it was registered. @throws CodedError service_unavailable */
export async function isStored(files: Files, facts: VersionFacts): Promise<boolean> {
  try {
    await readModelFile(files, facts)
    return true
  } catch (error) {
    if (error instanceof CodedError && error.code === 'model_file_lost') return false
    throw error
  }
}
