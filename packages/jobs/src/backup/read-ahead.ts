import { buffer } from 'node:stream/consumers'
import type { FileStore } from '../files/file-store.ts'
import type { NamedFile } from './named-files.ts'

/** How many files are asked for before they are needed: a store over the network answers after some time. */
const AHEAD = 8
/** Larger ones are read in their turn only: a stream that nobody reads for a while breaks off. */
const LARGEST_AHEAD = 512 * 1024

export interface StoredFile {
  readonly bytes: number
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** Stored files in the order of `named`; undefined where one is not there, in a bucket that is no longer ours, or under a text that is no key. */
export async function* readAhead(
  files: FileStore,
  named: readonly NamedFile[],
): AsyncGenerator<readonly [NamedFile, StoredFile | undefined]> {
  const asked: ReturnType<typeof readSmall>[] = []
  for (let next = 0; next < named.length; next++) {
    while (asked.length < Math.min(AHEAD, named.length - next)) {
      const reading = readSmall(files, named[next + asked.length]!)
      reading.catch(() => {}) // told when it is its turn
      asked.push(reading)
    }
    const found = await asked.shift()!
    yield [named[next]!, found === 'large' ? await openStored(files, named[next]!) : found]
  }
}

async function readSmall(files: FileStore, file: NamedFile): Promise<StoredFile | 'large' | undefined> {
  const stored = await openStored(files, file)
  if (stored === undefined) return undefined
  const { bytes, content } = stored
  if (bytes > LARGEST_AHEAD) {
    await content.cancel()
    return 'large'
  }
  return { bytes, content: [await buffer(content)] }
}

async function openStored(files: FileStore, { bucket, key }: NamedFile) {
  try {
    const { bytes, stream } = await files.read(bucket, key)
    return { bytes, content: stream }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (['input_not_uploaded', 'bucket_unknown', 'request_invalid'].includes(String(code))) return undefined
    throw error
  }
}
