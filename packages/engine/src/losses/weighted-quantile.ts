/**
 * The smallest value below or at which the share `level` of the weight lies; without weights the value between the two nearest in
 * proportion, as numpy's default does.
 *
 * @throws RangeError without values
 */
export function weightedQuantile(values: Float64Array, level: number, weights: Float64Array | null): number {
  if (values.length === 0) throw new RangeError('no values have no quantile')
  if (!weights) {
    const sorted = values.slice().sort()
    const at = level * (sorted.length - 1)
    const below = Math.floor(at)
    const above = sorted[Math.min(below + 1, sorted.length - 1)]!
    return sorted[below]! + (at - below) * (above - sorted[below]!)
  }
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let sum = 0
  for (const i of order) {
    sum += weights[i]!
    if (sum >= level * total) return values[i]!
  }
  return values[order.at(-1)!]!
}
