import { factorCholesky, inverseFromCholesky, logDeterminant } from '../linalg/cholesky.ts'
import type { SearchProblem } from './search-problem.ts'

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
  #updates = 0
  #logDetFresh = 0
  readonly #next: Float64Array
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
    this.#next = new Float64Array(p)
    this.#nextWeighted = new Float64Array(weight ? p : 0)
  }

  /** Larger is better; the problem's score up to the ridge. */
  get score(): number {
    return this.compiled.weight ? -this.trace : this.logDet
  }

  /** Takes over n coded runs, and computes everything afresh; false where their information is singular. */
  load(runs: Float64Array): boolean {
    const { n, k, model } = this.compiled
    this.runs.set(runs)
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

  /**
   * Replaces the row y of the selected run i by x, by a rank-two update of D and F.
   *
   * With u = Dx, w = Dy: D′ = D − [(1 − d_y)·uuᵀ + d_xy·(uwᵀ + wuᵀ) − (1 + d_x)·wwᵀ] / Δ and Δ = (1 + d_x)(1 − d_y) + d_xy².
   * Cost: 3·p² for the determinant. Source: Fedorov, Theory of Optimal Experiments (1972) 3.2.
   */
  // size: D and F are updated in one place, by the same coefficients
  replace(i: number, x: Float64Array): void {
    const { p, weight } = this.compiled
    const { inverse, rows, direction: w } = this
    const u = this.#next
    const dx = product(u, inverse, x, 0, p)
    const dy = this.variance
    let dxy = 0
    for (let j = 0; j < p; j++) dxy += x[j]! * w[j]!
    const ratio = (1 + dx) * (1 - dy) + dxy * dxy
    const uu = (1 - dy) / ratio
    const uw = dxy / ratio
    const ww = -(1 + dx) / ratio
    if (weight) this.#updateWeighted(i, x, uu, uw, ww)
    for (let j = 0; j < p; j++) {
      const first = uu * u[j]! + uw * w[j]!
      const second = uw * u[j]! + ww * w[j]!
      const at = j * p
      for (let l = 0; l < p; l++) inverse[at + l] = inverse[at + l]! - first * u[l]! - second * w[l]!
    }
    rows.set(x, i * p)
    this.logDet += Math.log(ratio)
    this.#updates++
    // one refresh in some p updates costs little beside them; a large gain magnifies what rounding left in D
    if (this.#updates >= p + 16 || Math.abs(this.logDet - this.#logDetFresh) > 16) this.refresh()
    this.select(i)
  }

  /** F′ = F − V·K·Zᵀ − Z·K·Vᵀ + V·K·(UᵀFU)·K·Vᵀ with U = [x y], V = DU, Z = FU. */
  #updateWeighted(i: number, x: Float64Array, uu: number, uw: number, ww: number): void {
    const { p } = this.compiled
    const { weighted, direction: w, weightedDirection: zy, rows } = this
    const u = this.#next
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

/** A pivot over its largest is a column's distance from those before it; below this, updates would drown in rounding. */
const SMALLEST_PIVOT = 1e-7

function isWellConditioned(lower: Float64Array, p: number): boolean {
  for (let j = 0; j < p; j++) {
    let norm = 0
    for (let l = 0; l <= j; l++) norm += lower[j * p + l]! ** 2
    if (!(lower[j * p + j]! > SMALLEST_PIVOT * Math.sqrt(norm))) return false
  }
  return true
}
