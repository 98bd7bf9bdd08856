import type { ForestCriterion } from './forest-options.ts'

/** Sums of a set of rows: of the target, or of the weight of each class; in the units of the problem. */
export interface NodeTotals {
  readonly sums: Float64Array
  weight: number
}

/**
 * By how much a split lowers the impurity, Σ w · impurity, times the weight of the node: comparable among splits of one node only.
 * With S, W the sums of the node and Sl, Wl those of its left child, the squared error falls by d² / (W · Wl · Wr), d = Sl·W − S·Wl, and
 * Gini's impurity by the sum of that over the classes.
 */
export function splitQuality(criterion: ForestCriterion, left: NodeTotals, total: NodeTotals): number {
  const rightWeight = total.weight - left.weight
  if (criterion === 'entropy') {
    const right = total.sums.map((sum, k) => sum - left.sums[k]!)
    return (
      total.weight * (entropy(total.sums, total.weight) - entropy(left.sums, left.weight) - entropy(right, rightWeight))
    )
  }
  let squares = 0
  for (let k = 0; k < total.sums.length; k++) {
    const d = left.sums[k]! * total.weight - total.sums[k]! * left.weight
    squares += d * d
  }
  return squares / (left.weight * rightWeight)
}

/** Σ w · entropy, in nats. */
function entropy(sums: Float64Array, weight: number): number {
  let sum = 0
  for (const share of sums) if (share > 0) sum -= share * Math.log(share / weight)
  return sum
}
