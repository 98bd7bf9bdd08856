import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'

const FIRST_MS = 500
const LONGEST_MS = 15_000

/** Waits longer and longer while something fails again and again, and tells of it once, and once that it is over. */
export class Backoff {
  readonly #problem: string
  readonly #log: Log
  #failures = 0

  /** @param problem  what is said of it in the log */
  constructor(problem: string, log: Log) {
    this.#problem = problem
    this.#log = log
  }

  get failing(): boolean {
    return this.#failures > 0
  }

  succeeded(): void {
    if (this.#failures > 0) this.#log.info({ failures: this.#failures }, `it is over: ${this.#problem}`)
    this.#failures = 0
  }

  /** Resolves when it may be tried again, or at the abort. Many processes don't come back at the same moment. */
  async failed(reason: unknown, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    if (this.#failures === 0) this.#log.warn({ err: reason }, this.#problem)
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(this.#failures, 10))
    this.#failures++
    await sleep(wait * (0.75 + Math.random() / 4), undefined, { signal, ref: false }).catch(() => {})
  }
}
