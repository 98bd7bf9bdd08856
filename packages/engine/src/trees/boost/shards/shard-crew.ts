const [TICKET, DONE, ENDED, FAILED] = [0, 1, 2, 3]
/** Of a ticket, the bits below the step: the next part of it, and how many there are. */
const PART_BITS = 8
const STEP = 2 ** (2 * PART_BITS)
const PART_MASK = 2 ** PART_BITS - 1
/** Looks before a thread sleeps: some tenth of a millisecond, longer than a step usually takes to come. */
const LOOKS = 20_000
const SLEEP_MS = 100
/** Sleeps after which a thread that serves is not needed any more, and one that does not answer is lost. */
const [IDLE_SLEEPS, LOST_SLEEPS] = [100, 1200]

/**
 * Threads that do the parts of one step after another. The thread that gives the steps does parts itself, and waits only for those that
 * others have begun: it needs nobody, and who comes late finds the step that is under way.
 */
export class ShardCrew {
  /** Can be sent to a thread, which joins by a crew of its own of it. */
  readonly shared: SharedArrayBuffer
  readonly #state: Int32Array
  #step = 0

  constructor(shared?: SharedArrayBuffer) {
    this.shared = shared ?? new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT)
    this.#state = new Int32Array(this.shared)
  }

  /** Has parts 0 … count − 1 done by whoever is there. What they need must be in shared memory before. */
  run(count: number, part: (k: number) => void): void {
    this.#step = (this.#step + 1) % 2 ** 14
    Atomics.store(this.#state, DONE, 0)
    Atomics.store(this.#state, TICKET, this.#step * STEP + count * (PART_MASK + 1))
    Atomics.notify(this.#state, TICKET)
    while (this.#takePart(part));
    for (let looks = 0; ; looks++) {
      const done = Atomics.load(this.#state, DONE)
      if (Atomics.load(this.#state, FAILED) !== 0) throw new Error('a thread of the training failed')
      if (done >= count) return
      if (looks > LOOKS + LOST_SLEEPS) throw new Error('a thread of the training does not answer')
      if (looks > LOOKS) Atomics.wait(this.#state, DONE, done, SLEEP_MS)
    }
  }

  /** Does parts of the steps until the crew has ended, or nothing has come for a while: the steps may never come. */
  serve(part: (k: number) => void): void {
    for (let looks = 0; looks <= LOOKS + IDLE_SLEEPS && !this.hasEnded; looks++) {
      const seen = Atomics.load(this.#state, TICKET)
      if (this.#takePart(part)) looks = 0
      else if (looks > LOOKS) Atomics.wait(this.#state, TICKET, seen, SLEEP_MS)
    }
  }

  end(): void {
    Atomics.store(this.#state, ENDED, 1)
    Atomics.notify(this.#state, TICKET)
  }

  get hasEnded(): boolean {
    return Atomics.load(this.#state, ENDED) !== 0
  }

  /** A ticket names its step: a part that is taken is one of the step that is under way. */
  #takePart(part: (k: number) => void): boolean {
    const ticket = Atomics.load(this.#state, TICKET)
    const next = ticket & PART_MASK
    if (next >= ((ticket >> PART_BITS) & PART_MASK)) return false
    if (Atomics.compareExchange(this.#state, TICKET, ticket, ticket + 1) !== ticket) return true
    try {
      part(next)
    } catch (error) {
      Atomics.store(this.#state, FAILED, 1)
      throw error
    } finally {
      Atomics.add(this.#state, DONE, 1)
      Atomics.notify(this.#state, DONE)
    }
    return true
  }
}
