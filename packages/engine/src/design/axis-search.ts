import type { ExchangeState } from './exchange-state.ts'
import { maximumOnInterval, polynomial } from './polynomial-maximum.ts'
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
  /** What the level that `bestOnInterval` found gains. */
  foundGain = 0
  readonly #functions: Float64Array
  readonly #a: Float64Array
  readonly #aF: Float64Array
  readonly #b: Float64Array
  readonly #ratio: Float64Array
  readonly #fall: Float64Array

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
    const degree = Math.max(1, ...axes.flatMap(({ powers }) => (powers ? [...powers] : [])))
    this.#functions = new Float64Array(Math.max(most, state.compiled.model.functionCount))
    this.#a = new Float64Array(degree + 1)
    this.#aF = new Float64Array(degree + 1)
    this.#b = new Float64Array(2 * degree + 1)
    this.#ratio = new Float64Array(2 * degree + 1)
    this.#fall = new Float64Array(2 * degree + 1)
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

  /**
   * The best coded level within [low, high], the present one if none is better; `foundGain` says what it gains. A coarse search
   * looks at the ends and the middle only.
   */
  bestOnInterval(low: number, high: number, isCoarse: boolean): number {
    const { powers } = this.#axis
    if (isCoarse) return this.#bestOf(low, high, (low + high) / 2)
    if (!powers) return this.#bestBySampling(low, high)
    if (!this.#isTrace && powers.length === 1 && powers[0] === 1) return this.#bestOf(low, high, low)
    const degree = this.#writePolynomials(powers)
    if (!this.#isTrace && degree === 4) return this.#bestOnQuartic(low, high)
    const top = this.#isTrace
      ? maximumOnInterval(this.#fall, this.#ratio, degree, low, high)
      : maximumOnInterval(this.#ratio, null, degree, low, high)
    return this.#bestOf(top, top, top)
  }

  #bestOnQuartic(low: number, high: number): number {
    const c = this.#ratio
    let best = this.#level
    let most = 1
    const atLow = polynomial(c, 4, low)
    if (atLow > most) {
      most = atLow
      best = low
    }
    const atHigh = polynomial(c, 4, high)
    if (atHigh > most) {
      most = atHigh
      best = high
    }
    const turn = quarticTurn(c)
    if (turn > low && turn < high) {
      const atTurn = polynomial(c, 4, turn)
      if (atTurn > most) {
        most = atTurn
        best = turn
      }
    }
    this.foundGain = most - 1
    return best
  }

  /** Δ(t), and the numerator of the fall of the trace, as polynomials of the coded level; returns their degree. */
  #writePolynomials(powers: Uint32Array): number {
    const most = Math.max(...powers)
    const { state } = this
    const first = this.#at + state.compiled.model.firstFunction[this.#factor]!
    const ratio = this.#ratio
    const fall = this.#fall
    const rest = 1 - this.#variance
    writeForms(this.#a, this.#b, this.#linear, this.#quadratic, powers, state.values, first, most)
    this.#a[0] = this.#a[0]! + 1
    for (let e = 0; e <= 2 * most; e++) {
      ratio[e] = rest * this.#b[e]!
      fall[e] = -this.#weightedVariance * this.#b[e]!
    }
    addProduct(ratio, this.#a, this.#a, 1, most)
    if (!this.#isTrace) return 2 * most
    writeForms(this.#aF, this.#b, this.#weightedLinear, this.#weightedQuadratic, powers, state.values, first, most)
    for (let e = 0; e <= 2 * most; e++) fall[e] = fall[e]! + rest * this.#b[e]!
    addProduct(fall, this.#a, this.#aF, 2, most)
    return 2 * most
  }

  /** The gain at a coded level of the axis. */
  gainAt(level: number): number {
    const { model } = this.state.compiled
    const { powers } = this.#axis
    const functions = this.#functions
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

  #bestOf(first: number, second: number, third: number): number {
    let best = this.#level
    let most = 0
    for (let l = 0; l < 3; l++) {
      const level = l === 0 ? first : l === 1 ? second : third
      const gain = this.gainAt(level)
      if (gain > most) {
        most = gain
        best = level
      }
    }
    this.foundGain = most
    return best
  }

  #bestBySampling(low: number, high: number): number {
    const { powers } = this.#axis
    const cells = powers ? Math.max(2, 4 * Math.max(...powers)) : 24
    const width = (high - low) / cells
    let best = this.#level
    let most = 0
    for (let s = 0; s <= cells; s++) {
      const level = s === cells ? high : low + s * width
      const gain = this.gainAt(level)
      if (gain > most) {
        most = gain
        best = level
      }
    }
    return this.#refine(Math.max(low, best - width), best, Math.min(high, best + width), most)
  }

  /** Successive parabolas about the best of a bracket, halved where a parabola doesn't help. */
  #refine(left: number, middle: number, right: number, gain: number): number {
    let a = left
    let b = middle
    let c = right
    let fb = gain
    for (let step = 0; step < 60 && c - a > 1e-9; step++) {
      const fa = this.gainAt(a)
      const fc = this.gainAt(c)
      const p = (b - a) * (fb - fc)
      const q = (b - c) * (fb - fa)
      let t = b - ((b - a) * p - (b - c) * q) / (2 * (p - q))
      if (!(t > a && t < c) || step % 3 === 2) t = b - a > c - b ? (a + b) / 2 : (b + c) / 2
      if (Math.abs(t - b) < 1e-10) break
      const ft = this.gainAt(t)
      if (ft > fb) {
        if (t < b) c = b
        else a = b
        b = t
        fb = ft
      } else if (t < b) a = t
      else c = t
    }
    this.foundGain = fb
    return b
  }
}

/**
 * The middle root of a quartic's derivative, the only local maximum that a quartic with a positive leading coefficient can have;
 * NaN where there is none. From the derivative's point of inflection Newton's method falls to it monotonically.
 */
function quarticTurn(c: Float64Array): number {
  const d3 = 4 * c[4]!
  const d2 = 3 * c[3]!
  const d1 = 2 * c[2]!
  const d0 = c[1]!
  let t = -d2 / (3 * d3)
  if (!(d3 > 0)) return Number.NaN
  for (let step = 0; step < 60; step++) {
    const slope = (3 * d3 * t + 2 * d2) * t + d1
    if (!(slope < 0)) return Number.NaN
    const move = (((d3 * t + d2) * t + d1) * t + d0) / slope
    t -= move
    if (Math.abs(move) < 1e-13) break
  }
  return t
}

/** a(t) = Σ a_g·Δf_g and b(t) = Σ B_gh·Δf_g·Δf_h as polynomials, Δf_g = t^power − present value. */
function writeForms(
  a: Float64Array,
  b: Float64Array,
  linear: Float64Array,
  quadratic: Float64Array,
  powers: Uint32Array,
  values: Float64Array,
  first: number,
  most: number,
): void {
  const g = powers.length
  for (let e = 0; e <= most; e++) a[e] = 0
  for (let e = 0; e <= 2 * most; e++) b[e] = 0
  for (let h = 0; h < g; h++) {
    const power = powers[h]!
    const present = values[first + h]!
    a[power] = a[power]! + linear[h]!
    a[0] = a[0]! - linear[h]! * present
    for (let l = 0; l < g; l++) {
      const form = quadratic[h * g + l]!
      const other = values[first + l]!
      b[power + powers[l]!] = b[power + powers[l]!]! + form
      b[power] = b[power]! - form * other
      b[powers[l]!] = b[powers[l]!]! - form * present
      b[0] = b[0]! + form * present * other
    }
  }
}

/** out += scale·a·b, of polynomials of one degree. */
function addProduct(out: Float64Array, a: Float64Array, b: Float64Array, scale: number, degree: number): void {
  for (let d = 0; d <= degree; d++) {
    for (let e = 0; e <= degree; e++) out[d + e] = out[d + e]! + scale * a[d]! * b[e]!
  }
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
