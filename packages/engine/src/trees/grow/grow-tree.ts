import type { BoostingOptions } from '../boost/boosting-options.ts'
import { bounded } from '../split/constrained-split.ts'
import { findSplit, type SplitFeatures } from '../split/find-split.ts'
import { leafValue, type NodeSums, type Split, type SplitRules } from '../split/split.ts'
import type { GrownTree } from './grown-tree.ts'
import { HistogramSlots } from './histogram-slots.ts'
import { takeNextLeaf } from './next-leaf.ts'
import type { TrainingMemory } from './training-memory.ts'

/** What a tree is grown by, besides the gradients in the memory. */
export interface GrowthRules extends SplitRules {
  readonly options: BoostingOptions
  readonly features: SplitFeatures
  /** The features that each node may use; called once a node. */
  readonly candidates: () => Int32Array
}

/** A leaf that may be split: its rows are list[start … start + count − 1]. */
export interface OpenLeaf extends NodeSums {
  readonly node: number
  readonly start: number
  readonly count: number
  readonly depth: number
  readonly slot: number
  readonly split: Split
}

/** A leaf of the finished tree. */
export interface ClosedLeaf {
  readonly node: number
  readonly start: number
  readonly count: number
}

/**
 * Grows one tree on the first `count` rows of the memory's list, with categories and monotone constraints too: the leaf with the largest gain is split next, or, depth-wise, each one
 * down to the depth. The histogram of the larger child is that of the node less that of the smaller one.
 *
 * @param tree  overwritten; values are before the learning rate
 * @returns the leaves; their rows stand together in the memory's list
 */
export function growTree(
  memory: TrainingMemory,
  tree: GrownTree,
  count: number,
  sums: NodeSums,
  rules: GrowthRules,
): ClosedLeaf[] {
  const growth = new Growth(memory, tree, rules)
  growth.begin(count, sums)
  while (growth.leaves < rules.options.maxLeaves) {
    const leaf = growth.next()
    if (!leaf) break
    growth.split(leaf)
  }
  return growth.closeAll()
}

class Growth {
  leaves = 1
  readonly #memory: TrainingMemory
  readonly #tree: GrownTree
  readonly #rules: GrowthRules
  readonly #open: OpenLeaf[] = []
  readonly #closed: ClosedLeaf[] = []
  readonly #slots = new HistogramSlots()

  constructor(memory: TrainingMemory, tree: GrownTree, rules: GrowthRules) {
    this.#memory = memory
    this.#tree = tree
    this.#rules = rules
    tree.nodes = 0
  }

  begin(count: number, sums: NodeSums): void {
    const root = this.#addNode(sums, count)
    const slot = this.#slots.take()
    this.#build(slot, 0, count)
    this.#offer({ ...sums, node: root, start: 0, count, depth: 0, slot })
  }

