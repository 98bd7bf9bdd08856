import { normalCdf, normalQuantile } from '../../distributions/normal.ts'
import type { Generator } from '../../random/generator.ts'
import type { CodedDimension } from '../space-coding.ts'

/** Standard deviation of a kernel as a share of the range: WIDTH · n^(−1 / (d + 4)), Scott's rule, and not below the least. */
const WIDTH = 0.07
const LEAST_WIDTH = 0.01

const LOG_ROOT_TWO_PI = 0.9189385332046727

/**
 * A density over several dimensions: a mixture of one kernel for each observation and a wide one, the prior, in the middle.
 *
 * A kernel is a product over dimensions: a normal about the observed code, cut off at the bounds; its mass on the value's step where
 * there are steps; for choices the observed one with the prior's weight spread evenly over all.
 *
 * Cost: components · dimensions to make, and for each point. Source: Falkner, Klein & Hutter, BOHB, ICML 2018; Bergstra et al.,
 * Algorithms for hyper-parameter optimization, NIPS 24 (2011); Watanabe, arXiv:2304.11127.
 */
export class ParzenEstimator {
  readonly #dimensions: readonly CodedDimension[]
  readonly #components: number
  /** Of a draw from components 0 … i. */
  readonly #cumulative: Float64Array
  /** Logarithm of a component's weight and of all of its density that does not depend on the point. */
  readonly #logScale: Float64Array
  /** Dimension-major. */
  readonly #means: Float64Array
  readonly #tables: (KernelTable | null)[]
  readonly #sigmas: Float64Array
  readonly #priorSigmas: Float64Array
  readonly #terms: Float64Array

  /**
   * @param observed  codes of the dimensions, one row for each observation, row-major
   * @param weights   one ≥ 0 of each observation, before they are divided by the sum; the prior weighs 1
   */
  constructor(dimensions: readonly CodedDimension[], observed: Float64Array, weights: Float64Array) {
    const n = weights.length
    const m = n + 1
    const d = dimensions.length
    this.#dimensions = dimensions
    this.#components = m
    this.#cumulative = new Float64Array(m)
    this.#logScale = new Float64Array(m)
    this.#means = new Float64Array(m * d)
    this.#sigmas = new Float64Array(d)
    this.#priorSigmas = new Float64Array(d)
    this.#tables = []
    this.#terms = new Float64Array(m)
    let total = 1
    for (let i = 0; i < n; i++) total += weights[i]!
    let sum = 0
    for (let i = 0; i < m; i++) {
      const weight = i < n ? weights[i]! : 1
      sum += weight
      this.#cumulative[i] = sum / total
      this.#logScale[i] = Math.log(weight / total)
    }
    const share = kernelWidth(n, d)
    for (let j = 0; j < d; j++) {
      const { low, high } = dimensions[j]!
      for (let i = 0; i < n; i++) this.#means[j * m + i] = observed[i * d + j]!
      this.#means[j * m + n] = (low + high) / 2
      this.#sigmas[j] = share * (high - low)
      this.#priorSigmas[j] = high - low
      this.#tables.push(this.#scaleDimension(j))
    }
  }

