import type { HistogramSlots } from '../../grow/histogram-slots.ts'
import { takeNextLeaf } from '../../grow/next-leaf.ts'
import { leafScore, leafValue, type SplitRules } from '../../split/split.ts'
import type { BoostingOptions } from '../boosting-options.ts'
import type { ShardMemory } from './shard-memory.ts'
import { NUMBER, ORDER, STEPS } from './shard-work.ts'

export interface GrowthTools {
  readonly memory: ShardMemory
  readonly slots: HistogramSlots
  /** Has a step done by all parts. */
  readonly run: (step: number, parts: number) => void
  readonly options: BoostingOptions
  readonly rules: SplitRules
  /** The features that a node may use; called once a node, in the order in which they are opened. */
  readonly candidates: () => Int32Array
}

interface Leaf {
  readonly node: number
  readonly count: number
  readonly gradient: number
  readonly depth: number
}

interface FoundSplit {
  readonly gain: number
  readonly feature: number
  readonly bin: number
  readonly missingLeft: boolean
  readonly leftGradient: number
  readonly leftCount: number
}

interface OpenLeaf extends Leaf {
  readonly slot: number
  readonly split: FoundSplit
}

/** Grows one tree, whose errors are packed and whose root's histograms are built; the values are before the learning rate. */
export class ShardedGrowth {
  nodes = 0
  readonly #tools: GrowthTools
  readonly #open: OpenLeaf[] = []

  constructor(tools: GrowthTools) {
    this.#tools = tools
  }

  grow(count: number, gradient: number): void {
    const { slots, options } = this.#tools
    const root = this.#addNode(count, gradient, 0)
    const slot = slots.take()
    this.#search(slot, -1, [this.#mayBeSplit(root) ? { ...root, slot } : null, null])
    for (let leaves = 1; leaves < options.maxLeaves; leaves++) {
      const leaf = takeNextLeaf(this.#open, options)
      if (!leaf) break
      this.#split(leaf)
    }
    for (const { slot: left } of this.#open) slots.give(left)
  }

  #split(leaf: OpenLeaf): void {
    const { memory, slots, run } = this.#tools
    const { count, gradient, depth, split } = leaf
    const left = this.#addNode(split.leftCount, split.leftGradient, depth + 1)
    const right = this.#addNode(count - split.leftCount, gradient - split.leftGradient, depth + 1)
    const opens = [this.#mayBeSplit(left), this.#mayBeSplit(right)]
    const isAnyOpen = opens[0]! || opens[1]!
    const smaller = left.count <= right.count ? 0 : 1
    this.#orderDivision(leaf, left, right, isAnyOpen ? [left, right][smaller]!.node : -1)
    run(STEPS.divide, memory.shape.shards)
    this.#settleMissing(leaf)
    if (!isAnyOpen) return slots.give(leaf.slot)
    const other = slots.take()
    const own = smaller === 0 ? [other, leaf.slot] : [leaf.slot, other]
    const children = [left, right].map((child, k) => (opens[k] ? { ...child, slot: own[k]! } : null))
    this.#search(other, opens[1 - smaller] ? leaf.slot : -1, children)
    for (const k of [0, 1]) if (!opens[k]) slots.give(own[k]!)
  }

  #orderDivision({ node, split }: OpenLeaf, left: Leaf, right: Leaf, built: number): void {
    const { memory } = this.#tools
    const { orders, shape, hasMissing } = memory
    const table = memory.bytes(memory.goesLeft, 256)
    table.fill(1, 0, split.bin + 1).fill(0, split.bin + 1)
    if (hasMissing[split.feature] === 1) table[shape.bins[split.feature]!] = split.missingLeft ? 1 : 0
    orders[ORDER.node] = node
    orders[ORDER.left] = left.node
    orders[ORDER.right] = right.node
    orders[ORDER.built] = built
    orders[ORDER.feature] = split.feature
    memory.feature[node] = split.feature
    memory.bin[node] = split.bin
    memory.left[node] = left.node
    memory.right[node] = right.node
    memory.gain[node] = split.gain
  }

  /** Without missing rows nothing was learnt of them: they go where most rows go. */
  #settleMissing({ node, count, split }: OpenLeaf): void {
    const { missingLeft, hasMissing } = this.#tools.memory
    const goesLeft = hasMissing[split.feature] === 1 ? split.missingLeft : 2 * split.leftCount >= count
    missingLeft[node] = goesLeft ? 1 : 0
  }

  /** Finds the children's splits and opens those that have one, the left one first. */
  #search(slot: number, parentSlot: number, children: readonly ((Leaf & { slot: number }) | null)[]): void {
    const { memory, slots, run, candidates } = this.#tools
    const { orders, orderNumbers } = memory
    orders[ORDER.slot] = slot
    orders[ORDER.parentSlot] = parentSlot
    for (const side of [0, 1] as const) {
      const child = children[side] ?? null
      orders[ORDER.leftSlot + side] = child ? child.slot : -1
      if (!child) continue
      const usable = candidates()
      memory.candidates[side].set(usable)
      orders[ORDER.leftCandidates + side] = usable.length
      orders[ORDER.leftCount + side] = child.count
      orderNumbers[NUMBER.leftGradient + side] = child.gradient
    }
    run(STEPS.search, memory.ranges)
    for (const side of [0, 1] as const) {
      const child = children[side]
      if (!child) continue
      const split = this.#bestSplit(side, child)
      if (split) this.#open.push({ ...child, split })
      else slots.give(child.slot)
    }
  }

  /** The best of all ranges; of equal ones that of the first range. */
  #bestSplit(side: 0 | 1, { gradient, count }: Leaf): FoundSplit | null {
    const { memory, rules, options } = this.#tools
    let best: Float64Array | undefined
    for (let range = 0; range < memory.ranges; range++) {
      const answer = memory.answerOf(range, side)
      if (answer[0]! > 0 && !(best && answer[0]! <= best[0]!)) best = answer
    }
    if (!best) return null
    const whole = leafScore(gradient, count, rules)
    const gain = best[0]! - whole
    if (!(gain > Math.max(options.minSplitGain, 1e-12 * whole))) return null
    return {
      gain,
      feature: best[1]!,
      bin: best[2]!,
      missingLeft: best[3] === 1,
      leftGradient: best[4]!,
      leftCount: best[5]!,
    }
  }

  #mayBeSplit({ count, depth }: Leaf): boolean {
    const { options, rules } = this.#tools
    const least = Math.max(2 * options.minChildSamples, 2, 2 * rules.leastHessian)
    return depth < options.maxDepth && count >= least
  }

  #addNode(count: number, gradient: number, depth: number): Leaf {
    const { memory, rules } = this.#tools
    const node = this.nodes++
    memory.feature[node] = -1
    memory.bin[node] = -1
    memory.left[node] = -1
    memory.right[node] = -1
    memory.missingLeft[node] = 0
    memory.gain[node] = 0
    memory.cover[node] = count
    memory.value[node] = leafValue(gradient, count, rules)
    return { node, count, gradient, depth }
  }
}
