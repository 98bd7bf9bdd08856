/** How many cells of answers are kept: some 20 MB. */
const MOST_CELLS = 1_000_000
/** What an answer takes beside its columns, in cells. */
const OF_EACH = 200

interface Answer {
  readonly columns: readonly { readonly values: readonly unknown[] }[]
  readonly elapsed_ms: number
}

/**
 * Answers of a shop that were asked for lately, by what they are known by. A snapshot never changes, so neither does what it answers;
 * when another one serves the old answers are not asked for any more and make room.
 */
export class Answers {
  readonly #most: number
  readonly #kept = new Map<string, { answer: Answer; cells: number }>()
  #cells = 0

  constructor(most = MOST_CELLS) {
    this.#most = most
  }

  /** The answer that is kept, or the one that `work` gives; an error is not kept. */
  async get<Result extends Answer>(key: string, work: () => Promise<Result>): Promise<Result> {
    const started = performance.now()
    const kept = this.#kept.get(key)
    if (kept) {
      this.#kept.delete(key)
      this.#kept.set(key, kept) // the latest is the last
      return { ...(kept.answer as Result), elapsed_ms: performance.now() - started }
    }
    const answer = await work()
    this.#keep(key, answer)
    return answer
  }

  #keep(key: string, answer: Answer): void {
    const cells = OF_EACH + answer.columns.reduce((sum, { values }) => sum + values.length, 0)
    if (this.#kept.has(key) || cells > this.#most / 4) return
    this.#kept.set(key, { answer, cells })
    this.#cells += cells
    for (const [oldest, { cells: freed }] of this.#kept) {
      if (this.#cells <= this.#most) break
      this.#kept.delete(oldest)
      this.#cells -= freed
    }
  }
}
