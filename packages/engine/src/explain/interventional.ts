import type { TreeEnsemble } from '../trees/tree-ensemble.ts'
import { mostFeaturesOnPath } from './cover-share.ts'
import type { ShapTarget } from './shap-target.ts'
import { type RowList, splitRows } from './split-rows.ts'

/** Who decides for a feature on the way to a leaf: not decided yet, as both went the same way; the row; the background. */
const OPEN = 0
const ROW = 1
const BACKGROUND = 2

/**
 * Interventional SHAP values of one tree against the rows of a background, added to the target; exact, the mean over the background.
 *
 * For one row and one background row, a leaf is reached by a coalition exactly if it holds the a features in which only the row
 * agrees with the path and none of the n features in which only the background does. Of value v, it adds v·(a − 1)!·n!/(a + n)! to
 * each of the a and −v·a!·(n − 1)!/(a + n)! to each of the n. Which features those are depends on the ways taken alone, so all rows
 * and all background rows that take the same ways walk as one rectangle of pairs: a visit costs the sum of its sides, not their product.
 *
 * The additions to a row come in a fixed order, whatever other rows there are. Cost: at most the pairs × the leaves that either
 * reaches; for small trees near (rows + background) × leaves × ways.
 *
 * Source: Lundberg et al., Nature Machine Intelligence 2 (2020) 56, supplement (independent tree SHAP).
 */
export function addInterventionalShap(
  ensemble: TreeEnsemble,
  tree: number,
  list: RowList,
  background: RowList,
  target: ShapTarget,
): void {
  if (list.rows.length > 0) new Walk(ensemble, tree, list, background, target).run()
}

/** Mean of one tree's leaf values over rows: what its SHAP values start from. */
export function backgroundMean(ensemble: TreeEnsemble, tree: number, background: RowList): number {
  const count = background.rows.length
  const sum = (node: number, start: number, end: number): number => {
    if (start === end) return 0
    if (ensemble.feature[node]! < 0) return ensemble.value[node]! * (end - start)
    const middle = splitRows(ensemble, node, background, start, end)
    return sum(ensemble.left[node]!, start, middle) + sum(ensemble.right[node]!, middle, end)
  }
  return sum(ensemble.treeStart[tree]!, 0, count) / count
}

class Walk {
  readonly #ensemble: TreeEnsemble
  readonly #root: number
  readonly #output: number
  readonly #list: RowList
  readonly #background: RowList
  readonly #target: ShapTarget
  /** (most + 2)²: entry [a][n] is (a − 1)!·n!/(a + n)!, a ≥ 1. */
  readonly #weights: Float64Array
  readonly #stride: number
  readonly #stateOf: Uint8Array
  readonly #onPath: Int32Array
  #count = 0
  #rowCount = 0
  readonly #amounts: Float64Array
  readonly #pairAmounts: Float64Array

