import type { TreeEnsemble } from '@zerosec/engine'

/** Trees that are walked side by side: the processor waits for one while it works on the others. */
const SIDE_BY_SIDE = 4

/**
 * An ensemble laid out for one row at a time. Every question becomes "is a value above a threshold", so that a step has no branch to be
 * guessed wrong: missing numbers stand in the row as −∞ where they go left and in a second copy as ∞ where they go right, and each set
 * of levels that a category is split by has a place of its own, 0 for left and 1 for right. Gives what `predictRaw` gives, to the bit.
 */
export class PackedTrees {
  readonly #ensemble: TreeEnsemble
  /**
   * Nodes of 16 bytes: the threshold, then the place in the row that is asked for, then the left child; the right one is the next. A leaf
   * has its value for a threshold, asks for the first place, which is −∞, and is its own left child.
   */
  readonly #thresholds: Float64Array
  readonly #links: Int32Array
  /** The trees with those of like depth together, filled up with the empty tree at the end to groups of SIDE_BY_SIDE. */
  readonly #order: Int32Array
  /** Of each tree, and of the empty one. */
  readonly #roots: Int32Array
  readonly #leaves: Int32Array
  /** −∞, the features, their second copies, the sets. */
  readonly #row: Float64Array
  readonly #sets: LevelSets

  /** @param ensemble  checked as `decodeModel` does. Cost: the number of nodes. */
  constructor(ensemble: TreeEnsemble) {
    const nodes = ensemble.feature.length
    const trees = ensemble.treeOutput.length
    const buffer = new ArrayBuffer(16 * (nodes + 1))
    this.#ensemble = ensemble
    this.#thresholds = new Float64Array(buffer)
    this.#links = new Int32Array(buffer)
    this.#roots = new Int32Array(trees + 1)
    this.#leaves = new Int32Array(trees + 1)
    this.#sets = new LevelSets(ensemble)
    const depths = ensemble.treeOutput.map((_, tree) => depthOf(ensemble, tree))
    const byDepth = Int32Array.from(depths, (_, tree) => tree).sort((a, b) => depths[a]! - depths[b]! || a - b)
    this.#order = new Int32Array(SIDE_BY_SIDE * Math.ceil(trees / SIDE_BY_SIDE)).fill(trees)
    this.#order.set(byDepth)
    let place = 0
    for (const tree of byDepth) {
      this.#roots[tree] = place
      place = this.#pack(ensemble.treeStart[tree]!, place)
    }
    this.#roots[trees] = nodes
    this.#placeLeaf(nodes, 0)
    this.#row = new Float64Array(1 + 2 * ensemble.features + this.#sets.count)
    this.#row[0] = Number.NEGATIVE_INFINITY
  }

