import { normalCdf, normalDensity } from '../distributions/normal.ts'

/**
 * E[max(0, Y − threshold)] of a normal Y: the expected improvement on the threshold.
 *
 * @param deviation  0 or more; 0: Y is known
 *
 * Source: Jones, Schonlau & Welch, Efficient global optimization of expensive black-box functions, 1998, eq. 15.
 */
export function normalExcess(mean: number, deviation: number, threshold: number): number {
  const above = mean - threshold
  if (!(deviation > 0)) return Math.max(0, above)
  const standard = above / deviation
  // both terms cancel in the far tail, where rounding must not make it negative
  return Math.max(0, above * normalCdf(standard) + deviation * normalDensity(standard))
}

/** P(low ≤ Y ≤ high) of a normal Y; ends may be infinite. */
export function normalWithin(mean: number, deviation: number, low: number, high: number): number {
  if (!(deviation > 0)) return mean >= low && mean <= high ? 1 : 0
  const from = (low - mean) / deviation
  const to = (high - mean) / deviation
  // on the side of the smaller tail, so that nothing cancels
  return from > 0 ? normalCdf(-from) - normalCdf(-to) : normalCdf(to) - normalCdf(from)
}
