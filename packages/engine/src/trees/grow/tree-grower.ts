import type { BoostingOptions } from '../boost/boosting-options.ts'
import type { NodeSums } from '../split/split.ts'
import type { ClosedLeaf } from './grow-tree.ts'
import type { GrownTree } from './grown-tree.ts'

/** What a tree is grown by, besides the gradients in the memory. */
export interface TreeRules {
  readonly options: BoostingOptions
  readonly leastHessian: number
  /** Features that the tree may use, ascending, and how many of them each node draws. */
  readonly features: Int32Array
  readonly wantedByNode: number
  /** Seed of the nodes' draws. */
  readonly seed: number
}

/** Grows the trees of one training. */
export interface TreeGrower {
  readonly tree: GrownTree
  /** Grows a tree on the first `count` rows of the memory's list; values are before the learning rate. */
  grow(count: number, sums: Pick<NodeSums, 'gradient' | 'hessian'>, rules: TreeRules): void
  /** The leaves of the last tree; their rows stand together in the list. */
  leaves(): readonly ClosedLeaf[]
  /** Multiplies the values by the rate and adds them to one output's scores: of the rows grown on, of the rest and of the watched rows. */
  addToScores(output: number, rate: number, count: number): void
}
