import { GAUSSIAN_PROCESS_WASM } from '../kernels/gaussian-process-wasm.ts'
import { instantiateKernels } from '../kernels/instantiate.ts'
import type { Covariance, CovarianceKernel } from './covariance.ts'

interface Kernels {
  covariances(...args: readonly number[]): void
  addDiagonal(matrix: number, stride: number, n: number, padded: number, value: number): void
  factorise(matrix: number, stride: number, inverses: number, panel: number, n: number): number
  invert(matrix: number, upper: number, stride: number, inverses: number, panel: number, n: number): void
  solveLower(lower: number, stride: number, b: number, n: number): void
  solveLowerTransposed(lower: number, stride: number, b: number, n: number): void
  solveRows(...args: readonly number[]): void
  gradientSums(...args: readonly number[]): void
  dotProduct(a: number, b: number, n: number): number
}

const KINDS: Readonly<Record<CovarianceKernel, number>> = { rbf: 0, matern32: 1, matern52: 2 }
const BLOCK = 32
/** Rows of new points that are predicted at once. */
export const BATCH = 64
const PAGE = 65_536

/** n points of p features, column by column: standardised numbers and codes of categories (`standardInputs`). */
export interface Points {
  readonly rows: number
  readonly columns: readonly Float64Array[]
  readonly levels: Int32Array
}

/**
 * The covariance matrix of n points in the memory of the WebAssembly kernels: filled, factorised, inverted, differentiated.
 *
 * Holds one set of points at a time; the calls build on each other in the order load, setCovariance, factorise, solve, then
 * invert (which overwrites the factor). Memory: 2·n² numbers, kept until a larger set of points needs more.
 */
