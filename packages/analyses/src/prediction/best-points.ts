/** The k points of the best scores, the earlier of equal ones; points come in ascending order. Memory: 2·k. */
export class BestPoints {
  readonly #most: number
  #kept: { readonly point: number; readonly score: number }[] = []
  #worst = Number.NEGATIVE_INFINITY

  /** @param most  k ≥ 1 */
  constructor(most: number) {
    this.#most = most
  }

  /** Whether a later point of this score would be kept. */
  wants(score: number): boolean {
    return score > this.#worst
  }

  add(point: number, score: number): void {
    if (!this.wants(score)) return
    this.#kept.push({ point, score })
    if (this.#kept.length >= 2 * this.#most) this.#cut()
    else if (this.#kept.length === this.#most)
      this.#worst = this.#kept.reduce((low, each) => Math.min(low, each.score), Infinity)
  }

  /** The best first. */
  sorted(): readonly number[] {
    this.#cut()
    return this.#kept.map(({ point }) => point)
  }

  #cut(): void {
    this.#kept.sort((a, b) => b.score - a.score || a.point - b.point)
    this.#kept.length = Math.min(this.#kept.length, this.#most)
    if (this.#kept.length === this.#most) this.#worst = this.#kept.at(-1)!.score
  }
}
