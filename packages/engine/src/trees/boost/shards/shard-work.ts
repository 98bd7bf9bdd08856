import { type BinnedFeatures, MISSING_BIN } from '../../bins/binned-features.ts'
import { SEARCH_BYTES } from '../../grow/training-memory.ts'
import type { ShardMemory } from './shard-memory.ts'
import { partOf } from './shard-shape.ts'

/** Steps of a training, and what `orders` and `orderNumbers` tell of each. */
export const STEPS = { lay: 0, largest: 1, root: 2, divide: 3, search: 4, score: 5 } as const
/** orders[0] is the step. */
export const ORDER = {
  /** lay, largest, root: rows of the list. score: nodes; rest: rows that the tree isn't grown on. */
  count: 1,
  rest: 2,
  /** divide: a node is divided, and the histogram of one child is built. */
  node: 3,
  left: 4,
  right: 5,
  built: 6,
  feature: 7,
  /** search: where the histogram of the built child goes, and whence it is taken away: −1 for no such thing. */
  slot: 8,
  parentSlot: 9,
  /** The slots of the children that are searched: −1 for one that isn't; and how many features each may use. */
  leftSlot: 10,
  rightSlot: 11,
  leftCandidates: 12,
  rightCandidates: 13,
  leftCount: 14,
  rightCount: 15,
} as const
/** Steps in an error of 1, and Σ error of the children that are searched. */
export const NUMBER = { scale: 0, leftGradient: 1, rightGradient: 2 } as const

/** From this share of a shard's rows on its codes are read word by word of features, else row by row: measured at a million rows. */
const DENSE_SHARE = 1 / 8

/** What every search goes by. */
export interface SearchRules {
  readonly l1: number
  readonly l2: number
  readonly leastHessian: number
}

/** Does the parts of the steps that the orders in the memory name. One a thread. */
export class ShardWork {
  readonly #memory: ShardMemory
  readonly #binned: BinnedFeatures
  readonly #rules: SearchRules

  constructor(memory: ShardMemory, binned: BinnedFeatures, rules: SearchRules) {
    this.#memory = memory
    this.#binned = binned
    this.#rules = rules
  }

  /** Part k of the step that is under way. */
  do(k: number): void {
    switch (this.#memory.orders[0]) {
      case STEPS.lay:
        return this.#lay(k)
      case STEPS.largest:
        return this.#largest(k)
      case STEPS.root:
        return this.#root(k)
      case STEPS.divide:
        return this.#divide(k)
      case STEPS.search:
        return this.#search(k)
      default:
        return this.#score(k)
    }
  }

