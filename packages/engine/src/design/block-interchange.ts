import { type ExchangeState, product } from './exchange-state.ts'

/**
 * Interchange of two runs of different blocks: each takes the other's settings and keeps its block.
 *
 * Where blocks have main effects only, with e the difference of the two blocks' columns and u = y_j − y_i + e, the information
 * becomes M + u·eᵀ + e·uᵀ, and its determinant changes by the factor (1 + eᵀDu)² − (uᵀDu)(eᵀDe). So all pairs of runs are compared
 * for the cost of Y·D·Yᵀ.
 *
 * Cost: n·p² + n²·p and an update for each interchange. Source: Cook & Nachtsheim, Technometrics 31 (1989) 339–346.
 */
export class BlockInterchange {
  readonly #state: ExchangeState
  /** The columns of the blocks. */
  readonly #columns: Uint32Array
  /** n × p: D·y of each run. */
  readonly #images: Float64Array
  /** n × n: y_iᵀDy_j. */
  readonly #products: Float64Array
  readonly #difference: Float64Array
  readonly #image: Float64Array

  constructor(state: ExchangeState) {
    const { n, p, isGiven, model } = state.compiled
    this.#state = state
    this.#columns = Uint32Array.from(isGiven.flatMap((is, j) => (is ? [...model.axes[j]!.columns] : [])))
    this.#images = new Float64Array(n * p)
    this.#products = new Float64Array(n * n)
    this.#difference = new Float64Array(this.#columns.length)
    this.#image = new Float64Array(p)
  }

  /** Whether blocks, and nothing else, are given, and no column joins them with a factor. */
  static applies({ compiled }: ExchangeState): boolean {
    const { isGiven, model, weight, problem } = compiled
    if (weight || !isGiven.includes(true)) return false
    return problem.factors.every(
      ({ kind }, j) => !isGiven[j] || (kind === 'block' && model.axes[j]!.others.length === 0),
    )
  }

  /** Makes the best interchange as long as one gains; whether any did. */
  improve(least: number): boolean {
    let improved = false
    for (;;) {
      const before = this.#state.score
      this.#measure()
      const pair = this.#bestPair(least)
      if (!pair) return improved
      this.#interchange(...pair)
      // a gain that a fresh computation does not confirm was rounding
      if (!(this.#state.score > before)) return improved
      improved = true
    }
  }

  #measure(): void {
    const { compiled, inverse, rows } = this.#state
    const { n, p } = compiled
    for (let i = 0; i < n; i++) {
      product(this.#image, inverse, rows, i * p, p)
      this.#images.set(this.#image, i * p)
      for (let j = 0; j <= i; j++) {
        let sum = 0
        for (let c = 0; c < p; c++) sum += this.#image[c]! * rows[j * p + c]!
        this.#products[i * n + j] = this.#products[j * n + i] = sum
      }
    }
  }

  #bestPair(least: number): [number, number] | null {
    const { n, p } = this.#state.compiled
    const products = this.#products
    const images = this.#images
    const columns = this.#columns
    let best: [number, number] | null = null
    let most = 1 + least
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        const ee = this.#takeDifference(i, j)
        if (ee === 0) continue
        let eu = ee
        for (let c = 0; c < columns.length; c++) {
          eu += this.#difference[c]! * (images[j * p + columns[c]!]! - images[i * p + columns[c]!]!)
        }
        const uu = products[i * n + i]! + products[j * n + j]! - 2 * products[i * n + j]! + 2 * eu - ee
        const ratio = (1 + eu) ** 2 - uu * ee
        if (ratio > most) {
          most = ratio
          best = [i, j]
        }
      }
    }
    return best
  }

  /** e at the blocks' columns, of run i's block less run j's; returns eᵀDe, 0 within a block. */
  #takeDifference(i: number, j: number): number {
    const { compiled, rows, inverse } = this.#state
    const { p } = compiled
    const columns = this.#columns
    const e = this.#difference
    let ee = 0
    for (let c = 0; c < columns.length; c++) {
      e[c] = rows[i * p + columns[c]!]! - rows[j * p + columns[c]!]!
      if (e[c] === 0) continue
      for (let d = 0; d < c; d++) ee += 2 * e[c]! * e[d]! * inverse[columns[c]! * p + columns[d]!]!
      ee += e[c]! * e[c]! * inverse[columns[c]! * p + columns[c]!]!
    }
    return ee
  }

  #interchange(i: number, j: number): void {
    const { compiled, runs } = this.#state
    const { k, isGiven } = compiled
    const changed = Float64Array.from(runs)
    for (let factor = 0; factor < k; factor++) {
      if (isGiven[factor]) continue
      changed[i * k + factor] = runs[j * k + factor]!
      changed[j * k + factor] = runs[i * k + factor]!
    }
    this.#state.load(changed)
  }
}
