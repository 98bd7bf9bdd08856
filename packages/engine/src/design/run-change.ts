import { symmetricEigen } from '../linalg/symmetric-eigen.ts'
import { designMatrix, type ModelExpansion, modelExpansion } from './design-model.ts'
import { product } from './exchange-state.ts'
import { type VariancePeak, variancePeaks } from './largest-variance.ts'
import { CLIMBS, type PlotDesign, type PlotProblem } from './plot-design.ts'
import { regionMoments } from './region-moments.ts'

/**
 * What replacing one run of a plot does to the criterion, without factoring anew.
 *
 * With V⁻¹ = I − c·J in the plot, s the sum of its rows, x the run's row, d the change and u = x − c·s, the information
 * changes by d·uᵀ + u·dᵀ + (1 − c)·d·dᵀ. With B = M⁻¹, a = dᵀBd, b = dᵀBu, e = uᵀBu:
 *   det M′ / det M = Δ = (1 + b)² + a·(1 − c − e),
 *   fᵀM′⁻¹f = fᵀBf − [(1 − c − e)·(fᵀBd)² + 2·(1 + b)·fᵀBd·fᵀBu − a·(fᵀBu)²] / Δ for any f.
 */
export interface RunChange {
  /** Whether `bound` is the score itself. */
  readonly isExact: boolean
  /** Whether the score is log det M, so that along a line the determinant is a polynomial. */
  readonly isDeterminant: boolean
  /** Takes up the design as it is, and run i as the one to change. Cost: p². */
  select(design: PlotDesign, i: number): void
  /** At least the score with the selected run's row replaced by `row`. */
  bound(row: Float64Array): number
}

export function runChange(prepared: PlotProblem): RunChange {
  const { problem, region, p } = prepared
  switch (problem.criterion.kind) {
    case 'D':
    case 'bayesian_D':
      return new DeterminantChange(p, true, true)
    case 'alias':
      return new DeterminantChange(p, false, false)
    case 'A':
      return new TraceChange(p, identity(p))
    case 'I':
      return new TraceChange(p, regionMoments(problem, region))
    case 'E':
      return new EigenvalueChange(p)
    case 'G':
      return new VarianceChange(prepared)
  }
}

class DeterminantChange implements RunChange {
  readonly isExact: boolean
  readonly isDeterminant: boolean
  protected readonly p: number
  protected design!: PlotDesign
  protected readonly x: Float64Array
  protected readonly u: Float64Array
  /** B·u. */
  protected readonly bu: Float64Array
  protected readonly d: Float64Array
  /** Which entries of d aren't zero, and how many. */
  protected readonly changed: Uint32Array
  protected count = 0
  protected c = 0
  protected e = 0
  protected a = 0
  protected b = 0

  constructor(p: number, isExact: boolean, isDeterminant: boolean) {
    this.p = p
    this.isExact = isExact
    this.isDeterminant = isDeterminant
    this.x = new Float64Array(p)
    this.u = new Float64Array(p)
    this.bu = new Float64Array(p)
    this.d = new Float64Array(p)
    this.changed = new Uint32Array(p)
  }

  select(design: PlotDesign, i: number): void {
    const { p, u, bu, x } = this
    const { width, plotOf } = design.prepared
    const { from, to, shared } = plotOf[i]!
    this.design = design
    this.c = shared
    for (let j = 0; j < p; j++) {
      x[j] = design.rows[i * width + j]!
      let sum = 0
      if (shared > 0) for (let r = from; r < to; r++) sum += design.rows[r * width + j]!
      u[j] = x[j]! - shared * sum
    }
    this.e = product(bu, design.inverse, u, 0, p)
  }

  bound(row: Float64Array): number {
    const ratio = this.determinantRatio(row)
    return ratio > 0 ? this.design.logDet + Math.log(ratio) : Number.NEGATIVE_INFINITY
  }

