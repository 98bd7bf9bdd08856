import type { TreeEnsemble } from '../tree-ensemble.ts'

export interface AskedThresholds {
  /** p: what the trees ask each feature for, from the lowest up, each once. */
  readonly byFeature: readonly Float64Array[]
  /** Of each node that asks for a number, counted from the first tree's root: where its threshold stands among its feature's. */
  readonly ranks: Int32Array
}

/** The thresholds of an ensemble's trees; undefined where one is NaN. Cost: about nodes, and a sort of those that differ. */
export function askedThresholds(ensemble: TreeEnsemble): AskedThresholds | undefined {
  const { features, treeStart, feature, threshold, categoryStart } = ensemble
  const from = treeStart[0]!
  const slots = new ThresholdSlots()
  const slotOf = new Int32Array(treeStart.at(-1)! - from)
  for (let i = 0; i < slotOf.length; i++) {
    const asked = feature[from + i]!
    if (asked < 0 || categoryStart[from + i]! >= 0) continue
    const value = threshold[from + i]!
    if (Number.isNaN(value)) return undefined
    slotOf[i] = slots.slotOf(asked, value)
  }
  const byFeature = slots.sorted(features)
  const rankOfSlot = slots.ranks(byFeature)
  return { byFeature, ranks: slotOf.map((slot) => rankOfSlot[slot] ?? 0) }
}

/** Pairs of a feature and a threshold that differ, numbered as they come: a hash table by open addressing. */
class ThresholdSlots {
  #features: number[] = []
  #values: number[] = []
  /** Number of the pair + 1; 0: none. */
  #table = new Int32Array(1024)
  readonly #number = new Float64Array(1)
  readonly #bits = new Uint32Array(this.#number.buffer)

  slotOf(feature: number, value: number): number {
    const table = this.#table
    let at = this.#hash(feature, value)
    for (let slot = table[at]!; slot > 0; slot = table[at]!) {
      if (this.#values[slot - 1] === value && this.#features[slot - 1] === feature) return slot - 1
      at = (at + 1) & (table.length - 1)
    }
    this.#features.push(feature)
    table[at] = this.#values.push(value)
    if (2 * this.#values.length > table.length) this.#grow()
    return this.#values.length - 1
  }

  sorted(features: number): Float64Array[] {
    const values = Array.from({ length: features }, (): number[] => [])
    for (const [slot, value] of this.#values.entries()) values[this.#features[slot]!]!.push(value)
    return values.map((numbers) => Float64Array.from(numbers).sort())
  }

  ranks(byFeature: readonly Float64Array[]): Int32Array {
    return Int32Array.from(this.#values, (value, slot) => rankOf(byFeature[this.#features[slot]!]!, value))
  }

  #hash(feature: number, value: number): number {
    this.#number[0] = value + 0 // zeros of either sign are one threshold
    const mixed = Math.imul(
      this.#bits[0]! ^ Math.imul(this.#bits[1]! ^ Math.imul(feature, 0x9e3779b1), 0x85ebca6b),
      0xc2b2ae35,
    )
    return (mixed ^ (mixed >>> 15)) & (this.#table.length - 1)
  }

  #grow(): void {
    this.#table = new Int32Array(2 * this.#table.length)
    for (const [slot, value] of this.#values.entries()) {
      let at = this.#hash(this.#features[slot]!, value)
      while (this.#table[at]! > 0) at = (at + 1) & (this.#table.length - 1)
      this.#table[at] = slot + 1
    }
  }
}

function rankOf(sorted: Float64Array, threshold: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < threshold) low = middle + 1
    else high = middle
  }
  return low
}
