import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ModelFileFormat } from '@zerosec/contract'
import { CodedError, type ErrorCode, type ErrorDetails } from '@zerosec/errors'

/** What the thread is given. */
export interface ExportTask {
  readonly bytes: Uint8Array
  readonly format: ModelFileFormat
}

export type FromExport =
  | { readonly kind: 'done'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly details: ErrorDetails }

const ENTRY = new URL('./export-thread.ts', import.meta.url)
/** The largest model as JSON takes about half of it. */
const HEAP_MB = 2048
/** Each that waits holds its file. */
const MOST_AT_ONCE = 4

let atOnce = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * `exportModel` in a thread of its own: a forest of 120 MB takes seconds, in which this thread would answer nobody. One at a time, as each
 * holds its model several times.
 *
 * @param bytes  of a model file; they are handed over, and empty here after it
 * @throws CodedError model_export_impossible, as `decodeModel`; service_unavailable where too many wait; Error where the thread ended before
 */
export async function exportApart(bytes: Uint8Array, format: ModelFileFormat): Promise<Uint8Array> {
  if (format === 'zsm') return bytes
  if (atOnce === MOST_AT_ONCE)
    throw new CodedError('service_unavailable', { problem: `${MOST_AT_ONCE} models are being exported already` })
  atOnce++
  const made = last.then(() => inThread({ bytes, format })).finally(() => atOnce--)
  last = made.catch(() => undefined)
  return made
}

async function inThread(task: ExportTask): Promise<Uint8Array> {
  const thread = new Worker(ENTRY, {
    workerData: task,
    transferList: [task.bytes.buffer as ArrayBuffer],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  })
  try {
    const ended = once(thread, 'exit').then(() => [null])
    const [message] = (await Promise.race([once(thread, 'message'), ended])) as [FromExport | null]
    if (message === null) throw new Error('the thread of an export ended before its work')
    if (message.kind === 'refused') throw new CodedError(message.code, message.details)
    return message.bytes
  } finally {
    await thread.terminate()
  }
}