export class CovarianceWorkspace {
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 })
  readonly #kernels = instantiateKernels<Kernels>(GAUSSIAN_PROCESS_WASM, this.#memory)
  #values = new Float64Array(this.#memory.buffer)
  #n = 0
  #padded = 0
  #stride = 0
  #numbers: number[] = []
  #categories: number[] = []
  #points: Points = { rows: 0, columns: [], levels: new Int32Array(0) }
  #covariance: Covariance | null = null
  #at = layout(0, 0, 0, 0, 0)

  /** p of the loaded points. */
  get features(): number {
    return this.#points.columns.length
  }

  /** Takes over the points. Cost: n × p. */
  load(points: Points): void {
    this.#points = points
    this.#covariance = null
    this.#n = points.rows
    this.#padded = Math.ceil(points.rows / 4) * 4
    // rows a multiple of 256 bytes apart would compete for the same lines of the cache
    this.#stride = this.#padded % 32 === 0 ? this.#padded + 4 : this.#padded
    const features = points.columns.map((_, j) => j)
    this.#numbers = features.filter((j) => points.levels[j] === 0)
    this.#categories = features.filter((j) => points.levels[j] !== 0)
    this.#at = layout(this.#n, this.#padded, this.#stride, this.#numbers.length, this.#categories.length)
    this.#grow(this.#at.end)
    this.#values.fill(0, 0, this.#at.matrix)
    this.#numbers.forEach((j, f) => this.#values.set(points.columns[j]!, this.#at.plain + f * this.#stride))
    this.#categories.forEach((j, c) => this.#values.set(points.columns[j]!, this.#at.codes + c * this.#stride))
  }

  /** Scales the points by the length scales. Cost: n × p. */
  setCovariance(covariance: Covariance): void {
    this.#covariance = covariance
    const values = this.#values
    this.#numbers.forEach((j, f) => {
      const perScale = 1 / covariance.lengthScales[j]!
      const column = this.#points.columns[j]!
      const start = this.#at.scaled + f * this.#stride
      for (let i = 0; i < column.length; i++) values[start + i] = column[i]! * perScale
    })
    this.#categories.forEach((j, c) => {
      values[this.#at.mismatchWeights + c] = 1 / covariance.lengthScales[j]!
    })
  }

  /** Fills K + noise·I and factorises it. @returns false where it is not positive definite to rounding. Cost: n³/3 */
  factorise(): boolean {
    const { kernel, signalVariance, linearVariance, noiseVariance } = this.#given()
    const at = this.#at
    const stride = this.#stride * 8
    const points = [at.scaled, at.plain, at.codes].map(bytes)
    const sizes = [this.#numbers.length, this.#categories.length, bytes(at.mismatchWeights)]
    const [matrix, buffers] = [bytes(at.matrix), bytes(at.buffers)]
    this.#kernels.covariances(
      KINDS[kernel],
      matrix,
      buffers,
      1,
      ...points,
      stride,
      this.#n,
      ...points,
      stride,
      this.#n,
      ...sizes,
      signalVariance,
      linearVariance,
    )
    this.#kernels.addDiagonal(matrix, stride, this.#n, this.#padded, noiseVariance)
    return this.#kernels.factorise(matrix, stride, bytes(at.inverses), bytes(at.panel), this.#padded) === 1
  }

  /** log det (K + noise·I), from the factor. */
  logDeterminant(): number {
    let sum = 0
    for (let i = 0; i < this.#n; i++) sum += Math.log(this.#values[this.#at.matrix + i * this.#stride + i]!)
    return 2 * sum
  }

  /** (K + noise·I)⁻¹·b, from the factor; it stays loaded as the weights of `gradientSums` and `means`. Cost: 2·n² */
  solve(b: Float64Array): Float64Array {
    const { matrix, weights } = this.#at
    this.setWeights(b)
    this.#kernels.solveLower(bytes(matrix), this.#stride * 8, bytes(weights), this.#n)
    this.#kernels.solveLowerTransposed(bytes(matrix), this.#stride * 8, bytes(weights), this.#n)
    return this.#values.slice(weights, weights + this.#n)
  }

  setWeights(weights: Float64Array): void {
    this.#values.fill(0, this.#at.weights, this.#at.weights + this.#stride)
    this.#values.set(weights, this.#at.weights)
  }

  /** Overwrites the factor by the inverse of K + noise·I. Cost: 2·n³/3 */
  invert(): void {
    const at = this.#at
    const [matrix, upper, inverses, panel] = [at.matrix, at.upper, at.inverses, at.panel].map(bytes)
    this.#kernels.invert(matrix!, upper!, this.#stride * 8, inverses!, panel!, this.#padded)
  }

  /** The diagonal of the inverse. */
  inverseDiagonal(): Float64Array {
    return Float64Array.from({ length: this.#n }, (_, i) => this.#values[this.#at.matrix + i * this.#stride + i]!)
  }

  /**
   * Derivatives of the log marginal likelihood to the logarithms of the length scales (p), of signal and noise
   * variance, and of the linear variance if it is not 0: into `out`. Needs `solve` of the targets, then `invert`. Cost: n²·(p + 20)
   */
  gradient(out: Float64Array): void {
    const { kernel, lengthScales, signalVariance, linearVariance, noiseVariance } = this.#given()
    const at = this.#at
    const stride = this.#stride * 8
    const [numbers, categories, p] = [this.#numbers.length, this.#categories.length, lengthScales.length]
    const places = [at.matrix, at.weights, at.buffers, at.scaled, at.plain, at.codes].map(bytes)
    const weights = bytes(at.mismatchWeights)
    const hasLinear = linearVariance > 0 ? 1 : 0
    this.#kernels.gradientSums(
      KINDS[kernel],
      ...places,
      stride,
      this.#n,
      numbers,
      categories,
      weights,
      hasLinear,
      bytes(at.sums),
    )
    const sums = this.#values.subarray(at.sums, at.sums + p + 4)
    this.#numbers.forEach((j, f) => {
      out[j] = signalVariance * sums[f]!
    })
    this.#categories.forEach((j, c) => {
      out[j] = (signalVariance * sums[numbers + c]!) / lengthScales[j]!
    })
    const trace = sums[p + 2]!
    out[p] = signalVariance * (sums[p]! + trace)
    out[p + 1] = noiseVariance * trace
    if (hasLinear) out[p + 2] = linearVariance * (sums[p + 1]! + sums[p + 3]!)
  }

  /** Means at new points of the same features: covariances · weights, into `out`. Cost: n·(p + 15) a row */
  means(points: Points, out: Float64Array): void {
    const { cross, weights } = this.#at
    this.#batches(points, (first, rows) => {
      for (let i = 0; i < rows; i++) {
        out[first + i] = this.#kernels.dotProduct(bytes(cross + i * this.#stride), bytes(weights), this.#padded)
      }
    })
  }

  /**
   * Means, and k(x, X)·(K + noise·I)⁻¹·k(X, x): what the data take off the variance. Needs `factorise`. Cost: n² a row
   */
  meansAndReductions(points: Points, means: Float64Array, reductions: Float64Array): void {
    const { matrix, inverses, panel, cross, weights } = this.#at
    const stride = this.#stride * 8
    const factor = [bytes(matrix), stride, bytes(inverses), bytes(panel), this.#padded]
    this.#batches(points, (first, rows) => {
      for (let i = 0; i < rows; i++) {
        means[first + i] = this.#kernels.dotProduct(bytes(cross + i * this.#stride), bytes(weights), this.#padded)
      }
      this.#kernels.solveRows(...factor, bytes(cross), Math.ceil(rows / 4) * 4)
      for (let i = 0; i < rows; i++) {
        const row = bytes(cross + i * this.#stride)
        reductions[first + i] = this.#kernels.dotProduct(row, row, this.#padded)
      }
    })
  }

  /** Covariances of new points with the loaded ones, batch by batch; columns past n are 0. */
  #batches(points: Points, onBatch: (first: number, rows: number) => void): void {
    const { kernel, lengthScales, signalVariance, linearVariance } = this.#given()
    const at = this.#at
    const stride = this.#stride * 8
    const loaded = [at.scaled, at.plain, at.codes].map(bytes)
    const fresh = [at.newScaled, at.newPlain, at.newCodes].map(bytes)
    const sizes = [this.#numbers.length, this.#categories.length, bytes(at.mismatchWeights)]
    for (let first = 0; first < points.rows; first += BATCH) {
      const rows = Math.min(BATCH, points.rows - first)
      this.#loadBatch(points, lengthScales, first, rows)
      this.#kernels.covariances(
        KINDS[kernel],
        bytes(at.cross),
        bytes(at.buffers),
        0,
        ...fresh,
        BATCH * 8,
        rows,
        ...loaded,
        stride,
        this.#n,
        ...sizes,
        signalVariance,
        linearVariance,
      )
      if (this.#n % 4 !== 0) this.#clearPadding(rows)
      onBatch(first, rows)
    }
  }

  #loadBatch(points: Points, lengthScales: Float64Array, first: number, rows: number): void {
    const values = this.#values
    const at = this.#at
    for (let f = 0; f < this.#numbers.length; f++) {
      const j = this.#numbers[f]!
      const column = points.columns[j]!
      const perScale = 1 / lengthScales[j]!
      for (let i = 0; i < rows; i++) {
        const value = column[first + i]!
        values[at.newScaled + f * BATCH + i] = value * perScale
        values[at.newPlain + f * BATCH + i] = value
      }
    }
    for (let c = 0; c < this.#categories.length; c++) {
      const column = points.columns[this.#categories[c]!]!
      for (let i = 0; i < rows; i++) values[at.newCodes + c * BATCH + i] = column[first + i]!
    }
  }

  #clearPadding(rows: number): void {
    for (let i = 0; i < rows; i++) {
      const row = this.#at.cross + i * this.#stride
      this.#values.fill(0, row + this.#n, row + this.#padded)
    }
  }

  #given(): Covariance {
    if (!this.#covariance) throw new RangeError('no covariance is set for these points')
    return this.#covariance
  }

  #grow(values: number): void {
    const missing = bytes(values) - this.#memory.buffer.byteLength
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / PAGE))
      this.#values = new Float64Array(this.#memory.buffer)
    }
  }
}

function bytes(index: number): number {
  return index * 8
}

/** Where everything stands, in numbers of 8 bytes; what comes before the matrix is cleared by `load`. */
function layout(n: number, padded: number, stride: number, numbers: number, categories: number) {
  let end = 0
  const take = (count: number) => {
    const start = end
    end += count + (count & 1)
    return start
  }
  const places = {
    scaled: take(numbers * stride),
    plain: take(numbers * stride),
    codes: take(categories * stride),
    weights: take(stride),
    mismatchWeights: take(categories),
    sums: take(numbers + categories + 4),
    buffers: take(5 * stride),
    newScaled: take(numbers * BATCH),
    newPlain: take(numbers * BATCH),
    newCodes: take(categories * BATCH),
    inverses: take(padded * BLOCK),
    panel: take(Math.max(padded, BATCH) * BLOCK),
    cross: take(BATCH * stride),
    matrix: take(padded * stride),
    upper: take(n > 0 ? padded * stride : 0),
  }
  return { ...places, end }
}
