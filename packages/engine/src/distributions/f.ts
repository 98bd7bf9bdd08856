import { checkPositive, checkProbability, checkVariate } from './arguments.ts'
import { incompleteBeta, incompleteBetaLogOdds } from './incomplete-beta.ts'
import { logBetaKernel } from './saddle-point.ts'

/**
 * F distribution with `df1` and `df2` degrees of freedom. Relative error below 1e-12 in both tails down to 1e-300.
 *
 * All throw RangeError on degrees of freedom that are not positive and finite, a variate that is NaN or a probability
 * outside [0, 1].
 */
export function fCdf(f: number, df1: number, df2: number): number {
  if (check(f, df1, df2) <= 0) return 0
  return incompleteBeta(df1 / 2, df2 / 2, below(f, df1, df2), above(f, df1, df2))
}

/** P(F > f), without cancellation: the p-value of an F test. */
export function fSurvival(f: number, df1: number, df2: number): number {
  if (check(f, df1, df2) <= 0) return 1
  return incompleteBeta(df2 / 2, df1 / 2, above(f, df1, df2), below(f, df1, df2))
}

export function fDensity(f: number, df1: number, df2: number): number {
  check(f, df1, df2)
  if (f < 0 || f === Number.POSITIVE_INFINITY) return 0
  if (f === 0) return df1 < 2 ? Number.POSITIVE_INFINITY : df1 === 2 ? 1 : 0
  return Math.exp(logBetaKernel(df1 / 2, df2 / 2, below(f, df1, df2), above(f, df1, df2))) / f
}

export function fQuantile(p: number, df1: number, df2: number): number {
  checkProbability(p)
  check(0, df1, df2)
  if (p === 0) return 0
  if (p === 1) return Number.POSITIVE_INFINITY
  return p <= 0.5 ? lowerQuantile(p, df1, df2) : 1 / lowerQuantile(1 - p, df2, df1)
}

/** f with P(F > f) = q: the critical value of a test at level q. */
export function fUpperQuantile(q: number, df1: number, df2: number): number {
  checkProbability(q)
  check(0, df1, df2)
  if (q === 0) return Number.POSITIVE_INFINITY
  if (q === 1) return 0
  return q <= 0.5 ? 1 / lowerQuantile(q, df2, df1) : lowerQuantile(1 - q, df1, df2)
}

function lowerQuantile(p: number, df1: number, df2: number): number {
  return Math.exp(incompleteBetaLogOdds(p, df1 / 2, df2 / 2)) * (df2 / df1)
}

// the beta variate x = df1·f / (df1·f + df2) and its complement
function below(f: number, df1: number, df2: number): number {
  const odds = (df1 / df2) * f
  return odds < 1e300 ? odds / (1 + odds) : 1
}

function above(f: number, df1: number, df2: number): number {
  const odds = (df1 / df2) * f
  return odds < 1e300 ? 1 / (1 + odds) : df2 / df1 / f
}

function check(f: number, df1: number, df2: number): number {
  checkPositive('df1', df1)
  checkPositive('df2', df2)
  checkVariate(f)
  return f
}
