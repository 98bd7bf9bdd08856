import { fUpperQuantile } from '../distributions/f.ts'
import { nonCentralFSurvival } from '../distributions/non-central-f.ts'
import { factorCholesky, solveLower } from '../linalg/cholesky.ts'
import type { DesignProblem } from './design-problem.ts'
import { effectPatterns } from './effect-pattern.ts'
import { type ErrorStratum, errorStrata } from './error-strata.ts'
import type { DesignEvaluation } from './evaluate-design.ts'

export interface PowerOptions {
  /** Standard deviation of a single run, in the unit of the response. */
  readonly sigma: number
  /**
   * Change of the response worth finding: from a factor's low to its high level, or between two levels of a category. In
   * coded units it is twice the coefficient; products and squares are given the same coefficient.
   */
  readonly effect: number
  /** Probability of finding what isn't there, usually 0.05. */
  readonly alpha: number
}

export interface Power {
  readonly errorDegreesOfFreedom: number
  /** Null: `reason` says why there is no test. */
  readonly power: number | null
  /** The effect that is found with probability 0.8. */
  readonly detectableEffect: number | null
  readonly reason: string | null
}

export interface TermPower extends Power {
  /** Index into the model's terms. */
  readonly term: number
  readonly label: string
  /** Number of its columns, the degrees of freedom that it is tested with. */
  readonly degreesOfFreedom: number
}

export interface CoefficientPower extends Power {
  /** Index into the model's columns. */
  readonly column: number
  readonly name: string
}

export interface DesignPower {
  /** F tests of the terms; blocks, which nobody tests, are left out. */
  readonly terms: readonly TermPower[]
  /** Two-sided t tests of the coefficients at effect / 2, in the order of the model's columns. */
  readonly coefficients: readonly CoefficientPower[]
}

type Evaluated = Pick<DesignEvaluation, 'runs' | 'coefficients' | 'degreesOfFreedom' | 'covariance'>

/**
 * The probability with which an analysis of the design's results will find effects of a given size.
 *
 * For a term of several columns it is the least power over the pairs of levels that may differ by the effect. Without degrees
 * of freedom for the error there is no test and the power is null.
 *
 * @throws RangeError unless sigma is positive, effect not negative, 0 < alpha < 1
 * Source: Cohen, Statistical Power Analysis (1988) 8; split plots: containment degrees of freedom, Littell et al., SAS for Mixed
 * Models (2006) 5.
 */
export function termPower(problem: DesignProblem, evaluated: Evaluated, options: PowerOptions): DesignPower {
  const { sigma, effect, alpha } = options
  if (!(sigma > 0 && Number.isFinite(sigma))) throw new RangeError(`sigma must be positive and finite, got ${sigma}`)
  if (!(effect >= 0 && Number.isFinite(effect))) throw new RangeError(`effect must be 0 or more, got ${effect}`)
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must be between 0 and 1, got ${alpha}`)
  const { columns, terms } = problem.model
  const strata = errorStrata(problem, evaluated)
  const blocks = new Set(problem.factors.flatMap(({ kind, name }) => (kind === 'block' ? name : [])))
  const powerOf = powerCalculator(evaluated, options)
  return {
    terms: terms.terms.flatMap(({ label }, term) => {
      const own = columns.flatMap((column, j) => (column.term === term ? [j] : []))
      if (own.length === 0 || blocks.has(label)) return []
      const patterns = effectPatterns(own.map((j) => columns[j]!))
      return [{ term, label, degreesOfFreedom: own.length, ...powerOf(own, patterns, strata[own[0]!]!) }]
    }),
    coefficients: columns.map(({ name }, j) => ({ column: j, name, ...powerOf([j], [UNIT], strata[j]!) })),
  }
}

const UNIT = Float64Array.of(1)
const DETECTED = 0.8

function powerCalculator(evaluated: Evaluated, { sigma, effect, alpha }: PowerOptions) {
  const critical = new Map<string, number>()
  const detectable = new Map<string, number>()
  return (own: readonly number[], patterns: readonly Float64Array[], stratum: ErrorStratum): Power => {
    const df1 = own.length
    const df2 = stratum.degreesOfFreedom
    const { covariance, coefficients } = evaluated
    const reason = covariance === null ? UNESTIMABLE : df2 <= 0 ? noErrorReason(stratum, evaluated) : null
    if (covariance === null || reason !== null) {
      return { errorDegreesOfFreedom: df2, power: null, detectableEffect: null, reason }
    }
    const key = `${df1} ${df2}`
    const f = remembered(critical, key, () => fUpperQuantile(alpha, df1, df2))
    const needed = remembered(detectable, key, () => noncentralityFor(DETECTED, f, df1, df2))
    const least = leastNoncentrality(covariance, coefficients, own, patterns)
    const ratio = effect / 2 / sigma
    return {
      errorDegreesOfFreedom: df2,
      power: nonCentralFSurvival(f, df1, df2, least * ratio * ratio),
      detectableEffect: 2 * sigma * Math.sqrt(needed / least),
      reason,
    }
  }
}

const UNESTIMABLE = "The design can't estimate all coefficients of the model, so none of its effects can be tested."

function noErrorReason({ kind }: ErrorStratum, { runs, coefficients }: Evaluated): string {
  return kind === 'run'
    ? `${runs} runs estimate ${coefficients} coefficients, which leaves none to estimate the error: add runs for a test.`
    : 'There are as few whole plots as coefficients of the hard-to-change factors: add whole plots for a test.'
}

function remembered(known: Map<string, number>, key: string, compute: () => number): number {
  const value = known.get(key) ?? compute()
  known.set(key, value)
  return value
}

/** The least bᵀ·C⁻¹·b over the patterns b, C the covariance of the term's own coefficients. */
function leastNoncentrality(
  covariance: Float64Array,
  p: number,
  own: readonly number[],
  patterns: readonly Float64Array[],
): number {
  const block = Float64Array.from(own.flatMap((i) => own.map((j) => covariance[i * p + j]!)))
  const lower = factorCholesky(block, own.length)
  if (lower === null) throw new RangeError("the covariance of a term's coefficients is not positive definite")
  let least = Number.POSITIVE_INFINITY
  for (const pattern of patterns) {
    const half = pattern.slice()
    solveLower(lower, half, own.length)
    let sum = 0
    for (const value of half) sum += value * value
    least = Math.min(least, sum)
  }
  return least
}

/** The noncentrality at which the test with critical value f has the given power: bisection, the power rises with it. */
function noncentralityFor(power: number, f: number, df1: number, df2: number): number {
  if (nonCentralFSurvival(f, df1, df2, 0) >= power) return 0
  let high = 1
  while (nonCentralFSurvival(f, df1, df2, high) < power) high *= 2
  let low = high === 1 ? 0 : high / 2
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2
    if (nonCentralFSurvival(f, df1, df2, middle) < power) low = middle
    else high = middle
  }
  return high
}
