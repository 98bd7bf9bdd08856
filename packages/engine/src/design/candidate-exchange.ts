import type { Generator } from '../random/generator.ts'
import { CandidatePool, type CandidateRows } from './candidate-pool.ts'
import type { Exchange } from './exchange.ts'
import { ExchangeState, LEAST_GAIN, LEAST_RATIO } from './exchange-state.ts'

/** Each takes a product of every candidate with D; a few are enough but for rounding. */
const MOST_FILLS = 100

/**
 * Exchange of runs for candidates: for one run after the other the candidate that is best in its place, until a whole pass
 * improves nothing.
 *
 * Of many candidates only a pool is looked at. An exchange of y for x changes the determinant by 1 + d_x − d_y at most, so that
 * candidates of less variance than every run of the design can't gain; `finish` ends when all others were looked at.
 *
 * Source: Cook & Nachtsheim, Technometrics 22 (1980) 315–324 (modified Fedorov exchange).
 */
export class CandidateExchange implements Exchange {
  readonly #state: ExchangeState
  readonly #candidates: CandidateRows
  readonly #pool: CandidatePool
  /** The candidate of each run; −1 for a run that is none. */
  readonly #chosen: Int32Array
  readonly #uses: Int32Array
  readonly #row: Float64Array
  readonly #kept: ExchangeState
  readonly #keptChosen: Int32Array
  #fills = 0

  constructor(state: ExchangeState, candidates: CandidateRows) {
    const { n, p } = state.compiled
    this.#state = state
    this.#candidates = candidates
    this.#pool = new CandidatePool(state, candidates)
    this.#chosen = new Int32Array(n).fill(-1)
    this.#uses = new Int32Array(candidates.count)
    this.#row = new Float64Array(p)
    this.#kept = new ExchangeState(state.compiled)
    this.#keptChosen = new Int32Array(n)
  }

  start(generator: Generator): boolean {
    const { n, k, given, isGiven } = this.#state.compiled
    const { count, repeats, runs } = this.#candidates
    const order = repeats ? null : generator.permutation(count)
    const design = Float64Array.from(given)
    this.release()
    this.#fills = 0
    for (let i = 0; i < n; i++) {
      const c = order ? order[i]! : generator.integer(count)
      this.#choose(i, c)
      for (let j = 0; j < k; j++) if (!isGiven[j]) design[i * k + j] = runs[c * k + j]!
    }
    return this.#state.load(design)
  }

  /** Its runs needn't be candidates, as long as these may repeat. */
  startFrom(runs: Float64Array): boolean {
    this.release()
    this.#fills = 0
    return this.#state.load(runs)
  }

  /** Forgets which runs are candidates, for a design that others have changed. */
  release(): void {
    this.#chosen.fill(-1)
    this.#uses.fill(0)
  }

  disturb(generator: Generator, count: number): void {
    const { n } = this.#state.compiled
    for (let done = 0; done < count; done++) {
      const i = generator.integer(n)
      const candidate = this.#freeCandidate(generator)
      if (candidate < 0) return
      this.#candidates.read(this.#row, i, candidate)
      this.#state.select(i)
      if (this.#state.ratio(this.#row) > LEAST_RATIO) this.#exchange(i, candidate)
    }
  }

  keep(): void {
    this.#kept.copy(this.#state)
    this.#keptChosen.set(this.#chosen)
  }

  restore(): void {
    this.#state.copy(this.#kept)
    this.#keptChosen.forEach((candidate, i) => this.#choose(i, candidate))
  }

  descend(sweeps: number, tolerance: number): boolean {
    // chosen for a random design first, then for a good one; a few new runs don't change much of what can gain
    for (; this.#fills < 2 && this.#pool.isCut; this.#fills++) {
      this.#pool.fill()
      this.#descendInPool(sweeps, tolerance)
    }
    return this.#descendInPool(sweeps, tolerance)
  }

  finish(sweeps: number): boolean {
    for (let round = 0, fills = 0; fills < MOST_FILLS; fills++) {
      const before = this.#state.score
      const isWhole = this.#pool.fill(round)
      if (!this.#descendInPool(sweeps, LEAST_GAIN)) return false
      if (this.#state.score > before) continue
      if (isWhole) return true
      round++
    }
    return false
  }

  #descendInPool(sweeps: number, tolerance: number): boolean {
    for (let sweep = 0; sweep < sweeps; sweep++) {
      const before = this.#state.score
      if (!this.sweep()) return true
      if (this.#state.gainSince(before) < tolerance) return true
    }
    return false
  }

  /** One pass over the runs; whether it improved anything. */
  sweep(): boolean {
    let improved = false
    for (let i = 0; i < this.#state.compiled.n; i++) {
      this.#state.select(i)
      const best = this.#pool.bestFor(i, this.#candidates.repeats ? null : this.#uses)
      if (best < 0) continue
      this.#candidates.read(this.#row, i, best)
      this.#exchange(i, best)
      improved = true
    }
    return improved
  }

  #exchange(i: number, candidate: number): void {
    const { compiled, runs, values } = this.#state
    const { k, isGiven, model } = compiled
    this.#choose(i, candidate)
    for (let j = 0; j < k; j++) {
      if (isGiven[j]) continue
      const level = this.#candidates.runs[candidate * k + j]!
      runs[i * k + j] = level
      model.evaluate(j, level, values, i * model.functionCount)
    }
    this.#state.replace(i, this.#row)
    this.#pool.follow(i)
  }

  #choose(i: number, candidate: number): void {
    const before = this.#chosen[i]!
    if (before >= 0) this.#uses[before]!--
    if (candidate >= 0) this.#uses[candidate]!++
    this.#chosen[i] = candidate
  }

  /** A random candidate that may be chosen; −1 where all are in use. */
  #freeCandidate(generator: Generator): number {
    const { count, repeats } = this.#candidates
    const candidate = generator.integer(count)
    if (repeats) return candidate
    let free = candidate
    while (this.#uses[free]! > 0) {
      free = (free + 1) % count
      if (free === candidate) return -1
    }
    return free
  }
}
