import { factorCholesky, inverseFromCholesky, logDeterminant } from '../linalg/cholesky.ts'
import type { SearchProblem } from './search-problem.ts'

/** Gains below this are rounding. */
export const LEAST_GAIN = 1e-10
/** An exchange that shrinks det M further than this would leave nothing to update. */
export const LEAST_RATIO = 1e-5

let versions = 0

function nextVersion(): number {
  return ++versions
}

/**
 * A design while it is being changed run by run, with the inverse information D = M⁻¹ kept up to date.
 *
 * Invariant: `inverse` is M⁻¹ of the base and all rows, to the rounding of at most REFRESH_UPDATES updates since it was last
 * computed afresh. For trace criteria `weighted` is F = D·W·D.
 */
export class ExchangeState {
  readonly compiled: SearchProblem
  /** n × k coded. */
  readonly runs: Float64Array
  /** n × number of functions: the model's functions of each run's levels. */
  readonly values: Float64Array
  /** n × p: the model row of each run. */
  readonly rows: Float64Array
  /** D, p × p, both triangles. */
  readonly inverse: Float64Array
  /** F = D·W·D; of no length for the determinant. */
  readonly weighted: Float64Array
  /** log det M of the base and all rows, followed through the updates. */
  logDet = Number.NEGATIVE_INFINITY
  /** trace(D·W); 0 for the determinant. */
  trace = 0
  /** D·y, variance yᵀDy, F·y and yᵀFy of the selected run's row y. */
  readonly direction: Float64Array
  variance = 0
  readonly weightedDirection: Float64Array
  weightedVariance = 0
  /** An addition to the diagonal of M that makes a singular start searchable; 0 otherwise. */
  ridge = 0
  /** Changes with the design; two states of one version hold the same. */
  version = 0
  /** The version before the last exchange. */
  previousVersion = 0
  /** u = Dx of the last exchange, and its coefficients: D′ = D − uu·uuᵀ − uw·(uwᵀ + wuᵀ) − ww·wwᵀ. */
  readonly lastImage: Float64Array
  lastUu = 0
  lastUw = 0
  lastWw = 0
  #updates = 0
  #logDetFresh = 0
  readonly #row: Float64Array
  readonly #nextWeighted: Float64Array

  constructor(compiled: SearchProblem) {
    const { n, k, p, model, weight } = compiled
    this.compiled = compiled
    this.runs = new Float64Array(n * k)
    this.values = new Float64Array(n * model.functionCount)
    this.rows = new Float64Array(n * p)
    this.inverse = new Float64Array(p * p)
    this.weighted = new Float64Array(weight ? p * p : 0)
    this.direction = new Float64Array(p)
    this.weightedDirection = new Float64Array(weight ? p : 0)
    this.#row = new Float64Array(p)
    this.lastImage = new Float64Array(p)
    this.#nextWeighted = new Float64Array(weight ? p : 0)
  }

  /** Larger is better; the problem's score up to the ridge. */
  get score(): number {
    return this.compiled.weight ? -this.trace : this.logDet
  }

  /** Becomes the same as another state of the same problem. */
  copy(other: ExchangeState): void {
    this.runs.set(other.runs)
    this.values.set(other.values)
    this.rows.set(other.rows)
    this.inverse.set(other.inverse)
    this.weighted.set(other.weighted)
    this.logDet = other.logDet
    this.trace = other.trace
    this.version = nextVersion()
    this.#updates = other.#updates
    this.#logDetFresh = other.#logDetFresh
  }

  /**
   * The smallest yᵀDy of the design's rows, yᵀFy for a trace. A row x with a form no larger gains in no run's place: by
   * Cauchy's inequality Δ − 1 ≤ d_x − d_y, and the fall of the trace times Δ is at most xᵀFx − yᵀFy.
   */
  leastPromise(): number {
    const { n, p, weight } = this.compiled
    let least = Number.POSITIVE_INFINITY
    for (let i = 0; i < n; i++) {
      least = Math.min(least, quadraticForm(weight ? this.weighted : this.inverse, this.rows, i * p, p))
    }
    return least
  }

  /** Gain since a score: of log det, or relative of the trace. */
  gainSince(score: number): number {
    return (this.score - score) / (this.compiled.weight ? this.trace : 1)
  }

