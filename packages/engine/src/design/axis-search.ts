import type { ExchangeState } from './exchange-state.ts'
import type { ModelAxis } from './separable-model.ts'

/**
 * The criterion of a design as a function of one setting of one run.
 *
 * With the run's row y replaced by y + δ, δ = Σ_g Δf_g·v_g along the axis of a factor, the determinant changes by the factor
 *   Δ = (1 + a)² + (1 − d)·b,   a = δᵀDy = Σ Δf_g·a_g,   b = δᵀDδ = Σ Δf_g·Δf_h·B_gh,   d = yᵀDy,
 * and trace(D·W), with F = DWD, falls by (2a_F·(1 + a) + (1 − d)·b_F − b·yᵀFy) / Δ, a_F and b_F being a and b of F. So after
 * the few numbers a_g and B_gh of an axis, a setting costs but a handful of operations.
 *
 * Cost: q²/2 for an axis on which q columns depend, then g² for each setting.
 */
export class AxisSearch {
  readonly state: ExchangeState
  /** v_g at the columns that depend on the axis. */
  readonly rest: Float64Array
  #axis!: ModelAxis
  #factor = 0
  #at = 0
  #variance = 0
  #weightedVariance = 0
  readonly #linear: Float64Array
  readonly #quadratic: Float64Array
  readonly #weightedLinear: Float64Array
  readonly #weightedQuadratic: Float64Array
  readonly #isTrace: boolean
  /** The functions of the setting that is tried, less those of the present one. */
  readonly step: Float64Array
  readonly #polynomial = new Float64Array(5)

  constructor(state: ExchangeState) {
    const { axes, width } = state.compiled.model
    const most = Math.max(1, ...axes.map(({ functions }) => functions))
    this.state = state
    this.rest = new Float64Array(width)
    this.#isTrace = state.compiled.weight !== null
    this.#linear = new Float64Array(most)
    this.#quadratic = new Float64Array(most * most)
    this.#weightedLinear = new Float64Array(most)
    this.#weightedQuadratic = new Float64Array(most * most)
    this.step = new Float64Array(most)
  }

