import { MISSING_BIN } from '../bins/binned-features.ts'
import type { ForestOptions } from './forest-options.ts'
import type { ForestProblem } from './forest-problem.ts'
import type { ForestGrower, ForestTree } from './forest-tree.ts'
import { bagKey, KeyedNumbers, leftKey, rightKey, rootKey } from './node-keys.ts'
import { goesLeft, NodeSearch, type NodeSplit } from './node-search.ts'
import type { NodeTotals } from './split-quality.ts'

interface PendingNode {
  readonly node: number
  readonly rows: Int32Array
  readonly depth: number
  readonly key: number
}

/** Grows trees of any criterion, row by row and cut by cut: the reference of the kernels, and what several classes are grown by. */
export class PlainGrower implements ForestGrower {
  readonly sums: number
  readonly #problem: ForestProblem
  readonly #options: ForestOptions
  readonly #draws: Int32Array
  readonly #search: NodeSearch
  readonly #oobSums: Float64Array
  readonly #oobTimes: Int32Array
  #splits: (NodeSplit | undefined)[] = []
  #left: number[] = []
  #totals: NodeTotals[] = []

  constructor(problem: ForestProblem, options: ForestOptions) {
    this.#problem = problem
    this.#options = options
    this.sums = Math.max(1, problem.classes)
    this.#draws = new Int32Array(problem.rows)
    this.#search = new NodeSearch(problem, options, this.#draws)
    this.#oobSums = new Float64Array(this.sums * problem.rows)
    this.#oobTimes = new Int32Array(problem.rows)
  }

  grow(key: number): ForestTree {
    this.#drawBag(bagKey(key))
    const { rows, units } = this.#problem
    const bag = Int32Array.from({ length: rows }, (_, i) => i).filter(
      (i) => this.#draws[i]! > 0 && units[2 * i + 1]! > 0,
    )
    this.#splits = []
    this.#left = []
    this.#totals = []
    const pending: PendingNode[] = [{ node: this.#addNode(bag), rows: bag, depth: 0, key: rootKey(key) }]
    for (let next = pending.pop(); next; next = pending.pop()) this.#divide(next, pending)
    return this.#tree()
  }

  addOutOfBag(leaves: Float64Array): void {
    const { rows, codes, leafUnit } = this.#problem
    for (let i = 0; i < rows; i++) {
      if (this.#draws[i]! > 0) continue
      let node = 0
      for (let split = this.#splits[0]; split; split = this.#splits[node]) {
        node = this.#left[node]! + (goesLeft(split, codes[split.feature * rows + i]!) ? 0 : 1)
      }
      for (let k = 0; k < this.sums; k++) {
        this.#oobSums[k * rows + i]! += roundToEven(leaves[node * this.sums + k]! * leafUnit)
      }
      this.#oobTimes[i]!++
    }
  }

  outOfBag(): { readonly sums: Float64Array; readonly times: Int32Array } {
    return { sums: this.#oobSums.slice(), times: this.#oobTimes.slice() }
  }

  #drawBag(key: number): void {
    const { rows, draws } = this.#problem
    const numbers = new KeyedNumbers(key)
    this.#draws.fill(0)
    if (this.#options.bootstrap) {
      for (let i = 0; i < draws; i++) this.#draws[numbers.below(rows)]!++
      return
    }
    const order = Int32Array.from({ length: rows }, (_, i) => i)
    for (let i = 0; i < draws; i++) {
      const other = i + (draws < rows ? numbers.below(rows - i) : 0)
      const row = order[other]!
      order[other] = order[i]!
      order[i] = row
      this.#draws[row] = 1
    }
  }

  #divide({ node, rows, depth, key }: PendingNode, pending: PendingNode[]): void {
    const { target, minSplit, minLeaf, codes, rows: n } = this.#problem
    const totals = this.#totals[node]!
    if (depth >= this.#options.maxDepth || totals.weight < minSplit || totals.weight < 2 * minLeaf) return
    if (rows.every((row) => target[row] === target[rows[0]!])) return
    const split = this.#search.best(rows, totals, key)
    if (!split) return
    const isLeft = (row: number) => goesLeft(split, codes[split.feature * n + row]!)
    const lefts = rows.filter(isLeft)
    const rights = rows.filter((row) => !isLeft(row))
    this.#splits[node] = split
    const left = this.#addNode(lefts)
    const right = this.#addNode(rights)
    this.#left[node] = left
    pending.push({ node: right, rows: rights, depth: depth + 1, key: rightKey(key) })
    pending.push({ node: left, rows: lefts, depth: depth + 1, key: leftKey(key) })
  }

  #addNode(rows: Int32Array): number {
    this.#splits.push(undefined)
    this.#left.push(-1)
    return this.#totals.push(this.#search.totals(rows)) - 1
  }

  #tree(): ForestTree {
    const splits = this.#splits
    const nodes = splits.length
    const sets: Uint8Array[] = []
    const set = Int32Array.from(splits, (split) => (split?.codes ? sets.push(split.codes) - 1 : -1))
    const bits = new Uint8Array(32 * sets.length)
    for (const [s, codes] of sets.entries()) {
      for (let code = 0; code <= MISSING_BIN; code++) if (codes[code]) bits[32 * s + (code >> 3)]! |= 1 << (code & 7)
    }
    const sum = new Float64Array(nodes * this.sums)
    for (const [node, totals] of this.#totals.entries()) sum.set(totals.sums, node * this.sums)
    return {
      nodes,
      feature: Int32Array.from(splits, (split) => split?.feature ?? -1),
      cut: Int32Array.from(splits, (split) => split?.cut ?? 0),
      left: Int32Array.from(this.#left),
      missingLeft: Uint8Array.from(splits, (split) => (split?.missingLeft ? 1 : 0)),
      set,
      sets: bits,
      sum,
      weight: Float64Array.from(this.#totals, ({ weight }) => weight),
      gain: Float64Array.from(splits, (split, node) => (split ? split.quality / this.#totals[node]!.weight : 0)),
    }
  }
}

/** As the kernels round. */
function roundToEven(value: number): number {
  const rounded = Math.round(value)
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}
