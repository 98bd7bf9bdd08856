import type { BinnedFeatures } from '../bins/binned-features.ts'
import type { GrownTree } from '../grow/grown-tree.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'

/** The nodes of one tree; children are numbered within it. */
interface KeptTree {
  readonly feature: Int32Array
  readonly threshold: Float64Array
  readonly categoryStart: Int32Array
  readonly missingLeft: Uint8Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly value: Float64Array
  readonly cover: Float64Array
  readonly gain: Float64Array
}

/** Collects grown trees and turns bins into thresholds and sets of levels. */
export class EnsembleBuilder {
  readonly #binned: BinnedFeatures
  readonly #baseScore: Float64Array
  readonly #trees: KeptTree[] = []
  readonly #treeOutput: number[] = []
  readonly #categoryBits: number[] = []

  constructor(binned: BinnedFeatures, baseScore: Float64Array) {
    this.#binned = binned
    this.#baseScore = baseScore
  }

  /** Adds a tree that grew for one output; its values are final. */
  add(tree: GrownTree, output: number): void {
    const { nodes } = tree
    const feature = tree.feature.slice(0, nodes)
    const threshold = new Float64Array(nodes)
    const categoryStart = new Int32Array(nodes).fill(-1)
    for (let node = 0; node < nodes; node++) {
      const by = feature[node]!
      if (by < 0) continue
      if (tree.bin[node]! < 0) categoryStart[node] = this.#addLevels(tree, node, by)
      else threshold[node] = this.#binned.upper[by]![tree.bin[node]!]!
    }
    this.#treeOutput.push(output)
    this.#trees.push({
      feature,
      threshold,
      categoryStart,
      missingLeft: tree.missingLeft.slice(0, nodes),
      left: tree.left.slice(0, nodes),
      right: tree.right.slice(0, nodes),
      value: tree.value.slice(0, nodes),
      cover: tree.cover.slice(0, nodes),
      gain: tree.gain.slice(0, nodes),
    })
  }

  build(): TreeEnsemble {
    const { features, levels } = this.#binned
    const treeStart = new Int32Array(this.#trees.length + 1)
    for (const [t, { feature }] of this.#trees.entries()) treeStart[t + 1] = treeStart[t]! + feature.length
    const nodes = treeStart.at(-1)!
    const joined = <Values extends Int32Array | Float64Array | Uint8Array>(
      out: Values,
      valuesOf: (tree: KeptTree) => Values,
    ): Values => {
      for (const [t, tree] of this.#trees.entries()) out.set(valuesOf(tree), treeStart[t])
      return out
    }
    const left = joined(new Int32Array(nodes), (tree) => tree.left)
    const right = joined(new Int32Array(nodes), (tree) => tree.right)
    numberFromStart(left, treeStart)
    numberFromStart(right, treeStart)
    return {
      features,
      levels: levels.slice(),
      outputs: this.#baseScore.length,
      baseScore: this.#baseScore.slice(),
      treeStart,
      treeOutput: Int32Array.from(this.#treeOutput),
      feature: joined(new Int32Array(nodes), (tree) => tree.feature),
      threshold: joined(new Float64Array(nodes), (tree) => tree.threshold),
      categoryStart: joined(new Int32Array(nodes), (tree) => tree.categoryStart),
      categoryBits: Uint32Array.from(this.#categoryBits),
      missingLeft: joined(new Uint8Array(nodes), (tree) => tree.missingLeft),
      left,
      right,
      value: joined(new Float64Array(nodes), (tree) => tree.value),
      cover: joined(new Float64Array(nodes), (tree) => tree.cover),
      gain: joined(new Float64Array(nodes), (tree) => tree.gain),
    }
  }

  /** Levels that were too rare for a bin go where missing values go. */
  #addLevels(tree: GrownTree, node: number, feature: number): number {
    const start = this.#categoryBits.length
    const levelBin = this.#binned.levelBin[feature]!
    for (let word = 0; word < Math.ceil(levelBin.length / 32); word++) this.#categoryBits.push(0)
    for (let level = 0; level < levelBin.length; level++) {
      const bin = levelBin[level]!
      const goesLeft = bin < 0 ? tree.missingLeft[node]! : tree.tables[256 * node + bin]!
      if (goesLeft === 1) {
        const at = start + (level >>> 5)
        this.#categoryBits[at] = (this.#categoryBits[at]! | (1 << (level & 31))) >>> 0
      }
    }
    return start
  }
}

/** From numbers within each tree to numbers among all nodes; −1 stays. */
function numberFromStart(children: Int32Array, treeStart: Int32Array): void {
  for (let t = 0; t + 1 < treeStart.length; t++) {
    for (let node = treeStart[t]!; node < treeStart[t + 1]!; node++) {
      if (children[node]! >= 0) children[node]! += treeStart[t]!
    }
  }
}
