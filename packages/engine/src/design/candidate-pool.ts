import { type ExchangeState, LEAST_GAIN, quadraticForm } from './exchange-state.ts'
import type { SearchProblem } from './search-problem.ts'

/** The model rows of candidates; runs of different given levels (blocks) have different rows, one group for each. */
export class CandidateRows {
  readonly count: number
  readonly repeats: boolean
  /** count × k coded. */
  readonly runs: Float64Array
  /** Of each group, count × p. */
  readonly groups: readonly Float64Array[]
  /** The group of each new run. */
  readonly groupOf: Uint32Array

  constructor(compiled: SearchProblem, runs: Float64Array, repeats: boolean) {
    const { n, k, given, isGiven } = compiled
    this.runs = runs
    this.count = runs.length / k
    this.repeats = repeats
    const groups = new Map<string, number>()
    this.groupOf = Uint32Array.from({ length: n }, (_, i) => {
      const key = isGiven.flatMap((is, j) => (is ? [given[i * k + j]!] : [])).join(',')
      if (!groups.has(key)) groups.set(key, groups.size)
      return groups.get(key)!
    })
    this.groups = Array.from(groups.values(), (group) => this.#expand(compiled, this.groupOf.indexOf(group)))
  }

  #expand({ k, p, given, isGiven, model }: SearchProblem, run: number): Float64Array {
    const rows = new Float64Array(this.count * p)
    const values = new Float64Array(model.functionCount)
    for (let c = 0; c < this.count; c++) {
      for (let j = 0; j < k; j++) model.evaluate(j, isGiven[j] ? given[run * k + j]! : this.runs[c * k + j]!, values, 0)
      model.row(values, 0, rows, c * p)
    }
    return rows
  }

  /** Writes the model row that run i has as a candidate. */
  read(row: Float64Array, i: number, candidate: number): void {
    const rows = this.groups[this.groupOf[i]!]!
    const p = row.length
    for (let j = 0; j < p; j++) row[j] = rows[candidate * p + j]!
  }
}

/** Pools of more candidates are cut to those of the largest variance. */
const POOL = 2000

/**
 * The candidates that are looked at, with the variance d_c = xᵀDx of each under the present design, which an exchange changes by
 * one product of the candidate with a vector.
 *
 * Cost: p² a candidate where the design was changed by others, p to look at it for a run, p more after an exchange.
 */
export class CandidatePool {
  readonly #state: ExchangeState
  readonly #candidates: CandidateRows
  #members: Int32Array
  #count: number
  #rows: readonly Float64Array[]
  readonly #variance: Float64Array
  readonly #product: Float64Array
  /** xᵀFx of each, for a trace; unlike the variances it is computed anew after an exchange. */
  readonly #form: Float64Array
  #formVersion = -1
  /** The version of the design and the group that the variances are of. */
  #version = -1
  #group = -1

  constructor(state: ExchangeState, candidates: CandidateRows) {
    const { count, groups } = candidates
    this.#state = state
    this.#candidates = candidates
    this.#members = Int32Array.from({ length: count }, (_, c) => c)
    this.#count = count
    this.#rows = groups
    this.#variance = new Float64Array(count)
    this.#product = new Float64Array(count)
    this.#form = new Float64Array(state.compiled.weight ? count : 0)
  }

  /** Whether there are more candidates than are looked at together. */
  get isCut(): boolean {
    return this.#candidates.count > POOL
  }

