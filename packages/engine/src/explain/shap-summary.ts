import type { Generator } from '../random/generator.ts'
import { meanOf } from './prediction-function.ts'

/** How much each feature matters over many rows, and how firm its rank is. */
export interface ShapSummary {
  /** features: mean |SHAP value|. */
  readonly mean: Float64Array
  /** features: its standard error over rows that are drawn again. */
  readonly standardError: Float64Array
  /** Features from the largest mean to the smallest, equal ones in their own order. */
  readonly order: Int32Array
  /** features: place in the order, 1 … p. */
  readonly rank: Int32Array
  /** features: the places that hold 90 % of the drawn tables, from the 5th to the 95th of a hundred. */
  readonly rankLow: Int32Array
  readonly rankHigh: Int32Array
}

/**
 * Mean |SHAP value| of each feature, and a bootstrap of the rows for the stability of its rank.
 *
 * @param values  rows × features, as `shapOfOutput` gives them
 * @throws RangeError if the values are no rows of p, there are none, or repeats < 1
 *
 * Cost: repeats × rows × features.
 */
export function summariseShap(values: Float64Array, p: number, generator: Generator, repeats = 200): ShapSummary {
  const rows = values.length / p
  if (!(Number.isInteger(rows) && rows > 0)) throw new RangeError(`${values.length} values are no rows of ${p}`)
  if (!(Number.isInteger(repeats) && repeats >= 1)) throw new RangeError(`one repeat at least, got ${repeats}`)
  const sizes = values.map(Math.abs)
  const all = Int32Array.from({ length: rows }, (_, i) => i)
  const mean = meanRows(sizes, p, all)
  const order = descending(mean)
  const means = Array.from({ length: p }, () => new Float64Array(repeats))
  const ranks = Array.from({ length: p }, () => new Int32Array(repeats))
  for (let repeat = 0; repeat < repeats; repeat++) {
    const drawn = meanRows(
      sizes,
      p,
      all.map(() => generator.integer(rows)),
    )
    for (let j = 0; j < p; j++) means[j]![repeat] = drawn[j]!
    descending(drawn).forEach((feature, place) => {
      ranks[feature]![repeat] = place + 1
    })
  }
  const at = (share: number) => Int32Array.from(ranks, (own) => own.toSorted()[Math.round(share * (repeats - 1))]!)
  const rank = new Int32Array(p)
  order.forEach((feature, place) => {
    rank[feature] = place + 1
  })
  const standardError = Float64Array.from(means, (own) => {
    const centre = meanOf(own)
    return Math.sqrt(meanOf(own.map((value) => (value - centre) ** 2)))
  })
  return { mean, standardError, order, rank, rankLow: at(0.05), rankHigh: at(0.95) }
}

function meanRows(sizes: Float64Array, p: number, rows: Int32Array): Float64Array {
  const means = new Float64Array(p)
  for (const row of rows) for (let j = 0; j < p; j++) means[j]! += sizes[row * p + j]!
  return means.map((sum) => sum / rows.length)
}

function descending(means: Float64Array): Int32Array {
  return Int32Array.from(means.keys()).sort((a, b) => means[b]! - means[a]! || a - b)
}
