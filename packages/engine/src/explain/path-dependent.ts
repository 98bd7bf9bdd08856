import type { TreeEnsemble } from '../trees/tree-ensemble.ts'
import { leftShare, mostFeaturesOnPath, treeDepth } from './cover-share.ts'
import { gaussLegendre } from './gauss-legendre.ts'
import type { ShapTarget } from './shap-target.ts'
import { type RowList, splitRows } from './split-rows.ts'

/**
 * Path-dependent SHAP values of one tree, added to the target.
 *
 * A leaf of value v below d different features is a game of d players: v(S) = v·Π_{j in S} o_j·Π_{j not in S} z_j, where o_j is 1
 * if the row agrees with all that the path asks of feature j, else 0, and z_j is the share of training rows that do. Its Shapley
 * value is φ_j = v·(o_j − z_j)·∫₀¹ Π_{i≠j} (z_i + t·(o_i − z_i)) dt. The integrand is a polynomial of degree d − 1, so that
 * ⌈d / 2⌉ points of Gauss and Legendre integrate it exactly; all factors are positive, so that nothing cancels. Rows that took the
 * same side everywhere on a path have the same o and are handled as one. The same with (o_i − z_i)·(o_j − z_j)/2 outside the product
 * is the interaction of two features.
 *
 * The additions to a row come in the order of the leaves, whatever other rows there are. Cost: per leaf and group of rows d²/2
 * (d³/4 with pairs), and per leaf and row d (d²/2) additions.
 *
 * Source: Lundberg et al., Nature Machine Intelligence 2 (2020) 56, for the game; Yu, Xu, Wang & Sayles, Linear TreeShap (NeurIPS
 * 2022), for values of polynomials in place of their coefficients.
 */
export function addPathDependentShap(ensemble: TreeEnsemble, tree: number, list: RowList, target: ShapTarget): void {
  if (list.rows.length > 0) new Walk(ensemble, tree, list, target).run()
}

class Walk {
  readonly #ensemble: TreeEnsemble
  readonly #root: number
  readonly #output: number
  readonly #list: RowList
  readonly #target: ShapTarget
  /** Number of points of the quadrature. */
  readonly #m: number
  readonly #points: Float64Array
  /** m: 1 / (1 − t). */
  readonly #offInverse: Float64Array

  // The path, by its splits (row 0: before the first): the product of all factors and the inverse of the split's own, at each point.
  readonly #product: Float64Array
  readonly #inverse: Float64Array
  readonly #share: Float64Array
  readonly #isOn: Uint8Array
  // The path, by its different features: each with its latest split.
  readonly #onPath: Int32Array
  readonly #latest: Int32Array
  readonly #placeOf: Int32Array
  #count = 0
  readonly #amounts: Float64Array
  readonly #pairAmounts: Float64Array