  /** Takes over n coded runs, and computes everything afresh; false where their information is singular. */
  load(runs: Float64Array): boolean {
    const { n, k, model } = this.compiled
    this.runs.set(runs)
    this.version = nextVersion()
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < k; j++) model.evaluate(j, runs[i * k + j]!, this.values, i * model.functionCount)
      model.row(this.values, i * model.functionCount, this.rows, i * this.compiled.p)
    }
    return this.refresh()
  }

  /** Computes the inverse from the rows. Cost: n·p² + p³. */
  refresh(): boolean {
    const { p, weight } = this.compiled
    const lower = factorCholesky(this.information(), p)
    if (!lower || !isWellConditioned(lower, p)) return false
    this.version = nextVersion() // another ridge is another inverse
    this.inverse.set(inverseFromCholesky(lower, p))
    this.logDet = logDeterminant(lower, p)
    this.#logDetFresh = this.logDet
    this.#updates = 0
    if (weight) this.trace = sandwich(this.weighted, this.inverse, weight, p)
    return true
  }

  information(): Float64Array {
    const { base, n, p } = this.compiled
    const { rows } = this
    const information = Float64Array.from(base)
    for (let j = 0; j < p; j++) information[j * p + j] = information[j * p + j]! + this.ridge
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < p; j++) {
        const value = rows[i * p + j]!
        if (value === 0) continue
        for (let l = 0; l <= j; l++) information[j * p + l] = information[j * p + l]! + value * rows[i * p + l]!
      }
    }
    return information
  }

  /** Makes run i the one that is examined: D·y and yᵀDy of its row. Cost: p². */
  select(i: number): void {
    const { p, weight } = this.compiled
    this.variance = product(this.direction, this.inverse, this.rows, i * p, p)
    if (weight) this.weightedVariance = product(this.weightedDirection, this.weighted, this.rows, i * p, p)
  }

  /** What replacing the selected run's row by x gains: Δ − 1, or the fall of the trace over the trace. */
  gain(x: Float64Array): number {
    const { p, weight } = this.compiled
    const ratio = this.ratio(x)
    if (!weight) return ratio - 1
    if (!(ratio > LEAST_RATIO)) return Number.NEGATIVE_INFINITY
    let dx = 0
    let dxy = 0
    for (let j = 0; j < p; j++) {
      dx += x[j]! * this.lastImage[j]!
      dxy += x[j]! * this.direction[j]!
    }
    const fx = product(this.#nextWeighted, this.weighted, x, 0, p)
    let fxy = 0
    for (let j = 0; j < p; j++) fxy += x[j]! * this.weightedDirection[j]!
    return ((1 - this.variance) * fx + 2 * dxy * fxy - (1 + dx) * this.weightedVariance) / ratio / this.trace
  }

  /** The factor by which det M changes when the selected run's row becomes x. Cost: p². */
  ratio(x: Float64Array): number {
    const { p } = this.compiled
    const dx = product(this.lastImage, this.inverse, x, 0, p)
    let dxy = 0
    for (let j = 0; j < p; j++) dxy += x[j]! * this.direction[j]!
    return (1 + dx) * (1 - this.variance) + dxy * dxy
  }

  /** Replaces the row y of the selected run i by x. Cost: 4·p² for the determinant. */
  replace(i: number, x: Float64Array): void {
    const { p } = this.compiled
    this.#exchange(i, x, product(this.lastImage, this.inverse, x, 0, p))
  }

  /** As `replace` by y + δ, δ being `steps` at the q first entries of `columns`, 0 elsewhere. Cost: q·p less than p². */
  step(i: number, columns: Uint32Array, steps: Float64Array): void {
    const { p } = this.compiled
    const { inverse, rows } = this
    const u = this.lastImage
    const x = this.#row
    for (let j = 0; j < p; j++) {
      x[j] = rows[i * p + j]!
      u[j] = this.direction[j]!
    }
    for (let s = 0; s < columns.length; s++) {
      const step = steps[s]!
      if (step === 0) continue
      const at = columns[s]! * p
      x[columns[s]!] = x[columns[s]!]! + step
      for (let j = 0; j < p; j++) u[j] = u[j]! + step * inverse[at + j]!
    }
    let dx = 0
    for (let j = 0; j < p; j++) dx += x[j]! * u[j]!
    this.#exchange(i, x, dx)
  }

  /**
   * The rank-two update of D and F, u = Dx being in `lastImage` and w = Dy in `direction`:
   * D′ = D − [(1 − d_y)·uuᵀ + d_xy·(uwᵀ + wuᵀ) − (1 + d_x)·wwᵀ] / Δ with Δ = (1 + d_x)(1 − d_y) + d_xy².
   * Source: Fedorov, Theory of Optimal Experiments (1972) 3.2.
   */
  #exchange(i: number, x: Float64Array, dx: number): void {
    const { p, weight } = this.compiled
    const { inverse, rows, direction: w } = this
    const u = this.lastImage
    const dy = this.variance
    let dxy = 0
    for (let j = 0; j < p; j++) dxy += x[j]! * w[j]!
    const ratio = (1 + dx) * (1 - dy) + dxy * dxy
    const uu = (1 - dy) / ratio
    const uw = dxy / ratio
    const ww = -(1 + dx) / ratio
    this.lastUu = uu
    this.lastUw = uw
    this.lastWw = ww
    if (weight) this.#updateWeighted(i, x, uu, uw, ww)
    for (let j = 0; j < p; j++) {
      const first = uu * u[j]! + uw * w[j]!
      const second = uw * u[j]! + ww * w[j]!
      const at = j * p
      for (let l = 0; l < p; l++) inverse[at + l] = inverse[at + l]! - first * u[l]! - second * w[l]!
    }
    for (let j = 0; j < p; j++) rows[i * p + j] = x[j]!
    this.logDet += Math.log(ratio)
    this.#updates++
    this.previousVersion = this.version
    this.version = nextVersion()
    // one refresh in some p updates costs little beside them; a large gain magnifies what rounding left in D
    if (this.#updates >= p + 16 || Math.abs(this.logDet - this.#logDetFresh) > 16) this.refresh()
    this.select(i)
  }

  /** F′ = F − V·K·Zᵀ − Z·K·Vᵀ + V·K·(UᵀFU)·K·Vᵀ with U = [x y], V = DU, Z = FU. */
  #updateWeighted(i: number, x: Float64Array, uu: number, uw: number, ww: number): void {
    const { p } = this.compiled
    const { weighted, direction: w, weightedDirection: zy, rows } = this
    const u = this.lastImage
    const zx = this.#nextWeighted
    const fx = product(zx, weighted, x, 0, p)
    const fy = this.weightedVariance
    let fxy = 0
    for (let j = 0; j < p; j++) fxy += zx[j]! * rows[i * p + j]!
    this.trace -= uu * fx + 2 * uw * fxy + ww * fy
    // K·(UᵀFU)·K, symmetric
    const a = uu * fx + uw * fxy
    const b = uu * fxy + uw * fy
    const c = uw * fx + ww * fxy
    const d = uw * fxy + ww * fy
    const quu = a * uu + b * uw
    const quw = a * uw + b * ww
    const qww = c * uw + d * ww
    for (let j = 0; j < p; j++) {
      const ku = uu * u[j]! + uw * w[j]!
      const kw = uw * u[j]! + ww * w[j]!
      const onU = quu * u[j]! + quw * w[j]! - uu * zx[j]! - uw * zy[j]!
      const onW = quw * u[j]! + qww * w[j]! - uw * zx[j]! - ww * zy[j]!
      const at = j * p
      for (let l = 0; l < p; l++) {
        weighted[at + l] = weighted[at + l]! + onU * u[l]! + onW * w[l]! - ku * zx[l]! - kw * zy[l]!
      }
    }
  }
}

