import { Worker } from 'node:worker_threads'
import { CodedError } from '@zerosec/errors'
import type { TableProfile } from '@zerosec/table'
import type { FromThread, InspectTask, RunResult, RunTask, ThreadTask } from './messages.ts'

const MEMORY_CHECK_MS = 200
/** The spare thread of the next task loads its modules when the one before has had the processors to itself for a while. */
const SPARE_DELAY_MS = 1000

export interface ThreadLimits {
  readonly seconds: number
  readonly memoryMb: number
}

/**
 * Runs each task in a worker thread of its own, so that it can be limited and ended at any point and leaves nothing behind.
 * One spare thread is kept warm, with its modules loaded.
 */
export class Threads {
  readonly #entry: URL
  readonly #limits: ThreadLimits
  readonly #busy = new Set<Worker>()
  #spare: Worker | undefined
  #spareTimer: NodeJS.Timeout | undefined
  #closed = false

  constructor(entry: URL, limits: ThreadLimits) {
    this.#entry = entry
    this.#limits = limits
  }

  /**
   * @param signal  ends the thread at once; the promise rejects with the signal's reason
   * @throws CodedError of the analysis, job_time_limit, job_memory_limit; ThreadCrash for a fault of ours
   */
  run(task: RunTask, signal: AbortSignal, onProgress: (fraction: number, message: string) => void): Promise<RunResult> {
    return this.#execute<RunResult>(task, signal, onProgress)
  }

  /** @throws as `run` does */
  inspect(task: InspectTask): Promise<TableProfile> {
    return this.#execute<TableProfile>(task, new AbortController().signal, () => {})
  }

  /** Starts the spare thread, so that the next task doesn't wait for it. */
  warm(): void {
    if (this.#closed || this.#spare) return
    clearTimeout(this.#spareTimer)
    const spare = this.#start()
    spare.unref()
    spare.once('error', () => {}).once('exit', () => this.#spare === spare && (this.#spare = undefined))
    this.#spare = spare
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#spareTimer)
    await Promise.all([this.#spare, ...this.#busy].map(async (worker) => worker?.terminate()))
  }

  #start(): Worker {
    return new Worker(this.#entry, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb } })
  }

  async #execute<Result>(
    task: ThreadTask,
    signal: AbortSignal,
    onProgress: (fraction: number, message: string) => void,
  ): Promise<Result> {
    signal.throwIfAborted()
    const worker = this.#spare ?? this.#start()
    this.#spare = undefined
    this.#busy.add(worker)
    worker.ref()
    this.#spareTimer = setTimeout(() => this.warm(), SPARE_DELAY_MS).unref()
    const guard = watchLimits(worker, this.#limits)
    try {
      return (await Promise.race([
        resultOf(worker, this.#limits, onProgress),
        guard.exceeded,
        aborted(signal),
        post(worker, task),
      ])) as Result
    } finally {
      guard.stop()
      this.#busy.delete(worker)
      await worker.terminate()
      this.warm()
    }
  }
}

/** A fault of ours inside a thread; the stack is the thread's. */
export class ThreadCrash extends Error {
  override readonly name = 'ThreadCrash'
}

/** Hands the task over; settles only when that fails. */
function post(worker: Worker, task: ThreadTask): Promise<never> {
  worker.postMessage(task, [task.file.bytes.buffer])
  return new Promise(() => {})
}

function resultOf(
  worker: Worker,
  limits: ThreadLimits,
  onProgress: (fraction: number, message: string) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'progress') return onProgress(message.fraction, message.message)
      if (message.kind === 'done') return resolve(message.result)
      if (message.kind === 'refused') return reject(new CodedError(message.code, message.details))
      reject(message.kind === 'out_of_memory' ? memoryLimit(limits) : new ThreadCrash(message.stack))
    })
    worker.once('error', (error) => {
      const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      reject(outOfMemory ? memoryLimit(limits) : new ThreadCrash(error.stack ?? error.message))
    })
    worker.once('exit', (code) => reject(new ThreadCrash(`the thread ended with exit code ${code} before its task`)))
  })
}

/** V8's own limit covers objects only, so the typed arrays that analyses work on are measured beside it. */
function watchLimits(worker: Worker, limits: ThreadLimits): { exceeded: Promise<never>; stop: () => void } {
  const { promise: exceeded, reject } = Promise.withResolvers<never>()
  exceeded.catch(() => {})
  const clock = setTimeout(
    () => reject(new CodedError('job_time_limit', { seconds: limits.seconds })),
    limits.seconds * 1000,
  )
  const memory = setInterval(async () => {
    const used = await worker.getHeapStatistics().catch(() => undefined)
    if (used && used.used_heap_size + used.external_memory > limits.memoryMb * 2 ** 20) reject(memoryLimit(limits))
  }, MEMORY_CHECK_MS)
  return {
    exceeded,
    stop: () => {
      clearTimeout(clock)
      clearInterval(memory)
    },
  }
}

function memoryLimit(limits: ThreadLimits): CodedError {
  return new CodedError('job_memory_limit', { megabytes: limits.memoryMb })
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  )
}
