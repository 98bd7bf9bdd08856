const [NEXT, CLOSED, STOPPED, FAILED] = [0, 1, 2, 3]
const NONE_FAILED = 2 ** 31 - 1

/**
 * The items 0 … count − 1 of a piece of work, taken one by one by any number of threads, in order: what the threads share is the
 * number of the next item, whether to stop, and the lowest item that failed.
 */
export class WorkQueue {
  /** Can be sent to a thread, which makes its own queue of it. */
  readonly shared: SharedArrayBuffer
  readonly #state: Int32Array

  /** Of one item alone. */
  static of(item: number): WorkQueue {
    const queue = new WorkQueue()
    queue.#state[NEXT] = item
    return queue
  }

  constructor(shared?: SharedArrayBuffer) {
    this.shared = shared ?? new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT)
    this.#state = new Int32Array(this.shared)
    if (!shared) this.#state[FAILED] = NONE_FAILED
  }

  /** The next item, undefined where all are taken or the work has ended. */
  take(count: number): number | undefined {
    if (Atomics.load(this.#state, CLOSED) !== 0) return undefined
    const item = Atomics.add(this.#state, NEXT, 1)
    return item < count ? item : undefined
  }

  /** Items that were taken are asked to end early; no other is taken. */
  stop(): void {
    Atomics.store(this.#state, STOPPED, 1)
    Atomics.store(this.#state, CLOSED, 1)
  }

  /** No other item is taken. Those after this one may end early; those before are finished, as one of them may fail as well. */
  fail(item: number): void {
    for (let lowest = Atomics.load(this.#state, FAILED); item < lowest; ) {
      const found = Atomics.compareExchange(this.#state, FAILED, lowest, item)
      if (found === lowest) break
      lowest = found
    }
    Atomics.store(this.#state, CLOSED, 1)
  }

  /** Whether an item that was taken is to end early. */
  isStopped(item: number): boolean {
    return Atomics.load(this.#state, STOPPED) !== 0 || Atomics.load(this.#state, FAILED) < item
  }
}
