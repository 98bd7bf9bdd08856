import type { CategoryOptions } from '../boost/boosting-options.ts'
import { leafScore, type NodeSums, type Split, type SplitRules } from './split.ts'

/**
 * The best division of a category's levels in two. With few levels one of them against the others; else the levels are put in the order
 * of gradient / (hessian + smoothing), in which the best division of a convex loss is a cut (Fisher, JASA 53 (1958) 789), and cuts
 * with at most `maxLevels` on one side are tried from both ends. Missing rows go with the levels that are not in the set: right.
 *
 * @param histogram  pairs (Σ gradient, Σ hessian) of the feature's bins
 * @returns null where no division is allowed; its gain has the score of the whole node in it still
 */
export function categorySplit(
  histogram: Float64Array,
  bins: number,
  feature: number,
  node: NodeSums,
  rules: SplitRules,
  options: CategoryOptions,
): Split | null {
  const present: number[] = []
  for (let bin = 0; bin < bins; bin++) if (histogram[2 * bin + 1]! > 1e-9) present.push(bin)
  if (present.length < 2) return null
  if (present.length <= options.maxOneAgainstRest) {
    return bestCut(
      present.map((bin) => [bin]),
      1,
      histogram,
      feature,
      node,
      rules,
    )
  }
  const strict = { ...rules, l2: rules.l2 + options.l2 }
  const order = (bin: number) => histogram[2 * bin]! / (histogram[2 * bin + 1]! + options.smoothing)
  const rising = present.toSorted((a, b) => order(a) - order(b) || a - b)
  const most = Math.min(options.maxLevels, Math.ceil(present.length / 2))
  const up = bestCut([rising], most, histogram, feature, node, strict)
  const down = bestCut([rising.toReversed()], most, histogram, feature, node, strict)
  return up && (!down || up.gain >= down.gain) ? up : down
}

/** The best of the first 1 … `most` bins of each order. */
function bestCut(
  orders: readonly (readonly number[])[],
  most: number,
  histogram: Float64Array,
  feature: number,
  node: NodeSums,
  rules: SplitRules,
): Split | null {
  let best: Split | null = null
  for (const order of orders) {
    let gradient = 0
    let hessian = 0
    for (let k = 0; k < Math.min(most, order.length); k++) {
      gradient += histogram[2 * order[k]!]!
      hessian += histogram[2 * order[k]! + 1]!
      if (hessian < rules.leastHessian || node.hessian - hessian < rules.leastHessian) continue
      const gain =
        leafScore(gradient, hessian, rules) + leafScore(node.gradient - gradient, node.hessian - hessian, rules)
      if (best && gain <= best.gain) continue
      const leftBins = order.slice(0, k + 1)
      best = { gain, feature, bin: -1, leftBins, missingLeft: false, leftGradient: gradient, leftHessian: hessian }
    }
  }
  return best
}
