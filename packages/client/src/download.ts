import { type ApiError, clientError, unavailable } from './api-error.ts'
import { sha256 } from './sha256.ts'
import type { Transport } from './transport.ts'
import type { Progress } from './upload.ts'

/** What the bytes have to be. */
export interface Expected {
  readonly fileName: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** Where downloaded bytes go: opened anew for every try, or given open, and then there is one try. */
export type Sink = WritableStream<Uint8Array> | (() => WritableStream<Uint8Array> | Promise<WritableStream<Uint8Array>>)

interface Download {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: Progress | undefined
}

/**
 * Streams the bytes into the sink and closes it when they are what was expected; else, and on abort, the sink is aborted.
 *
 * @param presign  gives a URL, anew for every try: one that was handed out long ago has expired
 * @throws ApiError download_damaged when size or SHA-256 differ, in every try; what the sink throws, at once
 */
export async function downloadInto(
  sink: Sink,
  expected: Expected,
  presign: () => Promise<string>,
  transport: Transport,
  { signal, onProgress }: Download,
): Promise<void> {
  await transport.retry(
    async () => {
      const url = await presign()
      const reply = await transport.open(url, signal)
      const writable = typeof sink === 'function' ? await sink() : sink
      await pass(reply, writable, expected, onProgress).catch((error: unknown) => {
        signal?.throwIfAborted()
        throw error
      })
    },
    { signal, once: typeof sink !== 'function' },
  )
}

async function pass(
  reply: Response,
  writable: WritableStream<Uint8Array>,
  expected: Expected,
  onProgress: Progress | undefined,
): Promise<void> {
  const reader = reply.body?.getReader()
  const writer = writable.getWriter()
  const hash = sha256()
  let bytes = 0
  try {
    onProgress?.(0, expected.sizeBytes)
    for (;;) {
      const piece = await reader?.read().catch((error: unknown) => {
        throw unavailable('the download broke off', 0, { cause: error })
      })
      if (!piece || piece.done) break
      bytes += piece.value.byteLength
      if (bytes > expected.sizeBytes) throw damaged(expected, `more than its ${expected.sizeBytes} bytes came`)
      hash.update(piece.value)
      await writer.write(piece.value)
      onProgress?.(bytes, expected.sizeBytes)
    }
    if (bytes < expected.sizeBytes) throw damaged(expected, `${bytes} of its ${expected.sizeBytes} bytes came`)
    if (hash.digest() !== expected.sha256) throw damaged(expected, 'its SHA-256 is not that of the stored file')
  } catch (error) {
    await reader?.cancel().catch(() => {})
    await writer.abort(error).catch(() => {})
    throw error
  }
  await writer.close()
}

function damaged({ fileName }: Expected, problem: string): ApiError {
  return clientError('download_damaged', { file: fileName, problem })
}
