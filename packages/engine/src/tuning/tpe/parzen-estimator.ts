import { normalCdf, normalQuantile } from '../../distributions/normal.ts'
import type { Generator } from '../../random/generator.ts'
import { type CodedDimension, countValues } from '../space-coding.ts'

/** Standard deviation of a kernel as a share of the range: WIDTH · n^(−1 / (d + 4)), Scott's rule, and not below the least. */
const WIDTH = 0.07
const LEAST_WIDTH = 0.01
/** Of a step: a kernel leaves its own value with some chance, however few values there are. */
const LEAST_STEPS = 0.4
/** Where a dimension has more steps, a kernel is wide against them: its mass on a step is its density there. */
const MOST_TABLED = 512
/** Standard deviations beyond which a normal has less than the rounding of 1. */
const FAR = 8.3
/** Terms of a sum that are smaller by this factor's logarithm do not change it. */
const NEGLIGIBLE = 40

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
  /** Observations, and components but for the prior. */
  readonly #n: number
  /** Of a draw from components 0 … i. */
  readonly #cumulative: Float64Array
  /** Logarithm of a component's weight and of all of its density that does not depend on the point. */
  readonly #logScale: Float64Array
  /** The observed codes, dimension-major. */
  readonly #means: Float64Array
  readonly #tables: (KernelTable | null)[]
  readonly #sigmas: Float64Array
  readonly #terms: Float64Array

  /**
   * @param observed  d × n: the codes of each dimension, one of each observation; kept, not copied
   * @param weights   one ≥ 0 of each observation, before they are divided by the sum; the prior weighs 1
   */
  constructor(dimensions: readonly CodedDimension[], observed: Float64Array, weights: Float64Array) {
    const n = weights.length
    const d = dimensions.length
    this.#dimensions = dimensions
    this.#n = n
    this.#cumulative = new Float64Array(n + 1)
    this.#logScale = new Float64Array(n + 1)
    this.#means = observed
    this.#terms = new Float64Array(n + 1)
    let total = 1
    for (let i = 0; i < n; i++) total += weights[i]!
    let sum = 0
    for (let i = 0; i <= n; i++) {
      const weight = i < n ? weights[i]! : 1
      sum += weight
      this.#cumulative[i] = sum / total
      this.#logScale[i] = Math.log(weight / total)
    }
    const share = kernelWidth(n, d)
    this.#sigmas = Float64Array.from(dimensions, ({ low, high, step }) =>
      Math.max(share * (high - low), LEAST_STEPS * step),
    )
    this.#tables = dimensions.map((_, j) => this.#scaleDimension(j))
  }

  /** Draws a point into `out`, one code of each dimension. Codes of stepped numbers are not rounded. */
  sample(generator: Generator, out: Float64Array): void {
    const n = this.#n
    const share = generator.uniform()
    let component = 0
    while (component < n && this.#cumulative[component]! <= share) component++
    const isPrior = component === n
    for (let j = 0; j < this.#dimensions.length; j++) {
      const { low, high, choices } = this.#dimensions[j]!
      const mean = isPrior ? (low + high) / 2 : this.#means[j * n + component]!
      if (choices > 0) {
        const keep = isPrior ? 0 : 1 - choicesMass(n, choices)
        const u = generator.uniform()
        out[j] = u < keep ? mean : Math.min(Math.floor(((u - keep) / (1 - keep)) * choices), choices - 1)
        continue
      }
      const sigma = isPrior ? high - low : this.#sigmas[j]!
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
    const n = this.#n
    const terms = this.#terms
    const means = this.#means
    terms.set(this.#logScale)
    for (let j = 0; j < this.#dimensions.length; j++) {
      const { low, high, choices, step } = this.#dimensions[j]!
      const code = point[j]!
      const at = j * n
      const away = Math.abs(code - (low + high) / 2)
      const table = this.#tables[j]
      if (table && choices > 0) {
        const { near, far } = table
        for (let i = 0; i < n; i++) terms[i]! += means[at + i] === code ? near : far
      } else if (table) {
        const { masses } = table
        const perStep = 1 / step
        for (let i = 0; i < n; i++) terms[i]! += masses[Math.round(Math.abs(code - means[at + i]!) * perStep)]!
        terms[n]! += logMass(away, step, high - low)
      } else if (high > low) {
        const scale = Math.SQRT1_2 / this.#sigmas[j]!
        for (let i = 0; i < n; i++) {
          const z = (code - means[at + i]!) * scale
          terms[i]! -= z * z
        }
        const z = (away * Math.SQRT1_2) / (high - low)
        terms[n]! -= z * z
      }
    }
    return logSumExp(terms)
  }

  /** Adds to the components' scales what a dimension's kernels are divided by; returns the kernel's values where they repeat. */
  #scaleDimension(j: number): KernelTable | null {
    const { low, high, step, choices } = this.#dimensions[j]!
    const n = this.#n
    if (choices > 0) {
      this.#logScale[n]! -= Math.log(choices)
      const mass = choicesMass(n, choices)
      return { near: Math.log(1 - mass + mass / choices), far: Math.log(mass / choices), masses: NO_MASSES }
    }
    if (!(high > low)) return null
    const count = step > 0 ? countValues(this.#dimensions[j]!) : 0
    const isTabled = step > 0 && count <= MOST_TABLED
    for (let i = 0; i <= n; i++) {
      const sigma = i < n ? this.#sigmas[j]! : high - low
      const mean = i < n ? this.#means[j * n + i]! : (low + high) / 2
      const scale = isTabled ? 0 : Math.log(step > 0 ? sigma / step : sigma) + LOG_ROOT_TWO_PI
      this.#logScale[i]! -= logShareWithin((low - mean) / sigma, (high - mean) / sigma) + scale
    }
    if (!isTabled) return null
    const masses = Float64Array.from({ length: count }, (_, k) => logMass(k * step, step, this.#sigmas[j]!))
    return { near: 0, far: 0, masses }
  }
}

/** Of n observations in d dimensions, as a share of the range. */
function kernelWidth(n: number, d: number): number {
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

/** log P(from < z < to) of a standard normal, from ≤ 0 ≤ to. */
function logShareWithin(from: number, to: number): number {
  let outside = 0
  if (from > -FAR) outside += normalCdf(from)
  if (to < FAR) outside += normalCdf(-to)
  return outside === 0 ? 0 : Math.log1p(-outside)
}

function logSumExp(terms: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < terms.length; i++) if (terms[i]! > largest) largest = terms[i]!
  let sum = 0
  for (let i = 0; i < terms.length; i++) {
    const below = terms[i]! - largest
    if (below > -NEGLIGIBLE) sum += Math.exp(below)
  }
  return largest + Math.log(sum)
}