  constructor(ensemble: TreeEnsemble, tree: number, list: RowList, target: ShapTarget) {
    this.#ensemble = ensemble
    this.#root = ensemble.treeStart[tree]!
    this.#output = ensemble.treeOutput[tree]!
    this.#list = list
    this.#target = target
    const depth = treeDepth(ensemble, this.#root) + 1
    const most = mostFeaturesOnPath(ensemble, this.#root, new Int32Array(ensemble.features))
    const m = Math.max(1, Math.ceil(most / 2))
    const { points, weights } = gaussLegendre(m)
    this.#m = m
    this.#points = points
    this.#offInverse = points.map((t) => 1 / (1 - t))
    this.#product = new Float64Array(depth * m)
    this.#product.set(weights)
    this.#inverse = new Float64Array(depth * m)
    this.#share = new Float64Array(depth)
    this.#isOn = new Uint8Array(depth)
    this.#onPath = new Int32Array(most)
    this.#latest = new Int32Array(most)
    this.#placeOf = new Int32Array(ensemble.features).fill(-1)
    this.#amounts = new Float64Array(most)
    this.#pairAmounts = new Float64Array(target.pairs ? most * most : 0)
  }

  run(): void {
    this.#visit(this.#root, 0, 0, this.#list.rows.length)
  }

  #visit(node: number, split: number, start: number, end: number): void {
    const ensemble = this.#ensemble
    const feature = ensemble.feature[node]!
    if (feature < 0) {
      this.#addLeaf(ensemble.value[node]!, split, start, end)
      return
    }
    const middle = splitRows(ensemble, node, this.#list, start, end)
    const share = leftShare(ensemble, node)
    const left = ensemble.left[node]!
    const right = ensemble.right[node]!
    this.#follow(left, feature, share, split, start, middle, 1)
    this.#follow(left, feature, share, split, middle, end, 0)
    this.#follow(right, feature, 1 - share, split, start, middle, 0)
    this.#follow(right, feature, 1 - share, split, middle, end, 1)
  }

  /** Goes to a child with rows that all agree with it, or all do not. */
  #follow(
    child: number,
    feature: number,
    share: number,
    split: number,
    start: number,
    end: number,
    agrees: number,
  ): void {
    if (start === end) return
    const place = this.#placeOf[feature]!
    if (place < 0) {
      if (agrees === 0 && share === 0) return
      this.#extend(split, -1, share, agrees)
      this.#placeOf[feature] = this.#count
      this.#onPath[this.#count] = feature
      this.#latest[this.#count++] = split + 1
      this.#visit(child, split + 1, start, end)
      this.#placeOf[feature] = -1
      this.#count--
      return
    }
    const earlier = this.#latest[place]!
    const isOn = agrees & this.#isOn[earlier]!
    const bothShares = share * this.#share[earlier]!
    // neither the row nor any training row gets there
    if (isOn === 0 && bothShares === 0) return
    this.#extend(split, earlier, bothShares, isOn)
    this.#latest[place] = split + 1
    this.#visit(child, split + 1, start, end)
    this.#latest[place] = earlier
  }

  /** Fills the row of the split after `split`; `earlier` is the split whose factor the new one takes the place of, or −1. */
  #extend(split: number, earlier: number, share: number, isOn: number): void {
    const m = this.#m
    const points = this.#points
    const product = this.#product
    const inverse = this.#inverse
    const at = (split + 1) * m
    const before = split * m
    const replaced = earlier * m
    for (let k = 0; k < m; k++) {
      const factor = isOn === 1 ? share + points[k]! * (1 - share) : share * (1 - points[k]!)
      product[at + k] = product[before + k]! * factor * (earlier < 0 ? 1 : inverse[replaced + k]!)
      inverse[at + k] = 1 / factor
    }
    this.#share[split + 1] = share
    this.#isOn[split + 1] = isOn
  }

  #addLeaf(value: number, split: number, start: number, end: number): void {
    const count = this.#count
    if (value === 0 || count === 0) return
    const m = this.#m
    const product = this.#product
    const inverse = this.#inverse
    const amounts = this.#amounts
    const at = split * m
    // −z · 1 / (z·(1 − t)): every feature that the row disagrees in has the same value
    let off = 0
    for (let k = 0; k < m; k++) off -= product[at + k]! * this.#offInverse[k]!
    for (let s = 0; s < count; s++) {
      const latest = this.#latest[s]!
      let sum = off
      if (this.#isOn[latest] === 1) {
        sum = 0
        for (let k = 0; k < m; k++) sum += product[at + k]! * inverse[latest * m + k]!
        sum *= 1 - this.#share[latest]!
      }
      amounts[s] = value * sum
    }
    this.#target.add(this.#output, this.#list.rows, start, end, this.#onPath, amounts, count)
    if (this.#target.pairs) this.#addLeafPairs(value, at, start, end)
  }

  #addLeafPairs(value: number, at: number, start: number, end: number): void {
    const count = this.#count
    const amounts = this.#pairAmounts
    for (let s = 1; s < count; s++) {
      for (let r = 0; r < s; r++) amounts[s * count + r] = (value / 2) * this.#pairIntegral(at, s, r)
    }
    this.#target.addPairs(this.#output, this.#list.rows, start, end, this.#onPath, amounts, count)
  }

  #pairIntegral(at: number, s: number, r: number): number {
    const m = this.#m
    const product = this.#product
    const inverse = this.#inverse
    const offInverse = this.#offInverse
    const a = this.#latest[s]!
    const b = this.#latest[r]!
    const isOnA = this.#isOn[a] === 1
    const isOnB = this.#isOn[b] === 1
    let sum = 0
    for (let k = 0; k < m; k++) {
      const first = isOnA ? inverse[a * m + k]! : offInverse[k]!
      const second = isOnB ? inverse[b * m + k]! : offInverse[k]!
      sum += product[at + k]! * first * second
    }
    return sum * (isOnA ? 1 - this.#share[a]! : -1) * (isOnB ? 1 - this.#share[b]! : -1)
  }
}
