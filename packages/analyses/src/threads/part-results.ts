import type { WorkQueue } from './work-queue.ts'

/** Before every part: what fails the whole run. */
const WHOLE_RUN = -1

export interface PartCallbacks {
  readonly onResult?: ((item: number, result: never) => void) | undefined
  readonly onProgress?: ((item: number, report: never) => void) | undefined
}

/** What came back of a run, by part. */
export class PartResults {
  readonly #count: number
  readonly #queue: WorkQueue
  readonly #callbacks: PartCallbacks
  readonly #results = new Map<number, unknown>()
  readonly #errors = new Map<number, unknown>()
  readonly #ended = Promise.withResolvers<void>()

  constructor(count: number, queue: WorkQueue, callbacks: PartCallbacks) {
    this.#count = count
    this.#queue = queue
    this.#callbacks = callbacks
  }

  /** Resolves when every part has a result or an error. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  put(item: number, result: unknown): void {
    this.#results.set(item, result)
    this.#tell(() => this.#callbacks.onResult?.(item, result as never))
    this.#endIfComplete()
  }

  report(item: number, report: unknown): void {
    this.#tell(() => this.#callbacks.onProgress?.(item, report as never))
  }

  fail(item: number, error: unknown): void {
    this.#queue.fail(item)
    if (!this.#errors.has(item)) this.#errors.set(item, error)
    this.#endIfComplete()
  }

  failWhole(error: unknown): void {
    this.fail(WHOLE_RUN, error)
  }

  /** @throws the error of the lowest part, one of the whole run before all others */
  inOrder(): unknown[] {
    if (this.#errors.size > 0) throw this.#errors.get(Math.min(...this.#errors.keys()))
    return [...this.#results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result)
  }

  #endIfComplete(): void {
    const whole = this.#errors.has(WHOLE_RUN) ? 1 : 0
    if (this.#results.size + this.#errors.size - whole === this.#count) this.#ended.resolve()
  }

  /** It may be called from within an event, where nobody would catch what it throws. */
  #tell(call: () => void): void {
    try {
      call()
    } catch (error) {
      this.failWhole(error)
    }
  }
}
