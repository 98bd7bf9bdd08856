import type { PlotDesign } from './plot-design.ts'
import type { RunChange } from './run-change.ts'

/** A second copy of the runs, in which changes are tried before the design takes them over. */
export class TrialRuns {
  /** Where changes are written; runs that aren't being changed are as in the design. */
  readonly runs: Float64Array
  readonly #design: PlotDesign
  readonly #change: RunChange
  readonly #row: Float64Array

  constructor(design: PlotDesign, change: RunChange) {
    this.#design = design
    this.#change = change
    this.runs = design.runs.slice()
    this.#row = new Float64Array(design.prepared.width)
  }

  /** A score above it is better by more than rounding. */
  get threshold(): number {
    const { score } = this.#design
    return score + LEAST_GAIN * Math.max(1, Math.abs(score))
  }

  /** Takes up the design as it is, to change these runs. */
  begin(changed: readonly number[]): void {
    this.runs.set(this.#design.runs)
    if (changed.length === 1) this.#change.select(this.#design, changed[0]!)
  }

  /** Undoes what was written to these runs. */
  reset(changed: readonly number[]): void {
    const { k } = this.#design.prepared
    for (const i of changed) this.runs.set(this.#design.runs.subarray(i * k, (i + 1) * k), i * k)
  }

  /**
   * The score with these runs as written, after `begin` with the same; where it doesn't exceed `floor`, perhaps only a bound
   * that doesn't either.
   */
  score(changed: readonly number[], floor = this.#design.score): number {
    const { prepared, ridge } = this.#design
    if (changed.length > 1) return this.#design.scoreWith(changed, this.runs)
    prepared.expansion.expand(this.runs, changed[0]! * prepared.k, this.#row, 0)
    const bound = this.#change.bound(this.#row)
    if (this.#change.isExact || ridge > 0 || !(bound > floor)) return bound
    return this.#design.scoreWith(changed, this.runs)
  }

  /** @param score  of the runs as written, where `score` has told it and it is better than now */
  accept(changed: readonly number[], score?: number): void {
    this.#design.accept(changed, this.runs, score)
  }
}

const LEAST_GAIN = 1e-10
