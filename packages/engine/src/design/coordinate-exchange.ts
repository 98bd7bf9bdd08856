import type { Generator } from '../random/generator.ts'
import { AxisSearch } from './axis-search.ts'
import { BlockInterchange } from './block-interchange.ts'
import { CandidateExchange } from './candidate-exchange.ts'
import { CandidateRows } from './candidate-pool.ts'
import { DirectionSearch } from './direction-search.ts'
import type { Exchange } from './exchange.ts'
import { ExchangeState, LEAST_GAIN, LEAST_RATIO } from './exchange-state.ts'
import { randomRun, randomRuns } from './random-start.ts'

/** A pass is worth going on from a tolerance; a single exchange from this share of it. */
const SHARE = 1e-2

/**
 * Coordinate exchange: run by run and factor by factor, the setting that is best while all others stay, until a whole pass over
 * the runs improves nothing.
 *
 * Source: Meyer & Nachtsheim, Technometrics 37 (1995) 60–69.
 */
export class CoordinateExchange implements Exchange {
  /** Whether only ends and middles of intervals are looked at before the end. */
  isCoarse = false
  readonly #state: ExchangeState
  readonly #axis: AxisSearch
  readonly #levelFunctions: readonly (Float64Array | null)[]
  readonly #functions: Float64Array
  readonly #row: Float64Array
  readonly #run: Float64Array
  readonly #kept: ExchangeState
  /** Null in a region whose factors are free of each other. */
  readonly #directions: DirectionSearch | null
  readonly #corners: CandidateExchange | null
  readonly #interchange: BlockInterchange | null
  readonly #span = new Float64Array(2)

  constructor(state: ExchangeState) {
    const { model, levels, p, k } = state.compiled
    this.#state = state
    this.#kept = new ExchangeState(state.compiled)
    const { region, corners } = state.compiled
    this.#interchange = BlockInterchange.applies(state) ? new BlockInterchange(state) : null
    this.#directions = region.isProduct ? null : new DirectionSearch(state)
    this.#corners =
      corners.length === 0 ? null : new CandidateExchange(state, new CandidateRows(state.compiled, corners, true))
    this.#axis = new AxisSearch(state)
    this.#functions = new Float64Array(model.functionCount)
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
    this.#run = new Float64Array(k)
  }

  start(generator: Generator): boolean {
    return this.#state.load(randomRuns(this.#state.compiled, generator))
  }

  startFrom(runs: Float64Array): boolean {
    return this.#state.load(runs)
  }

  disturb(generator: Generator, count: number): void {
    const { compiled, runs, values } = this.#state
    const { n, k, model } = compiled
    const run = this.#run
    for (let done = 0; done < count; done++) {
      const i = generator.integer(n)
      this.#state.select(i)
      for (let j = 0; j < k; j++) run[j] = runs[i * k + j]!
      randomRun(compiled, generator, run, 0)
      for (let j = 0; j < k; j++) model.evaluate(j, run[j]!, this.#functions, 0)
      model.row(this.#functions, 0, this.#row, 0)
      if (!(this.#state.ratio(this.#row) > LEAST_RATIO)) continue
      for (let j = 0; j < k; j++) runs[i * k + j] = run[j]!
      values.set(this.#functions, i * model.functionCount)
      this.#state.replace(i, this.#row)
    }
  }

  keep(): void {
    this.#kept.copy(this.#state)
  }

  restore(): void {
    this.#state.copy(this.#kept)
  }

  descend(sweeps: number, tolerance: number): boolean {
    return this.#descend(sweeps, tolerance, this.isCoarse)
  }

  finish(sweeps: number): boolean {
    return this.#descend(sweeps, LEAST_GAIN, false)
  }

  #descend(sweeps: number, tolerance: number, isCoarse: boolean): boolean {
    for (let sweep = 0; sweep < sweeps; sweep++) {
      const before = this.#state.score
      const improved = this.#sweep(tolerance, isCoarse)
      if (improved && this.#state.gainSince(before) > tolerance) continue
      this.#corners?.release()
      const moved = this.#corners?.sweep() ?? false
      const interchanged = this.#interchange?.improve(Math.max(LEAST_GAIN, tolerance)) ?? false
      if (!moved && !interchanged) return true
    }
    return false
  }

  /** One pass; whether it improved anything. */
  #sweep(tolerance: number, isCoarse: boolean): boolean {
    const { n, chosen } = this.#state.compiled
    const least = Math.max(LEAST_GAIN, SHARE * tolerance)
    let improved = false
    for (let i = 0; i < n; i++) {
      this.#state.select(i)
      for (const factor of chosen) if (this.#improve(i, factor, least, isCoarse)) improved = true
      if (this.#directions?.improve(i, least)) improved = true
    }
    return improved
  }

  #improve(i: number, factor: number, least: number, isCoarse: boolean): boolean {
    const { compiled, runs } = this.#state
    const { model, k } = compiled
    if (model.axes[factor]!.functions === 0) return false
    this.#axis.aim(i, factor)
    const present = runs[i * k + factor]!
    const best = compiled.levels[factor] ? this.#bestLevel(i, factor, least) : this.#bestOnSpan(i, factor, isCoarse)
    if (best === present || !(this.#axis.foundGain > least)) return false
    this.#move(i, factor, best)
    return true
  }

  #bestLevel(i: number, factor: number, least: number): number {
    const { compiled, runs } = this.#state
    const levels = compiled.levels[factor]!
    const table = this.#levelFunctions[factor]!
    const { functions } = compiled.model.axes[factor]!
    const at = i * compiled.k
    let best = runs[at + factor]!
    let most = least
    for (let l = 0; l < levels.length; l++) {
      const gain = this.#axis.gain(table, l * functions)
      if (gain > most && this.#isAllowed(at, factor, levels[l]!)) {
        most = gain
        best = levels[l]!
      }
    }
    this.#axis.foundGain = most
    return best
  }

  #bestOnSpan(i: number, factor: number, isCoarse: boolean): number {
    const { compiled, runs } = this.#state
    const at = i * compiled.k
    const present = runs[at + factor]!
    if (compiled.region.isProduct) return this.#axis.bestOnInterval(-1, 1, isCoarse)
    if (!compiled.region.span(runs, at, factor, this.#span)) return present
    const best = this.#axis.bestOnInterval(this.#span[0]!, this.#span[1]!, isCoarse)
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
    const { compiled, runs, values } = this.#state
    const { model, k } = compiled
    const { columns, slots } = model.axes[factor]!
    const from = i * model.functionCount + model.firstFunction[factor]!
    for (let s = 0; s < columns.length; s++) this.#row[s] = -this.#axis.rest[s]! * values[from + slots[s]!]!
    runs[i * k + factor] = level
    model.evaluate(factor, level, values, i * model.functionCount)
    for (let s = 0; s < columns.length; s++) {
      this.#row[s] = this.#row[s]! + this.#axis.rest[s]! * values[from + slots[s]!]!
    }
    this.#state.step(i, columns, this.#row)
  }
}
