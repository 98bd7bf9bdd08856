/** Ctrl-C as a signal of the first one; a second one ends the process as usual. */
export class Interruption {
  readonly #abort = new AbortController()
  readonly #stop = (): void => this.#abort.abort(this)

  constructor() {
    process.once('SIGINT', this.#stop)
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get happened(): boolean {
    return this.#abort.signal.aborted
  }

  end(): void {
    process.off('SIGINT', this.#stop)
  }
}

/** What shells report of a program that Ctrl-C ended. */
export const INTERRUPTED_EXIT = 130
