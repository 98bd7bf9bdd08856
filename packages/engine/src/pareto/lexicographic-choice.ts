/**
 * The rows that are left when objectives decide one after the other: of those left by the objectives before, the ones that lose no
 * more than the least plus the tolerance.
 *
 * @param losses  n × objectives row-major
 * @param order  objectives, the first one first
 * @param tolerances  one an objective, 0 at least: differences up to it do not count
 * @returns ascending; never empty where there are rows
 */
export function lexicographicChoice(
  losses: Float64Array,
  objectives: number,
  order: readonly number[],
  tolerances: readonly number[],
): number[] {
  let left = Array.from({ length: losses.length / objectives }, (_, i) => i)
  for (const k of order) {
    const least = left.reduce((low, i) => Math.min(low, losses[i * objectives + k]!), Infinity)
    left = left.filter((i) => losses[i * objectives + k]! <= least + tolerances[k]!)
  }
  return left
}
