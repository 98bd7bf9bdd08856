import { MISSING_BIN } from '../bins/binned-features.ts'
import type { CategoryOptions } from '../boost/boosting-options.ts'
import { FEATURE_BYTES, type TrainingMemory } from '../grow/training-memory.ts'
import { categorySplit } from './category-split.ts'
import { bounded, constrainedSplit } from './constrained-split.ts'
import { leafScore, leafValue, type NodeSums, type Split, type SplitRules, scoreAt } from './split.ts'

/** What a search for splits needs to know of the features. */
export interface SplitFeatures {
  readonly bins: Int32Array
  readonly isCategory: Uint8Array
  /** Whether a row has no value in the feature. */
  readonly hasMissing: Uint8Array
  /** p, or empty. */
  readonly monotone: Int8Array
  readonly categories: CategoryOptions
}

/**
 * The best split of a node over some features, from its histogram. Of equal gains the one of the first feature wins, then the lowest
 * bin, then missing rows to the right.
 *
 * @param candidates  the features that may be used, ascending
 * @returns null where none gains more than `minGain`
 */
export function findSplit(
  memory: TrainingMemory,
  histogram: number,
  node: NodeSums,
  candidates: Int32Array,
  features: SplitFeatures,
  rules: SplitRules,
  minGain: number,
): Split | null {
  const isConstrained = features.monotone.length > 0
  const whole = isConstrained
    ? scoreAt(bounded(leafValue(node.gradient, node.hessian, rules), node), node.gradient, node.hessian, rules)
    : leafScore(node.gradient, node.hessian, rules)
  const numbers = isConstrained ? [] : candidates.filter((j) => features.isCategory[j] === 0)
  let best: Split | null = null
  const offer = (split: Split | null) => {
    if (split && (!best || split.gain > best.gain || (split.gain === best.gain && split.feature < best.feature)))
      best = split
  }
  for (let k = 0; k < numbers.length; k += 2) {
    const first = numbers[k]!
    offer(scanNumbers(memory, histogram, first, numbers[k + 1] ?? first, node, features, rules))
  }
  for (const j of candidates) {
    if (features.isCategory[j] === 0 && !isConstrained) continue
    const view = memory.doubles(histogram + j * FEATURE_BYTES, 512)
    if (features.isCategory[j] === 1) offer(categorySplit(view, features.bins[j]!, j, node, rules, features.categories))
    else offer(constrainedSplit(view, features.bins[j]!, j, features.monotone[j]!, node, rules))
  }
  const found = best as Split | null
  if (found === null || !(found.gain - whole > Math.max(minGain, 1e-12 * Math.abs(whole)))) return null
  return { ...found, gain: found.gain - whole }
}

/** The better split of two number features, by the kernel. */
function scanNumbers(
  memory: TrainingMemory,
  histogram: number,
  first: number,
  second: number,
  node: NodeSums,
  features: SplitFeatures,
  rules: SplitRules,
): Split | null {
  const { scratch, kernels } = memory
  const a = histogram + first * FEATURE_BYTES
  const b = histogram + second * FEATURE_BYTES
  const hasMissing = features.hasMissing[first]! + features.hasMissing[second]! > 0
  const bins = Math.max(features.bins[first]!, features.bins[second]!) - (hasMissing ? 0 : 1)
  const start = memory.doubles(scratch, 4).fill(0)
  const out = memory.doubles(scratch + 32, 8)
  let best: Split | null = null
  const scan = (missingLeft: boolean) => {
    kernels.scanPair(
      a,
      b,
      bins,
      scratch,
      node.gradient,
      node.hessian,
      rules.l1,
      rules.l2,
      rules.leastHessian,
      scratch + 32,
    )
    for (const [lane, feature] of [first, second].entries()) {
      const gain = out[4 * lane]!
      if (gain < 0 || (best && gain <= best.gain)) continue
      const at = 4 * lane
      best = {
        gain,
        feature,
        bin: out[at + 1]!,
        leftBins: null,
        missingLeft,
        leftGradient: out[at + 2]!,
        leftHessian: out[at + 3]!,
      }
    }
  }
  scan(false)
  if (hasMissing) {
    start.set(memory.doubles(a + 16 * MISSING_BIN, 2), 0)
    start.set(memory.doubles(b + 16 * MISSING_BIN, 2), 2)
    scan(true)
  }
  return best
}
