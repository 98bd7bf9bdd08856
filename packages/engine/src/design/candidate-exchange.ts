import type { Generator } from '../random/generator.ts'
import { product, type ExchangeState } from './exchange-state.ts'
import type { SearchProblem } from './search-problem.ts'

const LEAST_GAIN = 1e-10

/** Candidates expanded once; runs of different given levels (blocks) have different rows, one group for each. */
export interface CandidateSet {
  readonly count: number
  readonly repeats: boolean
  /** count × k coded. */
  readonly runs: Float64Array
  /** Of each group, count × p. */
  readonly rows: readonly Float64Array[]
  /** The group of each new run. */
  readonly groupOf: Uint32Array
}

export function candidateSet(compiled: SearchProblem): CandidateSet {
  const { problem, n, k, p, given, isGiven, model } = compiled
  const { runs, repeats } = problem.candidates!
  const count = runs.length / k
  const groups = new Map<string, number>()
  const groupOf = Uint32Array.from({ length: n }, (_, i) => {
    const key = isGiven.flatMap((is, j) => (is ? [given[i * k + j]!] : [])).join(',')
    if (!groups.has(key)) groups.set(key, groups.size)
    return groups.get(key)!
  })
  const values = new Float64Array(model.functionCount)
  const rows = Array.from(groups.values(), (group) => {
    const first = groupOf.indexOf(group) * k
    const matrix = new Float64Array(count * p)
    for (let c = 0; c < count; c++) {
      for (let j = 0; j < k; j++) model.evaluate(j, isGiven[j] ? given[first + j]! : runs[c * k + j]!, values, 0)
      model.row(values, 0, matrix, c * p)
    }
    return matrix
  })
  return { count, repeats, runs, rows, groupOf }
}

/**
 * Exchange of runs for candidates: for one run after the other the candidate that is best in its place, until a whole pass
 * improves nothing.
 *
 * The variance d_c = xᵀDx of every candidate is kept up to date: an exchange costs one product of a candidate with a vector more.
 * Cost: count·p for a run, the same again for an exchange.
 * Source: Cook & Nachtsheim, Technometrics 22 (1980) 315–324 (modified Fedorov exchange).
 */
export class CandidateExchange {
  readonly #state: ExchangeState
  readonly #set: CandidateSet
  /** The candidate of each run. */
  readonly #chosen: Int32Array
  readonly #uses: Int32Array
  readonly #row: Float64Array
  readonly #image: Float64Array

  constructor(state: ExchangeState, set: CandidateSet) {
    const { n, p } = state.compiled
    this.#state = state
    this.#set = set
    this.#chosen = new Int32Array(n)
    this.#uses = new Int32Array(set.count)
    this.#row = new Float64Array(p)
    this.#image = new Float64Array(p)
  }

  /** Random candidates as the design; false where it is singular. */
  start(generator: Generator): boolean {
    const { n, k, given, isGiven } = this.#state.compiled
    const { count, repeats, runs } = this.#set
    const order = repeats ? null : generator.permutation(count)
    const design = Float64Array.from(given)
    this.#uses.fill(0)
    for (let i = 0; i < n; i++) {
      const c = order ? order[i]! : generator.integer(count)
      this.#chosen[i] = c
      this.#uses[c]!++
      for (let j = 0; j < k; j++) if (!isGiven[j]) design[i * k + j] = runs[c * k + j]!
    }
    return this.#state.load(design)
  }

  descend(sweeps: number): boolean {
    for (let sweep = 0; sweep < sweeps; sweep++) {
      if (!this.sweep()) return true
    }
    return false
  }

  sweep(): boolean {
    let improved = false
    for (let i = 0; i < this.#state.compiled.n; i++) {
      this.#state.select(i)
      const best = this.#bestCandidate(i)
      if (best < 0) continue
      this.#exchange(i, best)
      improved = true
    }
    return improved
  }

  /** The candidate that gains most in the place of the selected run; −1 where none gains. */
  #bestCandidate(i: number): number {
    const { compiled, inverse, direction, variance, weighted, weightedVariance, weightedDirection, trace } = this.#state
    const { p, weight } = compiled
    const rows = this.#set.rows[this.#set.groupOf[i]!]!
    const image = this.#image
    let best = -1
    let most = LEAST_GAIN
    for (let c = 0, at = 0; c < this.#set.count; c++, at += p) {
      if (!this.#set.repeats && this.#uses[c]! > 0) continue
      const dx = product(image, inverse, rows, at, p)
      let dxy = 0
      for (let j = 0; j < p; j++) dxy += rows[at + j]! * direction[j]!
      let gain = (1 + dx) * (1 - variance) + dxy * dxy - 1
      if (weight) {
        const ratio = gain + 1
        if (!(ratio > 1e-12)) continue
        const fx = product(image, weighted, rows, at, p)
        let fxy = 0
        for (let j = 0; j < p; j++) fxy += rows[at + j]! * weightedDirection[j]!
        gain = ((1 - variance) * fx + 2 * dxy * fxy - (1 + dx) * weightedVariance) / ratio / trace
      }
      if (gain > most) {
        most = gain
        best = c
      }
    }
    return best
  }

  #exchange(i: number, candidate: number): void {
    const { compiled, runs } = this.#state
    const { k, p, isGiven } = compiled
    this.#uses[this.#chosen[i]!]!--
    this.#uses[candidate]!++
    this.#chosen[i] = candidate
    for (let j = 0; j < k; j++) if (!isGiven[j]) runs[i * k + j] = this.#set.runs[candidate * k + j]!
    const rows = this.#set.rows[this.#set.groupOf[i]!]!
    for (let j = 0; j < p; j++) this.#row[j] = rows[candidate * p + j]!
    this.#state.replace(i, this.#row)
  }
}