  /** Places the nodes of a tree level by level. @returns the place after them */
  #pack(root: number, start: number): number {
    const { feature, left, right, value } = this.#ensemble
    const open = [root]
    for (let at = 0; at < open.length; at++) {
      const node = open[at]!
      if (feature[node]! < 0) this.#placeLeaf(start + at, value[node]!)
      else {
        this.#placeSplit(start + at, node, start + open.length)
        open.push(left[node]!, right[node]!)
      }
    }
    return start + open.length
  }

  #placeLeaf(place: number, value: number): void {
    this.#thresholds[2 * place] = value
    this.#links[4 * place + 2] = 0
    this.#links[4 * place + 3] = place
  }

  #placeSplit(place: number, node: number, leftChild: number): void {
    const { features, feature, threshold, categoryStart, missingLeft } = this.#ensemble
    const asked = feature[node]!
    const isCategory = categoryStart[node]! >= 0
    // ∞ in the row is above every threshold
    this.#thresholds[2 * place] = isCategory ? 0.5 : Math.min(threshold[node]!, Number.MAX_VALUE)
    const copy = missingLeft[node] === 1 ? asked : features + asked
    this.#links[4 * place + 2] = 1 + (isCategory ? 2 * features + this.#sets.add(node) : copy)
    this.#links[4 * place + 3] = leftChild
  }

  /**
   * @param row     the values of the features: finite, or NaN where they are missing
   * @param scores  outputs: overwritten with the raw scores
   */
  predict(row: Float64Array, scores: Float64Array): void {
    this.#spread(row)
    this.#walk()
    const leaves = this.#leaves
    const thresholds = this.#thresholds
    const { baseScore, treeOutput } = this.#ensemble
    scores.set(baseScore)
    for (let tree = 0; tree < treeOutput.length; tree++) scores[treeOutput[tree]!]! += thresholds[2 * leaves[tree]!]!
  }

  #spread(row: Float64Array): void {
    const spread = this.#row
    const p = row.length
    for (let j = 0; j < p; j++) {
      const value = row[j]!
      const isMissing = Number.isNaN(value)
      spread[1 + j] = isMissing ? Number.NEGATIVE_INFINITY : value
      spread[1 + p + j] = isMissing ? Number.POSITIVE_INFINITY : value
    }
    this.#sets.sides(row, spread.subarray(1 + 2 * p))
  }

  /** Fills in the leaf of every tree. */
  #walk(): void {
    const row = this.#row
    const links = this.#links
    const thresholds = this.#thresholds
    const order = this.#order
    const roots = this.#roots
    const leaves = this.#leaves
    for (let at = 0; at < order.length; at += SIDE_BY_SIDE) {
      let a = roots[order[at]!]!
      let b = roots[order[at + 1]!]!
      let c = roots[order[at + 2]!]!
      let d = roots[order[at + 3]!]!
      let hasMoved = true
      while (hasMoved) {
        // a truth as a number, without a branch
        const nextA = links[4 * a + 3]! + (Number(row[links[4 * a + 2]!]! > thresholds[2 * a]!) | 0)
        const nextB = links[4 * b + 3]! + (Number(row[links[4 * b + 2]!]! > thresholds[2 * b]!) | 0)
        const nextC = links[4 * c + 3]! + (Number(row[links[4 * c + 2]!]! > thresholds[2 * c]!) | 0)
        const nextD = links[4 * d + 3]! + (Number(row[links[4 * d + 2]!]! > thresholds[2 * d]!) | 0)
        hasMoved = ((nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d)) !== 0
        a = nextA
        b = nextB
        c = nextC
        d = nextD
      }
      leaves[order[at]!] = a
      leaves[order[at + 1]!] = b
      leaves[order[at + 2]!] = c
      leaves[order[at + 3]!] = d
    }
  }
}

function depthOf({ treeStart, feature, left, right }: TreeEnsemble, tree: number): number {
  const open = [{ node: treeStart[tree]!, depth: 0 }]
  let deepest = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next
    deepest = Math.max(deepest, depth)
    if (feature[node]! >= 0)
      open.push({ node: left[node]!, depth: depth + 1 }, { node: right[node]!, depth: depth + 1 })
  }
  return deepest
}

/** The different sets of levels that the nodes of an ensemble split categories by. */
class LevelSets {
  readonly #ensemble: TreeEnsemble
  readonly #numbers = new Map<string, number>()
  /** A node that has the set. */
  readonly #nodes: number[] = []

  constructor(ensemble: TreeEnsemble) {
    this.#ensemble = ensemble
  }

  get count(): number {
    return this.#nodes.length
  }

  /** The number of a node's set; equal sets have one number. */
  add(node: number): number {
    const { feature, levels, categoryStart, categoryBits, missingLeft } = this.#ensemble
    const start = categoryStart[node]!
    const words = Math.ceil(levels[feature[node]!]! / 32)
    const key = [feature[node], missingLeft[node], ...categoryBits.subarray(start, start + words)].join()
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.#nodes.length)
    return this.#nodes.push(node) - 1
  }

  /** @param out  count: 1 where the row's level goes right */
  sides(row: Float64Array, out: Float64Array): void {
    const { feature, levels, categoryStart, categoryBits, missingLeft } = this.#ensemble
    const nodes = this.#nodes
    for (let set = 0; set < nodes.length; set++) {
      const node = nodes[set]!
      const code = row[feature[node]!]!
      const isKnown = code >= 0 && code < levels[feature[node]!]!
      const bit = isKnown ? categoryBits[categoryStart[node]! + (code >>> 5)]! >>> (code & 31) : missingLeft[node]!
      out[set] = 1 - (bit & 1)
    }
  }
}
