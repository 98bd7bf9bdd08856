import type { BinnedFeatures } from '../bins/binned-features.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import type { ForestOptions } from './forest-options.ts'
import type { ForestProblem } from './forest-problem.ts'
import type { ForestTree } from './forest-tree.ts'

/** @returns nodes × outputs: means less the offset of the target, or shares of the classes */
export function nodeMeans(
  { nodes, sum, weight }: ForestTree,
  { classes, sumUnit, weightUnit }: ForestProblem,
): Float64Array {
  const sums = sum.length / nodes
  // two classes that were grown as a number 0 or 1 count in units of the target
  const scale = sums === classes ? 1 : weightUnit / sumUnit
  const means = new Float64Array(nodes * sums)
  for (let node = 0; node < nodes; node++) {
    for (let k = 0; k < sums; k++) means[node * sums + k] = (sum[node * sums + k]! / weight[node]!) * scale
  }
  return means
}

/** The tree's share in a forest: once for every output, which differ in their leaves only. @param means  as of `nodeMeans` */
export function treeEnsembles(
  tree: ForestTree,
  means: Float64Array,
  binned: BinnedFeatures,
  problem: ForestProblem,
  { trees, criterion }: ForestOptions,
): TreeEnsemble[] {
  const { nodes } = tree
  const { classes, offset, weightUnit, sumUnit } = problem
  const outputs = Math.max(1, classes)
  const sums = means.length / nodes
  const gainUnit = sums === outputs && classes > 0 ? 1 / weightUnit : weightUnit / sumUnit ** 2
  // Gini's impurity of two classes is twice the variance of one
  const gainScale = criterion === 'gini' && sums === 1 ? 2 * gainUnit : gainUnit
  const structure = {
    features: binned.features,
    levels: binned.levels.slice(),
    outputs,
    baseScore: new Float64Array(outputs),
    treeStart: Int32Array.of(0, nodes),
    ...decisions(tree, binned),
    cover: tree.weight.map((weight) => weight / weightUnit),
    gain: tree.gain.map((gain, node) => (tree.feature[node]! < 0 ? 0 : gain * gainScale)),
  }
  return Array.from({ length: outputs }, (_, k) => ({
    ...structure,
    treeOutput: Int32Array.of(k),
    value: Float64Array.from({ length: nodes }, (_, node) => {
      const mean = sums === outputs ? means[node * sums + k]! + offset : k === 1 ? means[node]! : 1 - means[node]!
      return mean / trees
    }),
  }))
}

function decisions(tree: ForestTree, binned: BinnedFeatures) {
  const { nodes } = tree
  const feature = tree.feature.slice(0, nodes)
  const threshold = new Float64Array(nodes)
  const categoryStart = new Int32Array(nodes).fill(-1)
  const missingLeft = new Uint8Array(nodes)
  const left = new Int32Array(nodes).fill(-1)
  const right = new Int32Array(nodes).fill(-1)
  const words: number[] = []
  for (let node = 0; node < nodes; node++) {
    const asked = feature[node]!
    if (asked < 0) continue
    left[node] = tree.left[node]!
    right[node] = tree.left[node]! + 1
    missingLeft[node] = tree.missingLeft[node]!
    if (tree.set[node]! < 0) threshold[node] = binned.upper[asked]![tree.cut[node]!]!
    else {
      categoryStart[node] = words.length
      const set = tree.sets.subarray(32 * tree.set[node]!, 32 * tree.set[node]! + 32)
      appendLevels(words, binned.levelBin[asked]!, set, missingLeft[node]!)
    }
  }
  return { feature, threshold, categoryStart, categoryBits: Uint32Array.from(words), missingLeft, left, right }
}

/** Levels that were too rare for a bin go where missing values go. */
function appendLevels(words: number[], levelBin: Int32Array, set: Uint8Array, missingLeft: number): void {
  for (let from = 0; from < levelBin.length; from += 32) {
    let word = 0
    for (let level = from; level < Math.min(from + 32, levelBin.length); level++) {
      const bin = levelBin[level]!
      const isLeft = bin < 0 ? missingLeft : (set[bin >> 3]! >> (bin & 7)) & 1
      word |= isLeft << (level - from)
    }
    words.push(word >>> 0)
  }
}