  /** Draws a point into `out`, one code of each dimension. Codes of stepped numbers are not rounded. */
  sample(generator: Generator, out: Float64Array): void {
    const share = generator.uniform()
    let component = 0
    while (component < this.#components - 1 && this.#cumulative[component]! <= share) component++
    const isPrior = component === this.#components - 1
    for (const [j, { low, high, choices }] of this.#dimensions.entries()) {
      const mean = this.#means[j * this.#components + component]!
      if (choices > 0) {
        const keep = isPrior ? 0 : 1 - choicesMass(this.#components - 1, choices)
        const u = generator.uniform()
        out[j] = u < keep ? mean : Math.min(Math.floor(((u - keep) / (1 - keep)) * choices), choices - 1)
        continue
      }
      const sigma = isPrior ? this.#priorSigmas[j]! : this.#sigmas[j]!
      if (sigma === 0) {
        out[j] = low
        continue
      }
      const from = normalCdf((low - mean) / sigma)
      const to = normalCdf((high - mean) / sigma)
      const z = normalQuantile(from + generator.uniform() * (to - from))
      out[j] = Math.min(Math.max(mean + sigma * z, low), high)
    }
  }

  /** Logarithm of the density (of the mass, along steps and choices) at a point. */
  logDensity(point: Float64Array): number {
    const m = this.#components
    const terms = this.#terms
    terms.set(this.#logScale)
    for (const [j, { choices, step }] of this.#dimensions.entries()) {
      const code = point[j]!
      const at = j * m
      if (choices > 0) {
        const { near, far } = this.#tables[j]!
        for (let i = 0; i < m - 1; i++) terms[i]! += this.#means[at + i] === code ? near : far
        terms[m - 1]! -= Math.log(choices)
      } else if (step > 0) {
        const { masses } = this.#tables[j]!
        for (let i = 0; i < m - 1; i++) terms[i]! += masses[Math.round(Math.abs(code - this.#means[at + i]!) / step)]!
        terms[m - 1]! += logMass(code - this.#means[at + m - 1]!, step, this.#priorSigmas[j]!)
      } else if (this.#sigmas[j]! > 0) {
        const scale = Math.SQRT1_2 / this.#sigmas[j]!
        for (let i = 0; i < m - 1; i++) {
          const z = (code - this.#means[at + i]!) * scale
          terms[i]! -= z * z
        }
        const z = ((code - this.#means[at + m - 1]!) * Math.SQRT1_2) / this.#priorSigmas[j]!
        terms[m - 1]! -= z * z
      }
    }
    return logSumExp(terms)
  }

  /** Adds to the components' scales what a dimension's kernels are divided by; returns the kernel's values where they repeat. */
  #scaleDimension(j: number): KernelTable | null {
    const { low, high, step, choices } = this.#dimensions[j]!
    const m = this.#components
    if (choices > 0) {
      const mass = choicesMass(m - 1, choices)
      return { near: Math.log(1 - mass + mass / choices), far: Math.log(mass / choices), masses: NO_MASSES }
    }
    if (!(high > low)) return null
    for (let i = 0; i < m; i++) {
      const sigma = i < m - 1 ? this.#sigmas[j]! : this.#priorSigmas[j]!
      const mean = this.#means[j * m + i]!
      const within = normalCdf((high - mean) / sigma) - normalCdf((low - mean) / sigma)
      this.#logScale[i]! -= Math.log(within) + (step > 0 ? 0 : Math.log(sigma) + LOG_ROOT_TWO_PI)
    }
    if (step === 0) return null
    const count = Math.round((high - low) / step)
    return {
      near: 0,
      far: 0,
      masses: Float64Array.from({ length: count }, (_, k) => logMass(k * step, step, this.#sigmas[j]!)),
    }
  }
}

/** Of n observations in d dimensions, as a share of the range. */
export function kernelWidth(n: number, d: number): number {
  return Math.max(WIDTH * Math.max(n, 1) ** (-1 / (d + 4)), LEAST_WIDTH)
}

/** Logarithms of kernel values: of the observed choice and another, or of the values 0, 1, 2 … steps away. */
interface KernelTable {
  readonly near: number
  readonly far: number
  readonly masses: Float64Array
}

const NO_MASSES = new Float64Array(0)

/** The prior's part of a kernel over choices: c of the 1 + c that are 1 for the observed one and 1 / (n + 1) for each. */
function choicesMass(observations: number, choices: number): number {
  const spread = choices / (observations + 1)
  return spread / (1 + spread)
}

/** log P(away − step / 2 < x < away + step / 2) of a normal about 0. */
function logMass(away: number, step: number, sigma: number): number {
  const near = (step / 2 - Math.abs(away)) / sigma
  const far = (-step / 2 - Math.abs(away)) / sigma
  return Math.log(normalCdf(near) - normalCdf(far))
}

function logSumExp(terms: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < terms.length; i++) if (terms[i]! > largest) largest = terms[i]!
  let sum = 0
  for (let i = 0; i < terms.length; i++) sum += Math.exp(terms[i]! - largest)
  return largest + Math.log(sum)
}
