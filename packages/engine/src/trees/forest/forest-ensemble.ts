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

/** Writes the trees of a part of a forest one after another; each once for every output, which differ in their values only. */
export class ForestBuilder {
  readonly #binned: BinnedFeatures
  readonly #problem: ForestProblem
  readonly #options: ForestOptions
  readonly #starts: number[] = [0]
  readonly #treeOutput: number[] = []
  readonly #words: number[] = []
  #nodes: NodeArrays = nodeArrays(0)
  #count = 0

  constructor(binned: BinnedFeatures, problem: ForestProblem, options: ForestOptions) {
    this.#binned = binned
    this.#problem = problem
    this.#options = options
  }

  /** @param means  as of `nodeMeans` @param treesToCome  how many more of about its size to make room for */
  add(tree: ForestTree, means: Float64Array, treesToCome: number): void {
    const outputs = Math.max(1, this.#problem.classes)
    this.#reserve(tree.nodes * outputs, treesToCome)
    for (let k = 0; k < outputs; k++) {
      this.#addDecisions(tree)
      this.#addNumbers(tree)
      this.#addValues(tree.nodes, means, k)
      this.#count += tree.nodes
      this.#starts.push(this.#count)
      this.#treeOutput.push(k)
    }
  }

  ensemble(): TreeEnsemble {
    const outputs = Math.max(1, this.#problem.classes)
    return {
      features: this.#binned.features,
      levels: this.#binned.levels.slice(),
      outputs,
      baseScore: new Float64Array(outputs),
      treeStart: Int32Array.from(this.#starts),
      treeOutput: Int32Array.from(this.#treeOutput),
      categoryBits: Uint32Array.from(this.#words),
      ...copyNodes(this.#nodes, this.#count),
    }
  }

  #reserve(nodes: number, treesToCome: number): void {
    const room = this.#nodes.feature.length
    if (this.#count + nodes <= room) return
    const larger = Math.max(Math.ceil(1.02 * nodes * (1 + treesToCome)), nodes) + this.#count
    this.#nodes = copyNodes(this.#nodes, this.#count, larger)
  }

  #addDecisions({ nodes, feature, cut, left, missingLeft, set, sets }: ForestTree): void {
    const { edges } = this.#problem
    const into = this.#nodes
    const first = this.#count
    for (let node = 0; node < nodes; node++) {
      const at = first + node
      const asked = feature[node]!
      into.feature[at] = asked
      into.categoryStart[at] = -1
      if (asked < 0) {
        into.left[at] = -1
        into.right[at] = -1
        continue
      }
      into.left[at] = first + left[node]!
      into.right[at] = first + left[node]! + 1
      into.missingLeft[at] = missingLeft[node]!
      if (set[node]! < 0) into.threshold[at] = edges[256 * asked + cut[node]!]!
      else {
        into.categoryStart[at] = this.#words.length
        const codes = sets.subarray(32 * set[node]!, 32 * set[node]! + 32)
        appendLevels(this.#words, this.#binned.levelBin[asked]!, codes, missingLeft[node]!)
      }
    }
  }

  #addNumbers({ nodes, feature, weight, gain, sum }: ForestTree): void {
    const { classes, weightUnit, sumUnit } = this.#problem
    const isOfWeights = classes > 0 && sum.length === nodes * classes
    const gainUnit = isOfWeights ? 1 / weightUnit : weightUnit / sumUnit ** 2
    // Gini's impurity of two classes is twice the variance of one
    const gainScale = this.#options.criterion === 'gini' && !isOfWeights ? 2 * gainUnit : gainUnit
    const into = this.#nodes
    const first = this.#count
    for (let node = 0; node < nodes; node++) {
      into.cover[first + node] = weight[node]! / weightUnit
      if (feature[node]! >= 0) into.gain[first + node] = gain[node]! * gainScale
    }
  }

  #addValues(nodes: number, means: Float64Array, output: number): void {
    const { classes, offset } = this.#problem
    const { trees } = this.#options
    const outputs = Math.max(1, classes)
    const sums = means.length / nodes
    const { value } = this.#nodes
    for (let node = 0; node < nodes; node++) {
      const mean =
        sums === outputs ? means[node * sums + output]! + offset : output === 1 ? means[node]! : 1 - means[node]!
      value[this.#count + node] = mean / trees
    }
  }
}

type NodeArrays = Pick<
  TreeEnsemble,
  'feature' | 'threshold' | 'categoryStart' | 'missingLeft' | 'left' | 'right' | 'value' | 'cover' | 'gain'
>

function nodeArrays(length: number): NodeArrays {
  return {
    feature: new Int32Array(length),
    threshold: new Float64Array(length),
    categoryStart: new Int32Array(length),
    missingLeft: new Uint8Array(length),
    left: new Int32Array(length),
    right: new Int32Array(length),
    value: new Float64Array(length),
    cover: new Float64Array(length),
    gain: new Float64Array(length),
  }
}

/** The first `count` nodes, in arrays of that length or a larger one. */
function copyNodes(from: NodeArrays, count: number, length = count): NodeArrays {
  const into = nodeArrays(length)
  for (const name of Object.keys(into) as (keyof NodeArrays)[]) into[name].set(from[name].subarray(0, count))
  return into
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
