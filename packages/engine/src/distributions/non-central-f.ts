import { checkPositive, checkVariate } from './arguments.ts'
import { chiSquareCdf } from './chi-square.ts'
import { incompleteBeta } from './incomplete-beta.ts'
import { logBetaKernel, logGammaKernel } from './saddle-point.ts'

// beyond it the numerator varies by less than √(4/1e10), and its curvature moves the tail by less than 1e-9
const CONSTANT_NUMERATOR = 1e10

/**
 * P(F > f) of the non-central F distribution: the power of an F test whose critical value is f. With df1 = 1 and
 * noncentrality δ² it is the power of the two-sided t test, P(|T| > √f) of the non-central t with δ.
 *
 * A Poisson mixture of central tails, summed from the first weight that counts; every term is positive. Relative error below
 * 1e-12 up to noncentrality 1e6, below 1e-9 beyond.
 *
 * @param noncentrality  λ ≥ 0, the squared length of the mean of the df1 normal variates of the numerator
 * @throws RangeError for arguments outside their ranges
 * Cost: about 18·√λ terms, at most a million. Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2 (1995) 30.2.
 */
export function nonCentralFSurvival(f: number, df1: number, df2: number, noncentrality: number): number {
  checkPositive('df1', df1)
  checkPositive('df2', df2)
  checkVariate(f)
  if (!(noncentrality >= 0)) throw new RangeError(`a noncentrality is 0 at least, got ${noncentrality}`)
  if (f <= 0) return 1
  if (f === Number.POSITIVE_INFINITY) return 0
  const odds = (df1 / df2) * f
  if (noncentrality > CONSTANT_NUMERATOR) return chiSquareCdf((noncentrality + df1) / odds, df2)
  return poissonMixture(1 / (1 + 1 / odds), 1 / (1 + odds), df1 / 2, df2 / 2, noncentrality / 2)
}

/** Σ Poisson(j; mean)·P(beta(a + j, b) > x), y = 1 − x. */
function poissonMixture(x: number, y: number, a: number, b: number, mean: number): number {
  // below the first j lies less than exp(−9²/2) of the Poisson weight, and the tails rise with j
  const first = Math.max(0, Math.floor(mean - 9 * Math.sqrt(mean)))
  let weight = first === 0 ? Math.exp(-mean) : Math.exp(logGammaKernel(first, mean)) / first
  let shape = a + first
  let tail = incompleteBeta(b, shape, y, x)
  let step = 0
  let sum = 0
  for (let j = first; ; j++) {
    sum += weight * tail
    const next = weight * (mean / (j + 1))
    // the weights that are left are less than a geometric series, and tails are at most 1
    if (j + 1 > mean && next <= 1e-17 * sum * (1 - mean / (j + 2))) return Math.min(1, sum)
    // P(beta(s + 1, b) > x) − P(beta(s, b) > x) = xˢ·yᵇ / (s·B(s, b)), anew where its recurrence started from underflow
    step = step > 1e-290 ? (step * x * (shape - 1 + b)) / shape : Math.exp(logBetaKernel(shape, b, x, y)) / shape
    tail = Math.min(1, tail + step)
    weight = next
    shape++
  }
}
