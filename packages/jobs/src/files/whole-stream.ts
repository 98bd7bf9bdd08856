import type { Readable } from 'node:stream'
import { CodedError } from '@zerosec/errors'

/**
 * A stored file as a stream that ends only when all its bytes have come: one that breaks off or ends early is an error, so that
 * nobody takes a part for the file. Cancelling it closes `source`.
 */
export function wholeStream(source: Readable, bytes: number, key: string): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = source[Symbol.asyncIterator]()
  let read = 0
  const brokenOff = (cause?: unknown) =>
    new CodedError(
      'service_unavailable',
      { problem: `reading ${key} broke off after ${read} of ${bytes} bytes` },
      { cause },
    )
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await chunks.next().catch((error: unknown) => {
          throw brokenOff(error)
        })
        if (!done) {
          read += value.byteLength
          return controller.enqueue(value)
        }
        if (read !== bytes) throw brokenOff()
        controller.close()
      },
      cancel: () => void source.destroy(),
    },
    { highWaterMark: 0 },
  )
}
