import { MISSING_BIN } from '../bins/binned-features.ts'
import type { ForestOptions } from './forest-options.ts'
import type { ForestProblem } from './forest-problem.ts'
import { KeyedNumbers } from './node-keys.ts'
import { type NodeTotals, splitQuality } from './split-quality.ts'

export interface NodeSplit {
  readonly feature: number
  /** Codes up to it go left. */
  readonly cut: number
  readonly missingLeft: boolean
  /** Of a category: 256, 1 for each code that goes left. */
  readonly codes: Uint8Array | null
  readonly quality: number
}

export function goesLeft({ codes, cut, missingLeft }: NodeSplit, code: number): boolean {
  if (codes) return codes[code] === 1
  return code === MISSING_BIN ? missingLeft : code <= cut
}

/** Finds the best split of a node. What occurs in it is summed by code; cuts are tried from the lowest up, and the first of equals wins. */
export class NodeSearch {
  readonly #problem: ForestProblem
  readonly #options: ForestOptions
  readonly #draws: Int32Array
  readonly #sums: number
  #rows: Int32Array = new Int32Array(0)
  #total: NodeTotals = { sums: new Float64Array(1), weight: 0 }
  #best: NodeSplit | undefined
  #numbers = new KeyedNumbers(0)

  constructor(problem: ForestProblem, options: ForestOptions, draws: Int32Array) {
    this.#problem = problem
    this.#options = options
    this.#draws = draws
    this.#sums = Math.max(1, problem.classes)
  }

