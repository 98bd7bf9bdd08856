import { checkPositive, checkProbability, checkVariate } from './arguments.ts'
import { incompleteBeta, incompleteBetaLogOdds } from './incomplete-beta.ts'
import { logBeta, logBetaKernel } from './saddle-point.ts'

/**
 * Student's t distribution with `df` > 0 degrees of freedom. Relative error below 1e-12 in both tails down to 1e-300.
 *
 * All throw RangeError on a `df` that is not positive and finite, a variate that is NaN or a probability outside [0, 1].
 */
export function tCdf(t: number, df: number): number {
  return tSurvival(-t, df)
}

/** P(T > t), without cancellation. */
export function tSurvival(t: number, df: number): number {
  return t < 0 ? 1 - tTwoSided(t, df) / 2 : tTwoSided(t, df) / 2
}

/** P(|T| > |t|): the p-value of a coefficient. */
export function tTwoSided(t: number, df: number): number {
  checkPositive('df', df)
  checkVariate(t)
  const size = Math.abs(t)
  // t² would overflow; out there the power law of the tail is exact
  if (size > 1e140) return Math.exp(df * Math.log(Math.sqrt(df) / size) - logBeta(df / 2, 0.5) - Math.log(df / 2))
  const odds = (size * size) / df
  return incompleteBeta(df / 2, 0.5, 1 / (1 + odds), odds / (1 + odds))
}

export function tDensity(t: number, df: number): number {
  checkPositive('df', df)
  checkVariate(t)
  const size = Math.abs(t)
  if (size < 1e-100) return Math.exp(-logBeta(df / 2, 0.5)) / Math.sqrt(df)
  if (size > 1e140) return Math.exp(df * Math.log(Math.sqrt(df) / size) - logBeta(df / 2, 0.5) - Math.log(size))
  const odds = (size * size) / df
  return Math.exp(logBetaKernel(0.5, df / 2, odds / (1 + odds), 1 / (1 + odds))) / size
}

export function tQuantile(p: number, df: number): number {
  checkPositive('df', df)
  checkProbability(p)
  if (p === 0.5) return 0
  const tail = Math.min(p, 1 - p)
  return p < 0.5 ? -positiveQuantile(tail, df) : positiveQuantile(tail, df)
}

/** t with P(T > t) = q. For a two-sided interval of confidence c give (1 − c)/2. */
export function tUpperQuantile(q: number, df: number): number {
  return -tQuantile(q, df)
}

/** t ≥ 0 with upper tail q ≤ ½: df/t² are the odds of the beta variate behind the two-sided tail 2q. */
function positiveQuantile(q: number, df: number): number {
  if (q === 0) return Number.POSITIVE_INFINITY
  return Math.sqrt(df) * Math.exp(-incompleteBetaLogOdds(2 * q, df / 2, 0.5) / 2)
}