  /** Δ; leaves d, a and b. */
  protected determinantRatio(row: Float64Array): number {
    const { p, x, d, bu, changed } = this
    const { inverse } = this.design
    let count = 0
    let b = 0
    for (let j = 0; j < p; j++) {
      const value = row[j]! - x[j]!
      d[j] = value
      if (value === 0) continue
      changed[count++] = j
      b += value * bu[j]!
    }
    this.count = count
    this.a = this.form(inverse)
    this.b = b
    return (1 + b) * (1 + b) + this.a * (1 - this.c - this.e)
  }

  /** dᵀ·matrix·d. */
  protected form(matrix: Float64Array): number {
    const { d, changed, count, p } = this
    let form = 0
    for (let s = 0; s < count; s++) {
      const at = changed[s]! * p
      let sum = 0
      for (let r = 0; r < s; r++) sum += matrix[at + changed[r]!]! * d[changed[r]!]!
      const value = d[changed[s]!]!
      form += value * (2 * sum + value * matrix[at + changed[s]!]!)
    }
    return form
  }
}

/** −trace(M⁻¹·W). */
class TraceChange extends DeterminantChange {
  readonly #weight: Float64Array
  /** B·W·B, of the design whose inverse is `#of`. */
  #weighted: Float64Array = new Float64Array(0)
  #of: Float64Array | undefined
  #trace = 0
  readonly #hu: Float64Array
  #huu = 0

  constructor(p: number, weight: Float64Array) {
    super(p, true, false)
    this.#weight = weight
    this.#hu = new Float64Array(p)
  }