  next(): OpenLeaf | undefined {
    return takeNextLeaf(this.#open, this.#rules.options)
  }

  split(leaf: OpenLeaf): void {
    const { node, start, count, depth, slot, split } = leaf
    const leftCount = this.#divide(leaf)
    const [leftSums, rightSums] = this.#childSums(leaf)
    const left = this.#addNode(leftSums, leftCount)
    const right = this.#addNode(rightSums, count - leftCount)
    const tree = this.#tree
    tree.feature[node] = split.feature
    tree.gain[node] = split.gain
    tree.left[node] = left
    tree.right[node] = right
    this.leaves++
    const children = [
      { ...leftSums, node: left, start, count: leftCount, depth: depth + 1 },
      { ...rightSums, node: right, start: start + leftCount, count: count - leftCount, depth: depth + 1 },
    ] as const
    this.#openChildren(children, slot)
  }

  closeAll(): ClosedLeaf[] {
    for (const leaf of this.#open) this.#closed.push(leaf)
    return this.#closed
  }

  #openChildren(children: readonly [Unsplit, Unsplit], slot: number): void {
    const [left, right] = children
    const isOpen = children.map((child) => this.#mayBeSplit(child))
    if (!isOpen[0] && !isOpen[1]) {
      this.#slots.give(slot)
      this.#closed.push(left, right)
      return
    }
    const smaller = left.count <= right.count ? 0 : 1
    const other = this.#slots.take()
    this.#build(other, children[smaller].start, children[smaller].count)
    const { kernels, histogramBytes } = this.#memory
    if (isOpen[1 - smaller]) {
      kernels.subtract(this.#memory.histogram(slot), this.#memory.histogram(other), histogramBytes)
    }
    const slots = smaller === 0 ? [other, slot] : [slot, other]
    for (const [k, child] of children.entries()) {
      if (isOpen[k]) this.#offer({ ...child, slot: slots[k]! })
      else this.#close(child, slots[k]!)
    }
  }

  #offer(leaf: Unsplit & { readonly slot: number }): void {
    const { features, options, candidates } = this.#rules
    const at = this.#memory.histogram(leaf.slot)
    const split = this.#mayBeSplit(leaf)
      ? findSplit(this.#memory, at, leaf, candidates(), features, this.#rules, options.minSplitGain)
      : null
    if (split) this.#open.push({ ...leaf, split })
    else this.#close(leaf, leaf.slot)
  }

  #close(leaf: ClosedLeaf, slot: number): void {
    this.#slots.give(slot)
    this.#closed.push(leaf)
  }

  #mayBeSplit({ count, hessian, depth }: Unsplit): boolean {
    const { options, leastHessian } = this.#rules
    return depth < options.maxDepth && count >= 2 * options.minChildSamples && count > 1 && hessian >= 2 * leastHessian
  }

  #build(slot: number, start: number, count: number): void {
    const { kernels, rowCodes, stride, list, gradients, rows, featureBytes } = this.#memory
    const out = this.#memory.histogram(slot)
    if (count === rows) kernels.buildAll(rowCodes, stride / 4, stride, count, gradients, out, featureBytes)
    else kernels.build(rowCodes, stride / 4, stride, list + 4 * start, count, gradients, out, featureBytes)
  }

  /** Writes the node's decision table and divides its rows. */
  #divide({ node, start, count, split }: OpenLeaf): number {
    const memory = this.#memory
    const at = memory.table(node)
    const table = memory.bytes(at, 256)
    if (split.leftBins) {
      table.fill(0)
      for (const bin of split.leftBins) table[bin] = 1
    } else {
      table.fill(1, 0, split.bin + 1).fill(0, split.bin + 1)
    }
    const missing = this.#rules.features.bins[split.feature]!
    const column = memory.columnCodes + split.feature * memory.rows
    table[missing] = split.missingLeft ? 1 : 0
    const lefts = memory.kernels.partition(column, memory.list + 4 * start, count, at, memory.spare)
    // without missing rows nothing was learnt: they go where most rows go
    if (this.#rules.features.hasMissing[split.feature] === 0) table[missing] = 2 * lefts >= count ? 1 : 0
    this.#tree.bin[node] = split.leftBins ? -1 : split.bin
    this.#tree.missingLeft[node] = table[missing]!
    return lefts
  }

  #childSums(leaf: OpenLeaf): [NodeSums, NodeSums] {
    const { split, low, high } = leaf
    const left = { gradient: split.leftGradient, hessian: split.leftHessian, low, high }
    const right = { gradient: leaf.gradient - left.gradient, hessian: leaf.hessian - left.hessian, low, high }
    const direction = this.#rules.features.monotone[split.feature] ?? 0
    if (direction === 0) return [left, right]
    const middle = (this.#valueOf(left) + this.#valueOf(right)) / 2
    return direction > 0
      ? [
          { ...left, high: middle },
          { ...right, low: middle },
        ]
      : [
          { ...left, low: middle },
          { ...right, high: middle },
        ]
  }

  #valueOf(sums: NodeSums): number {
    return bounded(leafValue(sums.gradient, sums.hessian, this.#rules), sums)
  }

  #addNode(sums: NodeSums, count: number): number {
    const tree = this.#tree
    const node = tree.nodes++
    tree.feature[node] = -1
    tree.bin[node] = -1
    tree.missingLeft[node] = 0
    tree.left[node] = -1
    tree.right[node] = -1
    tree.gain[node] = 0
    tree.cover[node] = count
    tree.value[node] = this.#valueOf(sums)
    return node
  }
}

type Unsplit = Omit<OpenLeaf, 'slot' | 'split'>
