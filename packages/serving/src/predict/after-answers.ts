import type { Log } from '@zerosec/jobs'

/** Rows that wait; what goes beyond is not done. */
const MOST_WAITING_ROWS = 2000

/** What is done once requests are answered, one after another, between other requests. */
export class AfterAnswers {
  readonly #log: Log
  #rows = 0
  #last: Promise<void> = Promise.resolve()

  constructor(log: Log) {
    this.#log = log
  }

  /** A single batch is taken however many rows it has. */
  add(rows: number, name: string, run: () => Promise<void>): void {
    if (this.#rows > 0 && this.#rows + rows > MOST_WAITING_ROWS) return
    this.#rows += rows
    const later = async (): Promise<void> => {
      await new Promise(setImmediate)
      await run().finally(() => {
        this.#rows -= rows
      })
    }
    this.#last = this.#last
      .then(later)
      .catch((error: unknown) => this.#log.error({ err: error, model: name }, 'a candidate could not be compared'))
  }

  /** Once all of it is done. */
  async done(): Promise<void> {
    await this.#last
  }
}