  constructor(ensemble: TreeEnsemble, tree: number, list: RowList, background: RowList, target: ShapTarget) {
    this.#ensemble = ensemble
    this.#root = ensemble.treeStart[tree]!
    this.#output = ensemble.treeOutput[tree]!
    this.#list = list
    this.#background = background
    this.#target = target
    const most = mostFeaturesOnPath(ensemble, this.#root, new Int32Array(ensemble.features))
    this.#stride = most + 2
    this.#weights = coalitionWeights(this.#stride)
    this.#stateOf = new Uint8Array(ensemble.features)
    this.#onPath = new Int32Array(most)
    this.#amounts = new Float64Array(most)
    this.#pairAmounts = new Float64Array(target.pairs ? most * most : 0)
  }

  run(): void {
    this.#visit(this.#root, 0, this.#list.rows.length, 0, this.#background.rows.length)
  }

  /** All pairs of rows start … end − 1 and background rows first … last − 1 come to a node by the same ways. */
  #visit(node: number, start: number, end: number, first: number, last: number): void {
    if (start === end || first === last) return
    const ensemble = this.#ensemble
    const feature = ensemble.feature[node]!
    if (feature < 0) {
      this.#addLeaf(ensemble.value[node]!, start, end, last - first)
      return
    }
    const left = ensemble.left[node]!
    const right = ensemble.right[node]!
    const state = this.#stateOf[feature]!
    if (state === ROW) {
      const middle = splitRows(ensemble, node, this.#list, start, end)
      this.#visit(left, start, middle, first, last)
      this.#visit(right, middle, end, first, last)
      return
    }
    const centre = splitRows(ensemble, node, this.#background, first, last)
    if (state === BACKGROUND) {
      this.#visit(left, start, end, first, centre)
      this.#visit(right, start, end, centre, last)
      return
    }
    const middle = splitRows(ensemble, node, this.#list, start, end)
    this.#visit(left, start, middle, first, centre)
    this.#visitDecided(left, feature, ROW, start, middle, centre, last)
    this.#visitDecided(left, feature, BACKGROUND, middle, end, first, centre)
    this.#visit(right, middle, end, centre, last)
    this.#visitDecided(right, feature, ROW, middle, end, first, centre)
    this.#visitDecided(right, feature, BACKGROUND, start, middle, centre, last)
  }

  #visitDecided(node: number, feature: number, by: number, start: number, end: number, first: number, last: number) {
    if (start === end || first === last) return
    this.#stateOf[feature] = by
    this.#onPath[this.#count++] = feature
    if (by === ROW) this.#rowCount++
    this.#visit(node, start, end, first, last)
    if (by === ROW) this.#rowCount--
    this.#count--
    this.#stateOf[feature] = OPEN
  }

  #addLeaf(value: number, start: number, end: number, backgroundRows: number): void {
    const count = this.#count
    if (value === 0 || count === 0) return
    const a = this.#rowCount
    const n = count - a
    const scaled = value * (backgroundRows / this.#background.rows.length)
    const ofRow = scaled * this.#weights[a * this.#stride + n]!
    const ofBackground = -scaled * this.#weights[n * this.#stride + a]!
    const amounts = this.#amounts
    for (let s = 0; s < count; s++) amounts[s] = this.#stateOf[this.#onPath[s]!] === ROW ? ofRow : ofBackground
    this.#target.add(this.#output, this.#list.rows, start, end, this.#onPath, amounts, count)
    if (this.#target.pairs && count > 1) this.#addLeafPairs(scaled / 2, a, n, start, end)
  }

  #addLeafPairs(half: number, a: number, n: number, start: number, end: number): void {
    const count = this.#count
    const stride = this.#stride
    const weights = this.#weights
    const amounts = this.#pairAmounts
    // with one player fewer: (a − 2)!·n!/(a + n − 1)! for two of the a, and so on
    const bothRow = a < 2 ? 0 : half * weights[(a - 1) * stride + n]!
    const bothBackground = n < 2 ? 0 : half * weights[(n - 1) * stride + a]!
    const mixed = a < 1 || n < 1 ? 0 : -half * weights[a * stride + n - 1]!
    for (let s = 1; s < count; s++) {
      const isRow = this.#stateOf[this.#onPath[s]!] === ROW
      for (let r = 0; r < s; r++) {
        const isOtherRow = this.#stateOf[this.#onPath[r]!] === ROW
        amounts[s * count + r] = isRow === isOtherRow ? (isRow ? bothRow : bothBackground) : mixed
      }
    }
    this.#target.addPairs(this.#output, this.#list.rows, start, end, this.#onPath, amounts, count)
  }
}

/** size²: entry [a][n] is (a − 1)!·n!/(a + n)! = B(a, n + 1) for a ≥ 1; 0 for a = 0. */
function coalitionWeights(size: number): Float64Array {
  const weights = new Float64Array(size * size)
  for (let n = 0; n < size; n++) {
    let weight = 1 / (n + 1)
    for (let a = 1; a < size; a++) {
      weights[a * size + n] = weight
      weight *= a / (a + n + 1)
    }
  }
  return weights
}
