import { createHash } from 'node:crypto'
import { CodedError } from '@zerosec/errors'
import type { FileStore } from './file-store.ts'

/**
 * SHA-256 of a stored file, read in parts: what a job is pinned to.
 *
 * @param maxBytes  for stores whose upload URLs bind no size (S3's, when it was not known)
 * @throws CodedError input_not_uploaded, upload_too_large, service_unavailable
 */
export async function sha256OfFile(
  files: FileStore,
  bucket: string,
  key: string,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<string> {
  const { bytes, stream } = await files.read(bucket, key)
  if (bytes > maxBytes) {
    await stream.cancel()
    throw new CodedError('upload_too_large', { limit: maxBytes })
  }
  const hash = createHash('sha256')
  for await (const chunk of stream) hash.update(chunk)
  return hash.digest('hex')
}
