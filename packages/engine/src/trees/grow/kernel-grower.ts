import type { BoostingOptions } from '../boost/boosting-options.ts'
import type { ClosedLeaf } from './grow-tree.ts'
import { type GrownTree, treeIn } from './grown-tree.ts'
import { mostNodes, slotsNeeded } from './histogram-slots.ts'
import type { TrainingMemory } from './training-memory.ts'
import type { TreeGrower, TreeRules } from './tree-grower.ts'

const NO_LIMIT = 2 ** 30
/** Nodes with fewer rows than this share of a feature's bins are searched without a histogram: about as fast at the limit. */
const FEW_ROWS_PER_BIN = 0.25

/** Grows trees on numbers without monotone constraints whole in the kernel. */
export class KernelGrower implements TreeGrower {
  readonly tree: GrownTree
  readonly #memory: TrainingMemory

  constructor(memory: TrainingMemory, options: BoostingOptions) {
    const { rows } = memory
    const { maxLeaves, maxDepth, growth, minChildSamples, l1, l2, minSplitGain } = options
    const nodes = mostNodes(rows, maxLeaves, maxDepth)
    const slots = slotsNeeded(rows, maxLeaves, maxDepth, growth === 'depth_wise')
    this.#memory = memory
    this.tree = treeIn(memory, memory.reserve(nodes, slots, false))
    memory.kernels.describeRules(
      growth === 'depth_wise',
      Math.min(maxLeaves, NO_LIMIT),
      Math.min(maxDepth, NO_LIMIT),
      minChildSamples,
      l1,
      l2,
      minSplitGain,
      Math.floor((FEW_ROWS_PER_BIN * memory.featureBytes) / 16),
    )
  }

  grow(count: number, { gradient, hessian }: { gradient: number; hessian: number }, rules: TreeRules): void {
    const { features, wantedByNode, leastHessian, seed } = rules
    const { kernels, candidates, drawn } = this.#memory
    this.#memory.words(candidates, features.length).set(features)
    this.tree.nodes = kernels.growTree(
      count,
      gradient,
      hessian,
      leastHessian,
      candidates,
      features.length,
      wantedByNode,
      drawn,
      seed,
    )
  }

  leaves(): ClosedLeaf[] {
    const leaves: ClosedLeaf[] = []
    for (let node = 0; node < this.tree.nodes; node++) {
      if (this.tree.feature[node]! >= 0) continue
      const [start, count] = this.#memory.leafRows(node)
      leaves.push({ node, start, count })
    }
    return leaves
  }

  addToScores(output: number, rate: number, count: number): void {
    const { kernels, rows, scores, watchedRows, watchedScores, watchedCodes, rowCodes, rest } = this.#memory
    const own = scores + 8 * output * rows
    kernels.addTree(own, rate)
    if (count < rows) kernels.addByDescent(rowCodes, rest, rows - count, own)
    if (watchedRows > 0) kernels.addByDescent(watchedCodes, 0, watchedRows, watchedScores + 8 * output * watchedRows)
  }
}
