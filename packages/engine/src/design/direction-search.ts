import type { ExchangeState } from './exchange-state.ts'
import { faceDirections } from './face-directions.ts'
import { lineMaximum } from './line-maximum.ts'
import type { Direction } from './region.ts'
import { degreeOnLine } from './setting-line.ts'

/**
 * The best move of one run in which several factors move together: along an equality (the components of a mixture) or along a
 * face of the region, where a factor alone can't move.
 */
export class DirectionSearch {
  readonly #state: ExchangeState
  /** degree: of the determinant along the direction; a trace is no polynomial. */
  readonly #directions: readonly { direction: Direction; degree: number }[]
  readonly #run: Float64Array
  readonly #values: Float64Array
  readonly #row: Float64Array
  readonly #span = new Float64Array(2)

  constructor(state: ExchangeState) {
    const { region, problem, k, p, model, weight } = state.compiled
    this.#state = state
    const powers = (direction: Direction) => 2 * degreeOnLine(region, problem.model.columns, { direction })
    this.#directions = [
      ...region.directions.filter(({ factors }) => factors.length > 1),
      ...faceDirections(region, problem.constraints),
    ].map((direction) => ({ direction, degree: weight ? Number.POSITIVE_INFINITY : powers(direction) }))
    this.#run = new Float64Array(k)
    this.#values = new Float64Array(model.functionCount)
    this.#row = new Float64Array(p)
  }

  /** Moves the selected run i along every direction in turn; whether one gained more than `least`. */
  improve(i: number, least: number): boolean {
    const { compiled, runs } = this.#state
    const { region, k } = compiled
    const at = i * k
    let improved = false
    for (const { direction, degree } of this.#directions) {
      if (!region.directionSpan(runs, at, direction, this.#span)) continue
      const [low, high] = this.#span as unknown as [number, number]
      if (!(high - low > 1e-12)) continue
      const best = lineMaximum((distance) => this.#gain(at, direction, distance), low, high, degree)
      if (!(best.value > least) || !(this.#gain(at, direction, best.at) > least)) continue
      if (!region.contains(this.#run, 0)) continue
      for (let j = 0; j < k; j++) runs[at + j] = this.#run[j]!
      this.#state.values.set(this.#values, i * compiled.model.functionCount)
      this.#state.replace(i, this.#row)
      improved = true
    }
    return improved
  }

  /** Leaves the moved run in `#run`, its function values and its row. */
  #gain(at: number, { factors, steps }: Direction, distance: number): number {
    const { compiled, runs } = this.#state
    const { k, model } = compiled
    for (let j = 0; j < k; j++) this.#run[j] = runs[at + j]!
    for (let s = 0; s < factors.length; s++) {
      this.#run[factors[s]!] = this.#run[factors[s]!]! + distance * steps[s]!
    }
    for (let j = 0; j < k; j++) model.evaluate(j, this.#run[j]!, this.#values, 0)
    model.row(this.#values, 0, this.#row, 0)
    return this.#state.gain(this.#row)
  }
}
