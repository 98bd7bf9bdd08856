import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { CodedError } from '@zerosec/errors'
import type { FileStore } from '../files/file-store.ts'
import { sha256OfFile } from '../files/hash-file.ts'
import type { ArchivePart, FileArea } from './archive-format.ts'
import type { ArchiveEntry } from './archive-reader.ts'

/** Writes that are under way at once: each waits for the disk, or for the network. */
const AT_ONCE = 8
/** A larger file is written as it is read, and not kept in memory. */
const LARGEST_AT_ONCE = 2 ** 20

/** Writes files into a store, small ones beside each other. */
export class RestoredFiles {
  readonly #files: FileStore
  readonly #parts: ReadonlyMap<string, ArchivePart>
  readonly #writing = new Set<Promise<void>>()

  constructor(files: FileStore, parts: ReadonlyMap<string, ArchivePart>) {
    this.#files = files
    this.#parts = parts
  }

  /** @throws CodedError restore_file_differs, storage_full, service_unavailable, here or at the end */
  async add(entry: ArchiveEntry, { area, key }: { readonly area: FileArea; readonly key: string }): Promise<void> {
    const bucket = area === 'inputs' ? this.#files.inputBucket : this.#files.outputBucket
    if (entry.bytes > LARGEST_AT_ONCE) return this.#write(entry, bucket, key, entry.content)
    const content = await buffer(entry.content)
    if (this.#writing.size >= AT_ONCE) await Promise.race(this.#writing)
    const writing = this.#write(entry, bucket, key, oneChunk(content)).then(() => void this.#writing.delete(writing))
    writing.catch(() => {}) // it stays among those that are waited for
    this.#writing.add(writing)
  }

  async end(): Promise<void> {
    await Promise.all(this.#writing)
  }

  async #write(
    { name, bytes }: ArchiveEntry,
    bucket: string,
    key: string,
    content: AsyncIterable<Buffer>,
  ): Promise<void> {
    try {
      await this.#files.write(bucket, key, content, bytes)
    } catch (error) {
      if (!(error instanceof CodedError && error.code === 'upload_exists')) throw error
      if ((await sha256OfFile(this.#files, bucket, key)) !== this.#parts.get(name)?.sha256)
        throw new CodedError('restore_file_differs', { bucket, key }, { cause: error })
    }
  }
}

async function* oneChunk(content: Buffer): AsyncGenerator<Buffer> {
  yield content
}

/** Writes a part as a file that is new, and on the disk when this is done. */
export async function writeNew(path: string, content: AsyncIterable<Buffer>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of content) await file.writeFile(chunk)
    await file.sync()
  } finally {
    await file.close()
  }
}
