import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { LocalFile } from './client.ts'
import type { ContentStream } from './content.ts'

/** For Node: files on the disk, which never lie in memory as a whole. */

/** A file to upload. It is read while it is sent; one that changes meanwhile fails the upload. */
export async function fileFrom(path: string, name = basename(path)): Promise<LocalFile> {
  return { name, content: await openAsBlob(path) }
}

/** What a Node stream brings, whose size must be known. It can be read once, so that an upload that fails is not tried again. */
export function contentFrom(stream: Readable, size: number): ContentStream {
  return { size, once: true, open: () => Readable.toWeb(stream) as ReadableStream<Uint8Array> }
}

/** A sink for `download`: the path holds the whole file or what it held before, never a part. */
export function fileInto(path: string): () => Promise<WritableStream<Uint8Array>> {
  return async () => {
    const part = `${path}.${randomUUID().slice(0, 8)}.part`
    const file = await open(part, 'wx')
    const abort = async (): Promise<void> => {
      await file.close()
      await rm(part, { force: true })
    }
    return new WritableStream<Uint8Array>({
      async write(piece) {
        try {
          for (let at = 0; at < piece.byteLength; ) at += (await file.write(piece, at)).bytesWritten
        } catch (error) {
          await abort() // of a stream that failed by itself nobody asks it
          throw error
        }
      },
      async close() {
        await file.close()
        await rename(part, path).catch(async (error: unknown) => {
          await rm(part, { force: true })
          throw error
        })
      },
      abort,
    })
  }
}
