/**
 * The number with the least Σ weight · Huber loss of value − number: where its derivative, a rising line of pieces, is zero; the middle
 * where it is zero over a stretch.
 *
 * @param weights  n, above 0; null: every value counts once
 * @throws RangeError without values
 *
 * Source: Huber, Ann. Math. Statist. 35 (1964) 73. Cost: a sort of 2 n.
 */
export function huberLocation(values: Float64Array, delta: number, weights: Float64Array | null): number {
  const n = values.length
  if (n === 0) throw new RangeError('no values have no location')
  const bends = Float64Array.from({ length: 2 * n }, (_, k) => (k < n ? values[k]! - delta : values[k - n]! + delta))
  const order = Uint32Array.from(bends.keys()).sort((a, b) => bends[a]! - bends[b]! || a - b)
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : n
  const zero = 1e-12 * delta * total
  let derivative = -delta * total
  let slope = 0
  let at = bends[order[0]!]!
  let flatFrom = Number.NaN
  for (const k of order) {
    const next = derivative + slope * (bends[k]! - at)
    if (next > zero) return Number.isNaN(flatFrom) ? at - derivative / slope : (flatFrom + at) / 2
    derivative = next
    at = bends[k]!
    if (derivative >= -zero && Number.isNaN(flatFrom)) flatFrom = at
    slope += (k < n ? 1 : -1) * (weights ? weights[k % n]! : 1)
  }
  return Number.isNaN(flatFrom) ? at : (flatFrom + at) / 2
}
