import { leafValue, type NodeSums, type Split, type SplitRules, scoreAt } from './split.ts'

/**
 * The best threshold of a number feature under monotone constraints: both leaves keep to the node's bounds, and the feature's own
 * direction holds between them.
 *
 * @param direction  1: the right leaf is not below the left one; −1: not above; 0: free
 * @returns null where no threshold is allowed; its gain has the score of the whole node in it still
 */
export function constrainedSplit(
  histogram: Float64Array,
  bins: number,
  feature: number,
  direction: number,
  node: NodeSums,
  rules: SplitRules,
): Split | null {
  const missing = { gradient: histogram[2 * bins]!, hessian: histogram[2 * bins + 1]! }
  const right = bestThreshold(histogram, bins, feature, direction, node, rules, null)
  if (missing.hessian <= 1e-9) return right
  const left = bestThreshold(histogram, bins, feature, direction, node, rules, missing)
  return left && (!right || left.gain > right.gain) ? left : right
}

function bestThreshold(
  histogram: Float64Array,
  bins: number,
  feature: number,
  direction: number,
  node: NodeSums,
  rules: SplitRules,
  missingLeft: { readonly gradient: number; readonly hessian: number } | null,
): Split | null {
  let gradient = missingLeft?.gradient ?? 0
  let hessian = missingLeft?.hessian ?? 0
  let best: Split | null = null
  for (let bin = 0; bin < bins; bin++) {
    gradient += histogram[2 * bin]!
    hessian += histogram[2 * bin + 1]!
    const otherGradient = node.gradient - gradient
    const otherHessian = node.hessian - hessian
    if (hessian < rules.leastHessian || otherHessian < rules.leastHessian) continue
    const left = bounded(leafValue(gradient, hessian, rules), node)
    const right = bounded(leafValue(otherGradient, otherHessian, rules), node)
    if (direction * (right - left) < 0) continue
    const gain = scoreAt(left, gradient, hessian, rules) + scoreAt(right, otherGradient, otherHessian, rules)
    if (best && gain <= best.gain) continue
    best = {
      gain,
      feature,
      bin,
      leftBins: null,
      missingLeft: missingLeft !== null,
      leftGradient: gradient,
      leftHessian: hessian,
    }
  }
  return best
}

export function bounded(value: number, { low, high }: NodeSums): number {
  return value < low ? low : value > high ? high : value
}
