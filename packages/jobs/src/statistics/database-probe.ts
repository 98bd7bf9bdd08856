import { setTimeout as sleep } from 'node:timers/promises'

/** Whoever asks for the health is answered by then. */
const ANSWER_MS = 200
/** A database that is silent for so long is taken for away. */
const SILENCE_MS = 2000

/**
 * Whether the database answers, told at once also while it hangs: then by what was known last, which `ping` has at most 2 s to
 * confirm. At any time one `ping` is under way at most, so that asking again and again does not fill the pool.
 */
export class DatabaseProbe {
  readonly #ping: () => Promise<unknown>
  #last = true
  #looking: Promise<boolean> | undefined

  constructor(ping: () => Promise<unknown>) {
    this.#ping = ping
  }

  /** Within 200 ms. */
  async connected(): Promise<boolean> {
    const answer = await Promise.race([this.look(), sleep(ANSWER_MS, undefined, { ref: false })])
    return answer ?? this.#last
  }

  /** Within 2 s. */
  look(): Promise<boolean> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
    return this.#looking
  }

  async #look(): Promise<boolean> {
    const answered = this.#ping().then(
      () => true,
      () => false,
    )
    this.#last = await Promise.race([answered, sleep(SILENCE_MS, false, { ref: false })])
    return this.#last
  }
}
