import { createHash } from 'node:crypto'
import type { FileStore } from './file-store.ts'

/** SHA-256 of a stored file, read in parts. */
export async function sha256OfFile(files: FileStore, bucket: string, key: string): Promise<string> {
  const hash = createHash('sha256')
  const { stream } = await files.read(bucket, key)
  for await (const chunk of stream) hash.update(chunk)
  return hash.digest('hex')
}
