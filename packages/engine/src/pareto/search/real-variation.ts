import type { Generator } from '../../random/generator.ts'

/**
 * Simulated binary crossover of two numbers: two children about the parents, near them the more the larger `eta`, within [low, high].
 * Writes them to `out`.
 *
 * Source: Deb & Agrawal, Complex Systems 9 (1995) 115–148; with bounds: Deb's NSGA-II code, revision 1.1.6.
 */
export function crossNumbers(
  out: Float64Array,
  generator: Generator,
  [a, b]: readonly [number, number],
  [low, high]: readonly [number, number],
  eta: number,
): void {
  const lower = Math.min(a, b)
  const upper = Math.max(a, b)
  const distance = upper - lower
  out[0] = a
  out[1] = b
  if (!(distance > 1e-14)) return
  const u = generator.uniform()
  const below = (lower + upper - distance * spread(u, 1 + (2 * (lower - low)) / distance, eta)) / 2
  const above = (lower + upper + distance * spread(u, 1 + (2 * (high - upper)) / distance, eta)) / 2
  const isSwapped = generator.uint32() >= 0x80000000
  out[isSwapped ? 1 : 0] = Math.min(high, Math.max(low, below))
  out[isSwapped ? 0 : 1] = Math.min(high, Math.max(low, above))
}

function spread(u: number, beta: number, eta: number): number {
  const alpha = 2 - beta ** -(eta + 1)
  if (u <= 1 / alpha) return (u * alpha) ** (1 / (eta + 1))
  return (1 / (2 - u * alpha)) ** (1 / (eta + 1))
}

/**
 * Polynomial mutation of a number: a step that is small the more often the larger `eta`, within [low, high].
 *
 * Source: Deb & Goyal, Comput. Sci. Informatics 26 (1996) 30–45; as bounded in Deb's NSGA-II code, revision 1.1.6.
 */
export function mutatedNumber(generator: Generator, value: number, low: number, high: number, eta: number): number {
  const range = high - low
  if (!(range > 0)) return value
  const u = generator.uniform()
  const power = 1 / (eta + 1)
  const step =
    u <= 0.5
      ? (2 * u + (1 - 2 * u) * (1 - (value - low) / range) ** (eta + 1)) ** power - 1
      : 1 - (2 * (1 - u) + 2 * (u - 0.5) * (1 - (high - value) / range) ** (eta + 1)) ** power
  return Math.min(high, Math.max(low, value + step * range))
}
