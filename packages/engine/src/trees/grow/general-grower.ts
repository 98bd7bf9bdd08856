import type { BoostingOptions } from '../boost/boosting-options.ts'
import { drawFeatures, MixedNumbers } from '../boost/row-sampling.ts'
import type { SplitFeatures } from '../split/find-split.ts'
import { type ClosedLeaf, growTree } from './grow-tree.ts'
import { type GrownTree, grownLeaf, treeIn } from './grown-tree.ts'
import { mostNodes, slotsNeeded } from './histogram-slots.ts'
import type { TrainingMemory } from './training-memory.ts'
import type { TreeGrower, TreeRules } from './tree-grower.ts'

/** Grows trees node by node, with categories and monotone constraints too. */
export class GeneralGrower implements TreeGrower {
  readonly tree: GrownTree
  readonly #memory: TrainingMemory
  readonly #features: SplitFeatures
  #leaves: readonly ClosedLeaf[] = []

  constructor(memory: TrainingMemory, options: BoostingOptions, features: SplitFeatures) {
    const { rows } = memory
    const { maxLeaves, maxDepth, growth } = options
    const nodes = mostNodes(rows, maxLeaves, maxDepth)
    const slots = slotsNeeded(rows, maxLeaves, maxDepth, growth === 'depth_wise')
    this.#memory = memory
    this.#features = features
    this.tree = treeIn(memory, memory.reserve(nodes, slots, true))
  }

  grow(count: number, sums: { gradient: number; hessian: number }, rules: TreeRules): void {
    const { options, leastHessian, features, wantedByNode, seed } = rules
    const draws = new MixedNumbers(seed)
    const node = { ...sums, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
    this.#leaves = growTree(this.#memory, this.tree, count, node, {
      l1: options.l1,
      l2: options.l2,
      leastHessian,
      options,
      features: this.#features,
      candidates: () => drawFeatures(features, wantedByNode, draws),
    })
  }

  leaves(): readonly ClosedLeaf[] {
    return this.#leaves
  }

  addToScores(output: number, rate: number, count: number): void {
    const memory = this.#memory
    const { rows, list, watchedRows } = memory
    const { nodes, value } = this.tree
    for (let node = 0; node < nodes; node++) value[node]! *= rate
    const scores = memory.scores + 8 * output * rows
    for (const leaf of this.#leaves) {
      memory.kernels.addValue(scores, list + 4 * leaf.start, leaf.count, value[leaf.node]!)
    }
    this.#descend(memory.rowCodes, memory.words(memory.rest, rows - count), memory.doubles(scores, rows))
    const watched = Uint32Array.from({ length: watchedRows }, (_, row) => row)
    const watchedScores = memory.watchedScores + 8 * output * watchedRows
    this.#descend(memory.watchedCodes, watched, memory.doubles(watchedScores, watchedRows))
  }

  #descend(offset: number, chosen: Uint32Array, scores: Float64Array): void {
    const { stride } = this.#memory
    const codes = this.#memory.bytes(offset, scores.length * stride)
    for (const row of chosen) scores[row]! += this.tree.value[grownLeaf(this.tree, codes, stride, row)]!
  }
}
