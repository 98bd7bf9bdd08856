/**
 * Γ-function prefactors without the cancellation of differences of log Γ, after C. Loader, "Fast and accurate
 * computation of binomial probabilities" (2000). Every function here is good to a few units of 1e-16 absolutely, which is
 * what counts: the results are exponents.
 */

const HALF_LOG_TWO_PI = 0.9189385332046728

/** log Γ(n+1) − log(√(2πn)·(n/e)ⁿ), for n > 0. */
export function stirlingError(n: number): number {
  let shifted = n
  let sum = 0
  while (shifted < 10) {
    sum += (shifted + 0.5) * Math.log1p(1 / shifted) - 1
    shifted++
  }
  const s = 1 / (shifted * shifted)
  const series =
    1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360 - s / 156)))))
  return sum + series / shifted
}

/** Deviance part x·log(x/m) + m − x, for x > 0 and m > 0; no cancellation where x and m are close. */
export function deviance(x: number, m: number): number {
  const difference = x - m
  if (Math.abs(difference) >= 0.4 * (x + m)) return x * Math.log(x / m) + m - x
  const v = difference / (x + m)
  const squared = v * v
  let sum = difference * v
  let term = 2 * x * v
  for (let j = 3; ; j += 2) {
    term *= squared
    const next = sum + term / j
    if (next === sum) return sum
    sum = next
  }
}

/** log(xᵃ·e⁻ˣ / Γ(a)), for a > 0 and x > 0: a times the Poisson probability of a at mean x. */
export function logGammaKernel(a: number, x: number): number {
  return 0.5 * Math.log(a) - HALF_LOG_TWO_PI - stirlingError(a) - deviance(a, x)
}

/** log(xᵃ·yᵇ / B(a, b)) with y = 1 − x, for a, b > 0 and x, y > 0: ab/(a+b) times a binomial probability. */
export function logBetaKernel(a: number, b: number, x: number, y: number): number {
  const n = a + b
  return (
    0.5 * Math.log(a * (b / n)) -
    HALF_LOG_TWO_PI +
    (stirlingError(n) - stirlingError(a) - stirlingError(b)) -
    deviance(a, n * x) -
    deviance(b, n * y)
  )
}

/** log B(a, b), for a, b > 0. */
export function logBeta(a: number, b: number): number {
  const n = a + b
  // at the mean, x = a/n and y = b/n, both deviances vanish
  const kernelAtMean =
    0.5 * Math.log(a * (b / n)) - HALF_LOG_TWO_PI + (stirlingError(n) - stirlingError(a) - stirlingError(b))
  return -a * Math.log1p(b / a) - b * Math.log1p(a / b) - kernelAtMean
}
