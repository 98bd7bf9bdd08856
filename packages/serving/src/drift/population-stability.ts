import { chiSquareSurvival } from '@zerosec/engine'

export interface PopulationStability {
  readonly psi: number
  /** The chance of at least this much between two draws of one distribution. */
  readonly p: number
}

/**
 * Population stability index Σ (q − p) · ln(q / p), less what chance alone would give: (bins − 1) · (1/n + 1/m), not below 0. Half a
 * row is added to each bin, so that an empty one stays finite; bins that are empty on both sides don't count.
 *
 * Without a difference the index times nm / (n + m) is distributed as chi-square with bins − 1 degrees of freedom (Yurdakul & Naranjo,
 * Statistical properties of the population stability index, 2020).
 *
 * @param before  rows in each bin
 * @param now  the same bins
 */
export function populationStability(before: readonly number[], now: readonly number[]): PopulationStability {
  const bins = before.flatMap((count, k) => (count + now[k]! > 0 ? [k] : []))
  const [n, m] = [total(before), total(now)]
  if (bins.length < 2 || n === 0 || m === 0) return { psi: 0, p: 1 }
  let index = 0
  for (const k of bins) {
    const p = (before[k]! + 0.5) / (n + 0.5 * bins.length)
    const q = (now[k]! + 0.5) / (m + 0.5 * bins.length)
    index += (q - p) * Math.log(q / p)
  }
  const unit = 1 / n + 1 / m
  const degrees = bins.length - 1
  return { psi: Math.max(0, index - degrees * unit), p: chiSquareSurvival(index / unit, degrees) }
}

export function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