  totals(rows: Int32Array): NodeTotals {
    const totals = { sums: new Float64Array(this.#sums), weight: 0 }
    for (const row of rows) this.#add(totals, row)
    return totals
  }

  best(rows: Int32Array, total: NodeTotals, key: number): NodeSplit | undefined {
    this.#rows = rows
    this.#total = total
    this.#best = undefined
    this.#numbers = new KeyedNumbers(key)
    const { features, tried } = this.#problem
    const order = Int32Array.from({ length: features }, (_, j) => j)
    for (let i = 0; i < features && (i < tried || !this.#best); i++) {
      const other = i + this.#numbers.below(features - i)
      const feature = order[other]!
      order[other] = order[i]!
      order[i] = feature
      this.#tryFeature(feature)
      // any feature that parts two rows parts them equally well
      if (rows.length === 2 && this.#best) break
    }
    return this.#best
  }

  #tryFeature(feature: number): void {
    const byCode = new Map<number, NodeTotals>()
    for (const row of this.#rows) {
      const code = this.#problem.codes[feature * this.#problem.rows + row]!
      if (!byCode.has(code)) byCode.set(code, { sums: new Float64Array(this.#sums), weight: 0 })
      this.#add(byCode.get(code)!, row)
    }
    if (byCode.size < 2) return
    if (this.#problem.isCategory[feature]) this.#tryLevels(feature, byCode)
    else this.#tryCuts(feature, byCode)
  }

  #tryCuts(feature: number, byCode: Map<number, NodeTotals>): void {
    const codes = [...byCode.keys()].filter((code) => code !== MISSING_BIN).sort((a, b) => a - b)
    const missing = byCode.get(MISSING_BIN)
    if (this.#options.kind === 'extra_trees') {
      const cut = codes.length < 2 ? this.#lastCut(feature) : this.#randomCut(feature, codes[0]!, codes.at(-1)!)
      const only = codes.findLastIndex((code) => code <= cut)
      this.#tryCut(feature, codes, byCode, only, undefined, cut)
      if (missing) this.#tryCut(feature, codes, byCode, only, missing, cut)
      return
    }
    for (const start of missing ? [undefined, missing] : [undefined]) {
      for (let last = 0; last < codes.length; last++) {
        const cut =
          last + 1 < codes.length ? this.#middleCut(feature, codes[last]!, codes[last + 1]!) : this.#lastCut(feature)
        this.#tryCut(feature, codes, byCode, last, start, cut)
      }
    }
  }

  #tryCut(
    feature: number,
    codes: readonly number[],
    byCode: Map<number, NodeTotals>,
    last: number,
    missingLeft: NodeTotals | undefined,
    cut: number,
  ): void {
    const left = sumOf([
      ...codes.slice(0, last + 1).map((code) => byCode.get(code)!),
      ...(missingLeft ? [missingLeft] : []),
    ])
    const isMissingLeft = byCode.has(MISSING_BIN) ? missingLeft !== undefined : left.weight * 2 >= this.#total.weight
    this.#offer(left, { feature, cut, missingLeft: isMissingLeft, codes: null })
  }

  /** Levels in the order of their means, or of the share of the node's commonest class; one that does not occur follows the most rows. */
  #tryLevels(feature: number, byCode: Map<number, NodeTotals>): void {
    const { sums } = this.#total
    const by = sums.indexOf(Math.max(...sums))
    const means = new Map([...byCode].map(([code, totals]) => [code, totals.sums[by]! / totals.weight]))
    const levels = [...byCode.keys()].sort((a, b) => means.get(a)! - means.get(b)! || a - b)
    const isExtra = this.#options.kind === 'extra_trees'
    const only = isExtra ? this.#numbers.below(levels.length - 1) : -1
    for (let last = 0; last + 1 < levels.length; last++) {
      if (isExtra && last !== only) continue
      const left = sumOf(levels.slice(0, last + 1).map((code) => byCode.get(code)!))
      const codes = new Uint8Array(256).fill(left.weight * 2 >= this.#total.weight ? 1 : 0)
      codes.fill(0, this.#problem.bins[feature], MISSING_BIN)
      for (const [i, code] of levels.entries()) codes[code] = i <= last ? 1 : 0
      this.#offer(left, { feature, cut: 0, missingLeft: codes[MISSING_BIN] === 1, codes })
    }
  }

  #offer(left: NodeTotals, split: Omit<NodeSplit, 'quality'>): void {
    const { minLeaf } = this.#problem
    const total = this.#total
    const rightWeight = total.weight - left.weight
    if (left.weight < minLeaf || rightWeight < minLeaf || left.weight === 0 || rightWeight === 0) return
    const quality = splitQuality(this.#options.criterion, left, total)
    if (quality > (this.#best?.quality ?? -1)) this.#best = { ...split, quality }
  }

  #add(totals: NodeTotals, row: number): void {
    const { units, target, classes } = this.#problem
    const times = this.#draws[row]!
    if (classes > 0) totals.sums[target[row]!]! += units[2 * row + 1]! * times
    else totals.sums[0]! += units[2 * row]! * times
    totals.weight += units[2 * row + 1]! * times
  }

  /** The last code below a cut drawn uniformly between the values of two codes. */
  #randomCut(feature: number, low: number, high: number): number {
    const centre = (code: number) => this.#problem.centres[256 * feature + code]!
    const value = centre(low) + (this.#numbers.uint32() / 2 ** 32) * (centre(high) - centre(low))
    let cut = low
    while (cut + 1 < high && centre(cut + 1) <= value) cut++
    return cut
  }

  /** The edge nearest to the middle between two codes that are neighbours in the node. */
  #middleCut(feature: number, low: number, high: number): number {
    const { centres, edges } = this.#problem
    const middle = (centres[256 * feature + low]! + centres[256 * feature + high]!) / 2
    const distance = (cut: number) => Math.abs(edges[256 * feature + cut]! - middle)
    let nearest = low
    for (let cut = low + 1; cut < high; cut++) if (distance(cut) < distance(nearest)) nearest = cut
    return nearest
  }

  #lastCut(feature: number): number {
    return this.#problem.bins[feature]! - 1
  }
}

function sumOf(parts: readonly NodeTotals[]): NodeTotals {
  const sum: NodeTotals = { sums: new Float64Array(parts[0]?.sums.length ?? 1), weight: 0 }
  for (const { sums, weight } of parts) {
    sum.weight += weight
    for (let k = 0; k < sums.length; k++) sum.sums[k]! += sums[k]!
  }
  return sum
}
