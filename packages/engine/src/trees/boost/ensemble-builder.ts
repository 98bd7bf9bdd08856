import type { BinnedFeatures } from '../bins/binned-features.ts'
import type { GrownTree } from '../grow/grown-tree.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'

/** Collects grown trees and turns bins into thresholds and sets of levels. */
export class EnsembleBuilder {
  readonly #binned: BinnedFeatures
  readonly #baseScore: Float64Array
  readonly #treeStart: number[] = [0]
  readonly #treeOutput: number[] = []
  readonly #feature: number[] = []
  readonly #threshold: number[] = []
  readonly #categoryStart: number[] = []
  readonly #categoryBits: number[] = []
  readonly #missingLeft: number[] = []
  readonly #left: number[] = []
  readonly #right: number[] = []
  readonly #value: number[] = []
  readonly #cover: number[] = []
  readonly #gain: number[] = []

  constructor(binned: BinnedFeatures, baseScore: Float64Array) {
    this.#binned = binned
    this.#baseScore = baseScore
  }

  /** Adds a tree that grew for one output; its values are final. */
  add(tree: GrownTree, output: number): void {
    const base = this.#feature.length
    for (let node = 0; node < tree.nodes; node++) {
      const feature = tree.feature[node]!
      const isLeaf = feature < 0
      const isCategory = !isLeaf && tree.bin[node]! < 0
      this.#feature.push(feature)
      this.#threshold.push(isLeaf || isCategory ? 0 : this.#binned.upper[feature]![tree.bin[node]!]!)
      this.#categoryStart.push(isCategory ? this.#addLevels(tree, node, feature) : -1)
      this.#missingLeft.push(tree.missingLeft[node]!)
      this.#left.push(isLeaf ? -1 : base + tree.left[node]!)
      this.#right.push(isLeaf ? -1 : base + tree.right[node]!)
      this.#value.push(tree.value[node]!)
      this.#cover.push(tree.cover[node]!)
      this.#gain.push(tree.gain[node]!)
    }
    this.#treeStart.push(this.#feature.length)
    this.#treeOutput.push(output)
  }

  get trees(): number {
    return this.#treeOutput.length
  }

  /** @param trees  only the first so many */
  build(trees = this.trees): TreeEnsemble {
    const nodes = this.#treeStart[trees]!
    return {
      features: this.#binned.features,
      levels: this.#binned.levels.slice(),
      outputs: this.#baseScore.length,
      baseScore: this.#baseScore.slice(),
      treeStart: Int32Array.from(this.#treeStart.slice(0, trees + 1)),
      treeOutput: Int32Array.from(this.#treeOutput.slice(0, trees)),
      feature: Int32Array.from(this.#feature.slice(0, nodes)),
      threshold: Float64Array.from(this.#threshold.slice(0, nodes)),
      categoryStart: Int32Array.from(this.#categoryStart.slice(0, nodes)),
      categoryBits: Uint32Array.from(this.#categoryBits),
      missingLeft: Uint8Array.from(this.#missingLeft.slice(0, nodes)),
      left: Int32Array.from(this.#left.slice(0, nodes)),
      right: Int32Array.from(this.#right.slice(0, nodes)),
      value: Float64Array.from(this.#value.slice(0, nodes)),
      cover: Float64Array.from(this.#cover.slice(0, nodes)),
      gain: Float64Array.from(this.#gain.slice(0, nodes)),
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