  /**
   * Takes in the candidates that can gain most under the present design, four times as many each round; returns whether it
   * left out none that could gain.
   */
  fill(round = 0): boolean {
    const { count, groups } = this.#candidates
    const size = POOL * 4 ** round
    if (!this.isCut) return true
    const { compiled, inverse, weighted } = this.#state
    const { p, weight } = compiled
    const promise = largestForms(weight ? weighted : inverse, groups, count, p)
    const least = this.#state.leastPromise()
    const able = Array.from(promise.keys()).filter((c) => promise[c]! > least)
    const isCut = able.length > size
    if (isCut) able.sort((a, b) => promise[b]! - promise[a]! || a - b)
    this.#members = Int32Array.from(isCut ? able.slice(0, size).sort((a, b) => a - b) : able)
    this.#count = this.#members.length
    this.#rows = groups.map((rows) => {
      const own = new Float64Array(this.#count * p)
      this.#members.forEach((c, m) => own.set(rows.subarray(c * p, (c + 1) * p), m * p))
      return own
    })
    this.#version = -1
    return !isCut
  }

  /** The candidate that gains most in the place of the selected run i; −1 where none gains. @param uses  null: any number */
  bestFor(i: number, uses: Int32Array | null): number {
    const { compiled, direction, variance, weightedVariance, weightedDirection, trace, version } = this.#state
    const { p, weight } = compiled
    const group = this.#candidates.groupOf[i]!
    if (this.#version !== version || this.#group !== group) this.#evaluate(group)
    if (weight && this.#formVersion !== version) this.#evaluateForms(group)
    const rows = this.#rows[group]!
    let best = -1
    let most = LEAST_GAIN
    for (let m = 0, at = 0; m < this.#count; m++, at += p) {
      let dxy = 0
      for (let j = 0; j < p; j++) dxy += rows[at + j]! * direction[j]!
      this.#product[m] = dxy
      if (uses && uses[this.#members[m]!]! > 0) continue
      const dx = this.#variance[m]!
      let gain = (1 + dx) * (1 - variance) + dxy * dxy - 1
      if (weight) {
        const ratio = gain + 1
        if (!(ratio > 1e-12)) continue
        const fx = this.#form[m]!
        let fxy = 0
        for (let j = 0; j < p; j++) fxy += rows[at + j]! * weightedDirection[j]!
        gain = ((1 - variance) * fx + 2 * dxy * fxy - (1 + dx) * weightedVariance) / ratio / trace
      }
      if (gain > most) {
        most = gain
        best = m
      }
    }
    return best < 0 ? -1 : this.#members[best]!
  }

  /** Brings the variances after the exchange of run i, for which the pool was just asked. */
  follow(i: number): void {
    const { compiled, lastImage: u, lastUu: uu, lastUw: uw, lastWw: ww, version, previousVersion } = this.#state
    const { p } = compiled
    const group = this.#candidates.groupOf[i]!
    if (this.#group !== group || this.#version !== previousVersion) return
    const rows = this.#rows[group]!
    for (let m = 0, at = 0; m < this.#count; m++, at += p) {
      let ux = 0
      for (let j = 0; j < p; j++) ux += rows[at + j]! * u[j]!
      const wx = this.#product[m]!
      this.#variance[m] = this.#variance[m]! - uu * ux * ux - 2 * uw * ux * wx - ww * wx * wx
    }
    this.#version = version
  }

  #evaluate(group: number): void {
    const { inverse, compiled, version } = this.#state
    const rows = this.#rows[group]!
    for (let m = 0; m < this.#count; m++) {
      this.#variance[m] = quadraticForm(inverse, rows, m * compiled.p, compiled.p)
    }
    this.#version = version
    this.#formVersion = -1
    this.#group = group
  }

  #evaluateForms(group: number): void {
    const { weighted, compiled, version } = this.#state
    const rows = this.#rows[group]!
    for (let m = 0; m < this.#count; m++) this.#form[m] = quadraticForm(weighted, rows, m * compiled.p, compiled.p)
    this.#formVersion = version
  }
}

/** xᵀAx of every candidate, in the group where it is largest. */
function largestForms(matrix: Float64Array, groups: readonly Float64Array[], count: number, p: number): Float64Array {
  const largest = new Float64Array(count)
  for (const rows of groups) {
    for (let c = 0; c < count; c++) largest[c] = Math.max(largest[c]!, quadraticForm(matrix, rows, c * p, p))
  }
  return largest
}