/** out = A·x of the vector at `x[at …]`; returns xᵀAx. */
export function product(out: Float64Array, matrix: Float64Array, x: Float64Array, at: number, p: number): number {
  let quadratic = 0
  for (let j = 0; j < p; j++) {
    let sum = 0
    const row = j * p
    for (let l = 0; l < p; l++) sum += matrix[row + l]! * x[at + l]!
    out[j] = sum
    quadratic += sum * x[at + j]!
  }
  return quadratic
}

/** xᵀAx of the vector at `x[at …]`, A symmetric. */
export function quadraticForm(matrix: Float64Array, x: Float64Array, at: number, p: number): number {
  let form = 0
  for (let j = 0; j < p; j++) {
    const row = j * p
    let sum = 0
    for (let l = 0; l < j; l++) sum += matrix[row + l]! * x[at + l]!
    const value = x[at + j]!
    form += value * (2 * sum + matrix[row + j]! * value)
  }
  return form
}

/** out = D·W·D; returns trace(D·W). */
function sandwich(out: Float64Array, inverse: Float64Array, weight: Float64Array, p: number): number {
  const half = new Float64Array(p * p)
  multiply(half, inverse, weight, p)
  multiply(out, half, inverse, p)
  let trace = 0
  for (let j = 0; j < p; j++) trace += half[j * p + j]!
  return trace
}

function multiply(out: Float64Array, a: Float64Array, b: Float64Array, p: number): void {
  out.fill(0)
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const value = a[i * p + j]!
      for (let l = 0; l < p; l++) out[i * p + l] = out[i * p + l]! + value * b[j * p + l]!
    }
  }
}

/** What is left of a column after those before it, in shares of its length; `evaluateDesign` calls less dependent, too. */
const SMALLEST_PIVOT = 1e-6

function isWellConditioned(lower: Float64Array, p: number): boolean {
  for (let j = 0; j < p; j++) {
    let norm = 0
    for (let l = 0; l <= j; l++) norm += lower[j * p + l]! ** 2
    if (!(lower[j * p + j]! > SMALLEST_PIVOT * Math.sqrt(norm))) return false
  }
  return true
}
