import type { CategoryOptions } from '../boost/boosting-options.ts'
import { SEARCH_BYTES, type TrainingMemory } from '../grow/training-memory.ts'
import { categorySplit } from './category-split.ts'
import { bounded, constrainedSplit } from './constrained-split.ts'
import { leafScore, leafValue, type NodeSums, type Split, type SplitRules, scoreAt } from './split.ts'

/** What a search for splits needs to know of the features. */
export interface SplitFeatures {
  readonly bins: Int32Array
  readonly isCategory: Uint8Array
  readonly hasCategories: boolean
  /** Whether a row has no value in the feature. */
  readonly hasMissing: Uint8Array
  /** p, or empty. */
  readonly monotone: Int8Array
  readonly categories: CategoryOptions
}

/**
 * The best split of a node over some features, from its histogram. Of equal gains the one of the first feature wins, then missing
 * rows to the right, then the lowest bin.
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
  let best: Split | null = null
  const offer = (split: Split | null) => {
    if (split && (!best || split.gain > best.gain || (split.gain === best.gain && split.feature < best.feature)))
      best = split
  }
  const numbers = features.hasCategories ? candidates.filter((j) => features.isCategory[j] === 0) : candidates
  if (!isConstrained && numbers.length > 0) offer(scanNumbers(memory, histogram, numbers, node, rules))
  if (isConstrained || features.hasCategories) {
    for (const j of candidates) {
      if (features.isCategory[j] === 0 && !isConstrained) continue
      const view = memory.doubles(histogram + j * memory.featureBytes, memory.featureBytes / 8)
      if (features.isCategory[j] === 1)
        offer(categorySplit(view, features.bins[j]!, j, node, rules, features.categories))
      else offer(constrainedSplit(view, features.bins[j]!, j, features.monotone[j]!, node, rules))
    }
  }
  const found = best as Split | null
  if (found === null || !(found.gain - whole > Math.max(minGain, 1e-12 * Math.abs(whole)))) return null
  return { ...found, gain: found.gain - whole }
}

/** The best split of the number features among the candidates, by the kernel. */
function scanNumbers(
  memory: TrainingMemory,
  histogram: number,
  numbers: Int32Array,
  { gradient, hessian }: NodeSums,
  { l1, l2, leastHessian }: SplitRules,
): Split | null {
  const { scratch, kernels, candidates, bins, missing } = memory
  memory.words(candidates, numbers.length).set(numbers)
  kernels.scanFeatures(
    histogram,
    memory.featureBytes,
    candidates,
    numbers.length,
    bins,
    missing,
    gradient,
    hessian,
    l1,
    l2,
    leastHessian,
    scratch,
    scratch + SEARCH_BYTES,
  )
  const [gain, feature, bin, side, leftGradient, leftHessian] = memory.answer
  if (gain! < 0) return null
  return {
    gain: gain!,
    feature: feature!,
    bin: bin!,
    leftBins: null,
    missingLeft: side === 1,
    leftGradient: leftGradient!,
    leftHessian: leftHessian!,
  }
}
