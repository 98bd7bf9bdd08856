import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { CodedError } from '@zerosec/errors'

/**
 * A stored file as a stream that ends only when all its bytes have come: one that breaks off or ends early is an error, so that
 * nobody takes a part for the file. Cancelling it closes `source`.
 */
export function wholeStream(source: Readable, bytes: number, key: string): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = source[Symbol.asyncIterator]()
  let read = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await chunks.next().catch((error: unknown) => {
          throw brokenOff(key, read, bytes, error)
        })
        if (!done) {
          read += value.byteLength
          return controller.enqueue(value)
        }
        if (read !== bytes) throw brokenOff(key, read, bytes)
        controller.close()
      },
      cancel: () => void source.destroy(),
    },
    { highWaterMark: 0 },
  )
}

/** A small file the same way, read in one go: for it a stream would cost more than the reading. Closes `file`. */
export async function readAtOnce(file: FileHandle, bytes: number, key: string): Promise<ReadableStream<Uint8Array>> {
  const content = new Uint8Array(bytes)
  let read = 0
  try {
    for (let more = true; more && read < bytes; ) {
      const { bytesRead } = await file.read(content, read)
      read += bytesRead
      more = bytesRead > 0
    }
  } catch (error) {
    throw brokenOff(key, read, bytes, error)
  } finally {
    await file.close()
  }
  if (read !== bytes) throw brokenOff(key, read, bytes)
  return new ReadableStream({
    start(controller) {
      if (bytes > 0) controller.enqueue(content)
      controller.close()
    },
  })
}

function brokenOff(key: string, read: number, bytes: number, cause?: unknown): CodedError {
  return new CodedError(
    'service_unavailable',
    { problem: `reading ${key} broke off after ${read} of ${bytes} bytes` },
    { cause },
  )
}