  override select(design: PlotDesign, i: number): void {
    super.select(design, i)
    const { p } = this
    if (this.#of !== design.inverse) {
      const half = multiply(design.inverse, this.#weight, p)
      this.#weighted = multiply(half, design.inverse, p)
      this.#of = design.inverse
      this.#trace = 0
      for (let j = 0; j < p; j++) this.#trace += half[j * p + j]!
    }
    this.#huu = product(this.#hu, this.#weighted, this.u, 0, p)
  }

  override bound(row: Float64Array): number {
    if (this.design.ridge > 0) return super.bound(row)
    const ratio = this.determinantRatio(row)
    if (!(ratio > 1e-12)) return Number.NEGATIVE_INFINITY
    const { a, b, c, e, d, changed, count } = this
    let hdu = 0
    for (let s = 0; s < count; s++) hdu += d[changed[s]!]! * this.#hu[changed[s]!]!
    const fall = (1 - c - e) * this.form(this.#weighted) + 2 * (1 + b) * hdu - a * this.#huu
    return fall / ratio - this.#trace
  }
}

/** The smallest eigenvalue is at most vᵀM′v of the present one's vector v. */
class EigenvalueChange extends DeterminantChange {
  #of: Float64Array | undefined
  #vector: Float64Array = new Float64Array(0)
  #vu = 0

  constructor(p: number) {
    super(p, false, false)
  }

  override select(design: PlotDesign, i: number): void {
    super.select(design, i)
    const { p, u } = this
    if (this.#of !== design.inverse) {
      this.#vector = symmetricEigen(design.information, p).vectors.slice(0, p)
      this.#of = design.inverse
    }
    this.#vu = 0
    for (let j = 0; j < p; j++) this.#vu += this.#vector[j]! * u[j]!
  }

  override bound(row: Float64Array): number {
    if (this.design.ridge > 0) return super.bound(row)
    let vd = 0
    for (let j = 0; j < this.p; j++) vd += this.#vector[j]! * (row[j]! - this.x[j]!)
    return this.design.score + 2 * vd * this.#vu + (1 - this.c) * vd * vd
  }
}

/**
 * The largest variance is at least that of any row of a pool, and of any peak of the present design: those that are largest
 * now are asked first, and the first that is too large decides.
 */
class VarianceChange extends DeterminantChange {
  /** Rows of p: room for the peaks, then the candidates. */
  readonly #pool: Float64Array
  readonly #order: Uint32Array
  readonly #variances: Float64Array
  /** fᵀBu, filled where it is asked for: where `#asked` is the number of the selection. */
  readonly #fbu: Float64Array
  readonly #asked: Uint32Array
  #selection = 0
  readonly #bd: Float64Array
  #of: Float64Array | undefined
  readonly #peaks: (inverse: Float64Array) => VariancePeak[]
  readonly #expansion: ModelExpansion

  constructor({ problem, region, p }: PlotProblem) {
    super(p, false, false)
    this.#expansion = modelExpansion(problem.factors, problem.model.columns)
    this.#peaks = variancePeaks(problem, region, PEAKS)
    const candidates = problem.candidates?.runs ?? region.candidates(VARIANCE_POOL)
    const count = PEAKS + candidates.length / problem.factors.length
    this.#pool = new Float64Array(count * p)
    this.#pool.set(designMatrix(this.#expansion, candidates, problem.factors.length), PEAKS * p)
    this.#order = Uint32Array.from({ length: count }, (_, f) => f)
    this.#variances = new Float64Array(count)
    this.#fbu = new Float64Array(count)
    this.#asked = new Uint32Array(count)
    this.#bd = new Float64Array(p)
  }

  override select(design: PlotDesign, i: number): void {
    super.select(design, i)
    this.#selection++
    if (this.#of !== design.inverse) this.#rank(design)
  }

  #rank(design: PlotDesign): void {
    const pool = this.#pool
    const variances = this.#variances
    const { p } = this
    this.#of = design.inverse
    if (design.ridge > 0) return
    const peaks = this.#peaks(design.inverse)
    peaks.forEach(({ run }, f) => this.#expansion.expand(run, 0, pool, f * p))
    const image = new Float64Array(p)
    for (let f = 0; f < variances.length; f++) variances[f] = product(image, design.inverse, pool, f * p, p)
    this.#order.sort((f, g) => variances[g]! - variances[f]! || f - g)
  }

  override bound(row: Float64Array): number {
    if (this.design.ridge > 0) return super.bound(row)
    const ratio = this.determinantRatio(row)
    if (!(ratio > 1e-12)) return Number.NEGATIVE_INFINITY
    const { a, b, c, e, p } = this
    const { score } = this.design
    const pool = this.#pool
    const bd = this.#imageOfChange()
    let largest = 0
    for (const f of this.#order) {
      let fbd = 0
      for (let j = 0; j < p; j++) fbd += pool[f * p + j]! * bd[j]!
      const fbu = this.#againstU(f)
      const fall = ((1 - c - e) * fbd * fbd + 2 * (1 + b) * fbd * fbu - a * fbu * fbu) / ratio
      const variance = this.#variances[f]! - fall
      if (variance > largest) largest = variance
      if (-largest <= score) break
    }
    return -largest
  }

  /** B·d. */
  #imageOfChange(): Float64Array {
    const { d, changed, count, p } = this
    const { inverse } = this.design
    const bd = this.#bd
    for (let j = 0; j < p; j++) {
      let sum = 0
      for (let s = 0; s < count; s++) sum += inverse[j * p + changed[s]!]! * d[changed[s]!]!
      bd[j] = sum
    }
    return bd
  }

  #againstU(f: number): number {
    if (this.#asked[f] === this.#selection) return this.#fbu[f]!
    const { p, bu } = this
    let sum = 0
    for (let j = 0; j < p; j++) sum += this.#pool[f * p + j]! * bu[j]!
    this.#fbu[f] = sum
    this.#asked[f] = this.#selection
    return sum
  }
}

const PEAKS = CLIMBS
const VARIANCE_POOL = 400

function multiply(a: Float64Array, b: Float64Array, p: number): Float64Array {
  const out = new Float64Array(p * p)
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const value = a[i * p + j]!
      for (let l = 0; l < p; l++) out[i * p + l] = out[i * p + l]! + value * b[j * p + l]!
    }
  }
  return out
}

function identity(p: number): Float64Array {
  const matrix = new Float64Array(p * p)
  for (let j = 0; j < p; j++) matrix[j * p + j] = 1
  return matrix
}