  /** Looks along the axis of `factor` from run i, which the state has selected. */
  aim(i: number, factor: number): void {
    const { state, rest } = this
    const { model, p } = state.compiled
    const axis = model.axes[factor]!
    this.#axis = axis
    this.#factor = factor
    this.#at = i * model.functionCount
    this.#variance = state.variance
    this.#weightedVariance = state.weightedVariance
    const { otherStart, others, columns } = axis
    for (let s = 0; s < columns.length; s++) {
      let product = 1
      for (let o = otherStart[s]!; o < otherStart[s + 1]!; o++) product *= state.values[this.#at + others[o]!]!
      rest[s] = product
    }
    project(this.#linear, this.#quadratic, axis, rest, state.direction, state.inverse, p)
    if (this.#isTrace) {
      project(this.#weightedLinear, this.#weightedQuadratic, axis, rest, state.weightedDirection, state.weighted, p)
    }
  }

  /** What the setting with function values `functions[at …]` gains: Δ − 1, or the fall of the trace over the trace. */
  gain(functions: Float64Array, at: number): number {
    const { step, state } = this
    const g = this.#axis.functions
    const from = this.#at + state.compiled.model.firstFunction[this.#factor]!
    for (let h = 0; h < g; h++) step[h] = functions[at + h]! - state.values[from + h]!
    return this.#gainOfStep()
  }

  #gainOfStep(): number {
    const { step } = this
    const g = this.#axis.functions
    let a = 0
    let b = 0
    for (let h = 0; h < g; h++) {
      const value = step[h]!
      if (value === 0) continue
      a += value * this.#linear[h]!
      let sum = 0
      for (let l = 0; l < g; l++) sum += this.#quadratic[h * g + l]! * step[l]!
      b += value * sum
    }
    const ratio = (1 + a) * (1 + a) + (1 - this.#variance) * b
    if (!this.#isTrace) return ratio - 1
    if (!(ratio > 1e-12)) return Number.NEGATIVE_INFINITY
    let aF = 0
    let bF = 0
    for (let h = 0; h < g; h++) {
      const value = step[h]!
      if (value === 0) continue
      aF += value * this.#weightedLinear[h]!
      let sum = 0
      for (let l = 0; l < g; l++) sum += this.#weightedQuadratic[h * g + l]! * step[l]!
      bF += value * sum
    }
    const fall = (2 * aF * (1 + a) + (1 - this.#variance) * bF - b * this.#weightedVariance) / ratio
    return fall / this.state.trace
  }

  /** The best coded level within [low, high], where all functions are powers or smooth; the present one if none is better. */
  bestOnInterval(low: number, high: number, functions: Float64Array): number {
    const { powers } = this.#axis
    if (powers && !this.#isTrace) {
      if (powers.length === 1 && powers[0] === 1) return this.#bestOf([low, high], functions)
      if (isQuadratic(powers)) return this.#bestOnQuartic(low, high, functions)
    }
    return this.#bestBySampling(low, high, functions)
  }

  /** The gain at a coded level of the axis. */
  gainAt(level: number, functions: Float64Array): number {
    const { model } = this.state.compiled
    const { powers } = this.#axis
    if (powers) {
      for (let h = 0; h < powers.length; h++) {
        let value = level
        for (let e = 1; e < powers[h]!; e++) value *= level
        functions[h] = value
      }
      return this.gain(functions, 0)
    }
    model.evaluate(this.#factor, level, functions, 0)
    return this.gain(functions, model.firstFunction[this.#factor]!)
  }

  get #level(): number {
    const { model, k } = this.state.compiled
    return this.state.runs[(this.#at / model.functionCount) * k + this.#factor]!
  }

  #bestOf(levels: readonly number[], functions: Float64Array): number {
    let best = this.#level
    let most = 0
    for (const level of levels) {
      const gain = this.gainAt(level, functions)
      if (gain > most) {
        most = gain
        best = level
      }
    }
    return best
  }

  /**
   * For levels and squares Δ is a quartic with a positive leading coefficient: beside the ends it has one local maximum at most,
   * the middle root of its derivative, to which Newton's method falls monotonically from the derivative's point of inflection.
   */
  #bestOnQuartic(low: number, high: number, functions: Float64Array): number {
    const c = this.#polynomial
    const powers = this.#axis.powers!
    this.#quarticCoefficients(c, powers.indexOf(1), powers.indexOf(2))
    const d3 = 4 * c[4]!
    const d2 = 3 * c[3]!
    const d1 = 2 * c[2]!
    const d0 = c[1]!
    let t = -d2 / (3 * d3)
    const slope = (3 * d3 * t + 2 * d2) * t + d1
    if (!(d3 > 0) || !(slope < 0)) return this.#bestOf([low, high], functions)
    for (let step = 0; step < 60; step++) {
      const value = ((d3 * t + d2) * t + d1) * t + d0
      const derivative = (3 * d3 * t + 2 * d2) * t + d1
      if (!(derivative < 0)) return this.#bestOf([low, high], functions)
      const move = value / derivative
      t -= move
      if (Math.abs(move) < 1e-13) break
    }
    return t > low && t < high ? this.#bestOf([low, high, t], functions) : this.#bestOf([low, high], functions)
  }

  #quarticCoefficients(c: Float64Array, one: number, two: number): void {
    const g = this.#axis.functions
    const t0 = this.#level
    const a1 = one >= 0 ? this.#linear[one]! : 0
    const a2 = two >= 0 ? this.#linear[two]! : 0
    const b11 = one >= 0 ? this.#quadratic[one * g + one]! : 0
    const b12 = one >= 0 && two >= 0 ? this.#quadratic[one * g + two]! : 0
    const b22 = two >= 0 ? this.#quadratic[two * g + two]! : 0
    const rest = 1 - this.#variance
    const a0 = 1 - a1 * t0 - a2 * t0 * t0
    // Δf₁ = t − t0, Δf₂ = t² − t0²
    c[4] = a2 * a2 + rest * b22
    c[3] = 2 * a1 * a2 + rest * 2 * b12
    c[2] = a1 * a1 + 2 * a0 * a2 + rest * (b11 - 2 * b12 * t0 - 2 * b22 * t0 * t0)
    c[1] = 2 * a0 * a1 + rest * (-2 * b11 * t0 - 2 * b12 * t0 * t0)
  }

  #bestBySampling(low: number, high: number, functions: Float64Array): number {
    const { powers } = this.#axis
    const cells = powers ? Math.max(2, 4 * Math.max(...powers)) : 24
    const width = (high - low) / cells
    let best = this.#level
    let most = 0
    for (let s = 0; s <= cells; s++) {
      const level = s === cells ? high : low + s * width
      const gain = this.gainAt(level, functions)
      if (gain > most) {
        most = gain
        best = level
      }
    }
    return this.#refine(Math.max(low, best - width), best, Math.min(high, best + width), most, functions)
  }

  /** Successive parabolas about the best of a bracket, halved where a parabola doesn't help. */
  #refine(left: number, middle: number, right: number, gain: number, functions: Float64Array): number {
    let a = left
    let b = middle
    let c = right
    let fb = gain
    for (let step = 0; step < 60 && c - a > 1e-9; step++) {
      const fa = this.gainAt(a, functions)
      const fc = this.gainAt(c, functions)
      const p = (b - a) * (fb - fc)
      const q = (b - c) * (fb - fa)
      let t = b - ((b - a) * p - (b - c) * q) / (2 * (p - q))
      if (!(t > a && t < c) || step % 3 === 2) t = b - a > c - b ? (a + b) / 2 : (b + c) / 2
      if (Math.abs(t - b) < 1e-10) break
      const ft = this.gainAt(t, functions)
      if (ft > fb) {
        if (t < b) c = b
        else a = b
        b = t
        fb = ft
      } else if (t < b) a = t
      else c = t
    }
    return b
  }
}

function isQuadratic(powers: Uint32Array): boolean {
  const [first, second] = powers
  return powers.length <= 2 && first! <= 2 && (second === undefined || (second <= 2 && second !== first))
}

/** out: a_g = v_gᵀ·y and B_gh = v_gᵀ·A·v_h of an axis's functions. */
function project(
  linear: Float64Array,
  quadratic: Float64Array,
  { columns, slots, functions: g }: ModelAxis,
  rest: Float64Array,
  direction: Float64Array,
  matrix: Float64Array,
  p: number,
): void {
  for (let h = 0; h < g; h++) linear[h] = 0
  for (let h = 0; h < g * g; h++) quadratic[h] = 0
  for (let s = 0; s < columns.length; s++) {
    const column = columns[s]!
    const value = rest[s]!
    if (value === 0) continue
    const slot = slots[s]!
    linear[slot] = linear[slot]! + value * direction[column]!
    const row = column * p
    const to = slot * g
    for (let t = 0; t < columns.length; t++) {
      const at = to + slots[t]!
      quadratic[at] = quadratic[at]! + value * rest[t]! * matrix[row + columns[t]!]!
    }
  }
}
