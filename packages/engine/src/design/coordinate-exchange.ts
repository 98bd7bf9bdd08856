import { AxisSearch } from './axis-search.ts'
import type { ExchangeState } from './exchange-state.ts'

/** Gains below this are rounding or not worth an exchange. */
const LEAST_GAIN = 1e-10

/**
 * Coordinate exchange: run by run and factor by factor, the setting that is best while all others stay, until a whole pass over
 * the runs improves nothing.
 *
 * Source: Meyer & Nachtsheim, Technometrics 37 (1995) 60–69.
 */
export class CoordinateExchange {
  readonly #state: ExchangeState
  readonly #axis: AxisSearch
  readonly #levelFunctions: readonly (Float64Array | null)[]
  readonly #functions: Float64Array
  readonly #row: Float64Array
  readonly #span = new Float64Array(2)

  constructor(state: ExchangeState) {
    const { model, levels, p } = state.compiled
    this.#state = state
    this.#axis = new AxisSearch(state)
    this.#functions = new Float64Array(Math.max(1, model.functionCount))
    this.#levelFunctions = levels.map((own, j) => {
      if (!own) return null
      const { functions } = model.axes[j]!
      const table = new Float64Array(own.length * functions)
      own.forEach((level, l) => {
        model.evaluate(j, level, this.#functions, 0)
        for (let h = 0; h < functions; h++) {
          table[l * functions + h] = this.#functions[model.firstFunction[j]! + h]!
        }
      })
      return table
    })
    this.#row = new Float64Array(p)
  }

  /** Passes over all runs until nothing improves; false where that took more than `sweeps`. */
  descend(sweeps: number): boolean {
    for (let sweep = 0; sweep < sweeps; sweep++) {
      if (!this.sweep()) return true
    }
    return false
  }

  /** One pass; whether it improved anything. */
  sweep(): boolean {
    const { n, chosen } = this.#state.compiled
    let improved = false
    for (let i = 0; i < n; i++) {
      this.#state.select(i)
      for (const factor of chosen) if (this.#improve(i, factor)) improved = true
    }
    return improved
  }

  #improve(i: number, factor: number): boolean {
    const { compiled, runs } = this.#state
    const { model, k } = compiled
    if (model.axes[factor]!.functions === 0) return false
    this.#axis.aim(i, factor)
    const present = runs[i * k + factor]!
    const best = compiled.levels[factor] ? this.#bestLevel(i, factor) : this.#bestOnSpan(i, factor)
    if (best === present) return false
    const gain = this.#axis.gainAt(best, this.#functions)
    if (!(gain > LEAST_GAIN)) return false
    this.#move(i, factor, best)
    return true
  }

  #bestLevel(i: number, factor: number): number {
    const { compiled, runs } = this.#state
    const levels = compiled.levels[factor]!
    const table = this.#levelFunctions[factor]!
    const { functions } = compiled.model.axes[factor]!
    const at = i * compiled.k
    let best = runs[at + factor]!
    let most = LEAST_GAIN
    for (let l = 0; l < levels.length; l++) {
      const gain = this.#axis.gain(table, l * functions)
      if (gain > most && this.#isAllowed(at, factor, levels[l]!)) {
        most = gain
        best = levels[l]!
      }
    }
    return best
  }

  #bestOnSpan(i: number, factor: number): number {
    const { compiled, runs } = this.#state
    const at = i * compiled.k
    const present = runs[at + factor]!
    if (compiled.region.isProduct) return this.#axis.bestOnInterval(-1, 1, this.#functions)
    if (!compiled.region.span(runs, at, factor, this.#span)) return present
    const best = this.#axis.bestOnInterval(this.#span[0]!, this.#span[1]!, this.#functions)
    return this.#isAllowed(at, factor, best) ? best : present
  }

  #isAllowed(at: number, factor: number, level: number): boolean {
    const { compiled, runs } = this.#state
    if (compiled.region.isProduct) return true
    const present = runs[at + factor]!
    runs[at + factor] = level
    const allowed = compiled.region.contains(runs, at)
    runs[at + factor] = present
    return allowed
  }

  #move(i: number, factor: number, level: number): void {
    const { compiled, runs, values, rows } = this.#state
    const { model, k, p } = compiled
    runs[i * k + factor] = level
    const valuesAt = i * model.functionCount
    const { columns, slots } = model.axes[factor]!
    model.evaluate(factor, level, values, valuesAt)
    for (let j = 0; j < p; j++) this.#row[j] = rows[i * p + j]!
    const from = valuesAt + model.firstFunction[factor]!
    for (let s = 0; s < columns.length; s++) this.#row[columns[s]!] = this.#axis.rest[s]! * values[from + slots[s]!]!
    this.#state.replace(i, this.#row)
  }
}
