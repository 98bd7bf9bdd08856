import { CodedError } from '@zerosec/errors'

/**
 * Lets so many pieces of work go on at once; the others wait their turn, and where too many wait already they are refused. DuckDB holds
 * a thread of libuv's pool for as long as a statement runs: without a limit slow ones would keep the whole process from its files.
 */
export class Turns {
  readonly #what: string
  readonly #most: number
  #free: number
  readonly #waiting: (() => void)[] = []

  /**
   * @param atOnce  how many go on
   * @param waiting  how many may wait
   * @param what  they are called in the refusal
   */
  constructor(atOnce: number, waiting: number, what: string) {
    this.#free = atOnce
    this.#most = waiting
    this.#what = what
  }

  /** @throws CodedError commerce_busy */
  async hold<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free--
    else if (this.#waiting.length >= this.#most) throw new CodedError('commerce_busy', { what: this.#what })
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
  }
}