  #lay(shard: number): void {
    const { shape, words, byRow, byWord, hasMissing } = this.#memory
    const { rows, features, shards } = shape
    const [first, end] = partOf(rows, shards, shard)
    for (let j = 0; j < features; j++) {
      const missing = this.#binned.bins[j]!
      const from = this.#binned.codes.subarray(j * rows, (j + 1) * rows)
      const to = this.#memory.placeInWords(j)
      for (let i = first; i < end; i++) {
        const code = from[i] === MISSING_BIN ? missing : from[i]!
        byRow[4 * words * i + j] = code
        byWord[to + 4 * i] = code
        if (code === missing) hasMissing[j] = 1
      }
    }
  }

  #largest(shard: number): void {
    const { shape, kernels, answers, scoresAt, targetAt } = this.#memory
    const [first, end] = partOf(shape.rows, shape.shards, shard)
    answers[shard] = kernels.largestError(scoresAt, targetAt, first, end)
  }

  #root(shard: number): void {
    const { shape, kernels, answers, orders, orderNumbers, scoresAt, targetAt, listAt, packed } = this.#memory
    const [first, end] = partOf(orders[ORDER.count]!, shape.shards, shard)
    const list = listAt + 4 * first
    const scale = orderNumbers[NUMBER.scale]!
    answers[shard] = kernels.packErrors(scoresAt, targetAt, list, end - first, packed, scale, shape.countBits)
    this.#setSegment(shard, 0, first, end - first)
    this.#build(shard, 0)
  }

  #divide(shard: number): void {
    const { shape, kernels, answers, orders, words, listAt, spare, goesLeft, byRowAt, byWordAt } = this.#memory
    const [first, count] = this.#segment(shard, orders[ORDER.node]!)
    const feature = orders[ORDER.feature]!
    const [codes, apart] = this.#isDense(count)
      ? [byWordAt + this.#memory.placeInWords(feature), 4]
      : [byRowAt + feature, 4 * words]
    // a shard has the part of the spare list that is as long as its part of the list, and room between them
    const own = spare + 4 * partOf(shape.rows, shape.shards, shard)[0] + 16 * shard
    const lefts = kernels.partitionEvery(codes, apart, listAt + 4 * first, count, goesLeft, own)
    answers[shard] = lefts
    this.#setSegment(shard, orders[ORDER.left]!, first, lefts)
    this.#setSegment(shard, orders[ORDER.right]!, first + lefts, count - lefts)
    if (orders[ORDER.built]! >= 0) this.#build(shard, orders[ORDER.built]!)
  }

  #build(shard: number, node: number): void {
    const { kernels, shape, byRowAt, byWordAt, listAt, packed, ordered, words } = this.#memory
    const [first, count] = this.#segment(shard, node)
    const list = listAt + 4 * first
    const out = this.#memory.packedHistogram(shard)
    if (this.#isDense(count))
      kernels.buildFromWords(byWordAt, shape.rows, words, list, count, packed, ordered + 8 * first, out)
    else kernels.buildFromRows(byRowAt, words, list, count, packed, out)
  }

  /** Whether so many rows of a shard are near each other among all of its rows. */
  #isDense(count: number): boolean {
    const { rows, shards } = this.#memory.shape
    return count * shards >= DENSE_SHARE * rows
  }

  /** Part k is a range of features. */
  #search(range: number): void {
    const memory = this.#memory
    const { orders, words, ranges, featureBytes, shape } = memory
    const [firstWord, endWord] = partOf(words, ranges, range)
    const [first, end] = [4 * firstWord, Math.min(4 * endWord, shape.features)]
    const slot = orders[ORDER.slot]!
    const parent = orders[ORDER.parentSlot]!
    if (slot >= 0) this.#merge(slot, first, end)
    if (parent >= 0) {
      const at = first * featureBytes
      memory.kernels.subtract(memory.histogram(parent) + at, memory.histogram(slot) + at, (end - first) * featureBytes)
    }
    this.#scan(range, 0, first, end)
    this.#scan(range, 1, first, end)
  }

  #merge(slot: number, first: number, end: number): void {
    const { kernels, shape, packedBytes, featureBytes, orderNumbers } = this.#memory
    const step = 1 / orderNumbers[NUMBER.scale]!
    for (let j = first; j < end; j++) {
      const out = this.#memory.histogram(slot) + j * featureBytes
      const from = this.#memory.packedFeature(j)
      kernels.mergePacked(from, packedBytes, shape.shards, shape.bins[j]! + 1, out, shape.countBits, step)
    }
  }

  #scan(range: number, side: 0 | 1, first: number, end: number): void {
    const memory = this.#memory
    const { orders, orderNumbers, candidates, candidatesAt, kernels, featureBytes } = memory
    const answer = memory.answerOf(range, side)
    answer[0] = -1
    const slot = orders[ORDER.leftSlot + side]!
    if (slot < 0) return
    const own = candidates[side].subarray(0, orders[ORDER.leftCandidates + side])
    const from = countBelow(own, first)
    const to = countBelow(own, end)
    if (to === from) return
    const { l1, l2, leastHessian } = this.#rules
    const gradient = orderNumbers[NUMBER.leftGradient + side]!
    const hessian = orders[ORDER.leftCount + side]!
    const room = memory.searchRoom(range, side)
    kernels.scanFeatures(
      memory.histogram(slot),
      featureBytes,
      candidatesAt[side] + 4 * from,
      to - from,
      memory.bins,
      memory.missing,
      gradient,
      hessian,
      l1,
      l2,
      leastHessian,
      room,
      room + SEARCH_BYTES,
    )
  }

  #score(shard: number): void {
    const { shape, kernels, orders, listAt, scoresAt, feature, value } = this.#memory
    for (let node = 0; node < orders[ORDER.count]!; node++) {
      if (feature[node]! >= 0) continue
      const [first, count] = this.#segment(shard, node)
      kernels.addValue(scoresAt, listAt + 4 * first, count, value[node]!)
    }
    const [first, end] = partOf(orders[ORDER.rest]!, shape.shards, shard)
    if (end > first) this.#scoreByDescent(first, end)
  }

  #scoreByDescent(first: number, end: number): void {
    const { words, byRow, scores, rest, feature, bin, left, right, missingLeft, value, shape } = this.#memory
    for (let i = first; i < end; i++) {
      const row = rest[i]!
      let node = 0
      while (feature[node]! >= 0) {
        const by = feature[node]!
        const code = byRow[4 * words * row + by]!
        const isLeft = code === shape.bins[by]! ? missingLeft[node] === 1 : code <= bin[node]!
        node = isLeft ? left[node]! : right[node]!
      }
      scores[row]! += value[node]!
    }
  }

  #segment(shard: number, node: number): readonly [number, number] {
    const { segments, shape } = this.#memory
    const at = 2 * (node * shape.shards + shard)
    return [segments[at]!, segments[at + 1]!]
  }

  #setSegment(shard: number, node: number, first: number, count: number): void {
    const { segments, shape } = this.#memory
    const at = 2 * (node * shape.shards + shard)
    segments[at] = first
    segments[at + 1] = count
  }
}

function countBelow(ascending: Int32Array, limit: number): number {
  let count = 0
  while (count < ascending.length && ascending[count]! < limit) count++
  return count
}
