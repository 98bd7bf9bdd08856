import { availableParallelism } from 'node:os'
import { setImmediate as turn } from 'node:timers/promises'
import { resourceLimits, Worker } from 'node:worker_threads'
import { CodedError, type ErrorCode, type ErrorDetails } from '@zerosec/errors'
import { ENGINE_WORK, type WorkInput, type WorkName, type WorkResult } from './engine-work.ts'
import { WorkQueue } from './work-queue.ts'

export interface ThreadOptions<Result> {
  /** This thread and helpers beside it; default: as many as the machine has processors. */
  readonly threads?: number
  /** Called with each part's result as it comes, in any order. */
  readonly onResult?: (item: number, result: Result) => void
  /** Asked after each part that this thread did. Parts that were begun are finished. */
  readonly shouldStop?: () => boolean
}

export interface ThreadStart {
  readonly name: WorkName
  readonly input: WorkInput<WorkName>
  readonly count: number
  readonly shared: SharedArrayBuffer
}

export type FromEngineThread =
  | { readonly kind: 'done'; readonly item: number; readonly result: WorkResult<WorkName> }
  | { readonly kind: 'refused'; readonly item: number; readonly code: ErrorCode; readonly details: ErrorDetails }
  | { readonly kind: 'crashed'; readonly item: number; readonly stack: string }

/**
 * Does parts 0 … count − 1 of a piece of the engine's work on several threads, this one among them.
 *
 * @returns the results in the order of the parts, whatever thread did them; fewer, without gaps, where it was stopped
 * @throws what the part of the lowest number threw
 */
export async function runInThreads<Name extends WorkName>(
  name: Name,
  input: WorkInput<Name>,
  count: number,
  options: ThreadOptions<WorkResult<Name>> = {},
): Promise<WorkResult<Name>[]> {
  const { threads = availableParallelism(), shouldStop = () => false } = options
  const work = ENGINE_WORK[name] as (input: WorkInput<Name>, item: number) => WorkResult<Name>
  const queue = new WorkQueue()
  const parts = new Parts<WorkResult<Name>>(options.onResult)
  const start: ThreadStart = { name, input, count, shared: queue.shared }
  const helpers = Array.from({ length: Math.min(threads, count) - 1 }, () => startHelper(start, queue, parts))
  try {
    for (let item = queue.take(count); item !== undefined; item = queue.take(count)) {
      try {
        parts.put(item, work(input, item))
      } catch (error) {
        queue.stop()
        parts.fail(item, error)
      }
      await turn() // results of the other threads come in
      if (shouldStop()) queue.stop()
    }
    await Promise.all(helpers.map(({ ended }) => ended))
  } finally {
    await Promise.all(helpers.map(({ worker }) => worker.terminate()))
  }
  return parts.inOrder()
}

/** What came back, by part. */
class Parts<Result> {
  readonly #results = new Map<number, Result>()
  readonly #errors = new Map<number, unknown>()
  readonly #onResult: ((item: number, result: Result) => void) | undefined

  constructor(onResult: ((item: number, result: Result) => void) | undefined) {
    this.#onResult = onResult
  }

  put(item: number, result: Result): void {
    this.#results.set(item, result)
    this.#onResult?.(item, result)
  }

  fail(item: number, error: unknown): void {
    this.#errors.set(item, error)
  }

  inOrder(): Result[] {
    if (this.#errors.size > 0) throw this.#errors.get(Math.min(...this.#errors.keys()))
    return [...this.#results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result)
  }
}

function startHelper<Result>(
  workerData: ThreadStart,
  queue: WorkQueue,
  parts: Parts<Result>,
): { worker: Worker; ended: Promise<unknown> } {
  const worker = new Worker(new URL('./engine-thread.ts', import.meta.url), {
    workerData,
    execArgv: [],
    resourceLimits,
  })
  worker.on('message', (message: FromEngineThread) => {
    if (message.kind === 'done') return parts.put(message.item, message.result as Result)
    const { item } = message
    parts.fail(
      item,
      message.kind === 'refused' ? new CodedError(message.code, message.details) : new Error(message.stack),
    )
  })
  worker.once('error', (error) => {
    queue.stop()
    parts.fail(Number.MAX_SAFE_INTEGER, error)
  })
  return { worker, ended: new Promise((resolve) => worker.once('exit', resolve)) }
}
