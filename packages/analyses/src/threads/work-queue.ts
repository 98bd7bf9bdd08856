/**
 * The items 0 … count − 1 of a piece of work, taken one by one by any number of threads, in order: what the threads share is the
 * number of the next item and whether to stop.
 */
export class WorkQueue {
  /** Can be sent to a thread, which makes its own queue of it. */
  readonly shared: SharedArrayBuffer
  readonly #state: Int32Array

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = shared
    this.#state = new Int32Array(shared)
  }

  /** The next item, undefined where all are taken or the work is stopped. */
  take(count: number): number | undefined {
    if (Atomics.load(this.#state, 1) !== 0) return undefined
    const item = Atomics.add(this.#state, 0, 1)
    return item < count ? item : undefined
  }

  /** Items that were taken are finished; no other is taken. */
  stop(): void {
    Atomics.store(this.#state, 1, 1)
  }
}
