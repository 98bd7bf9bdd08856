/** Indices of the values that are numbers, ascending by value; ties by index. Cost: a sort of n. */
export function ascendingOrder(values: ArrayLike<number>): readonly number[] {
  const known: number[] = []
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) known.push(i)
  return known.sort((a, b) => values[a]! - values[b]! || a - b)
}

/**
 * Ranks 1 … n, equal values sharing the mean of theirs. NaN gets the mean of all, as if it were in the middle.
 *
 * @param order  `ascendingOrder` of the values, where it is known already
 *
 * Cost: n, without the order a sort.
 */
export function midRanks(values: ArrayLike<number>, order = ascendingOrder(values)): Float64Array {
  const ranks = new Float64Array(values.length).fill((order.length + 1) / 2)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + 1 + end) / 2
    start = end
  }
  return ranks
}

/** Pearson's correlation of n pairs; 0 where one of them does not vary. Cost: two passes. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length
  if (b.length !== n) throw new RangeError(`${n} and ${b.length} values are no pairs`)
  let meanA = 0
  let meanB = 0
  for (let i = 0; i < n; i++) {
    meanA += a[i]! / n
    meanB += b[i]! / n
  }
  let ab = 0
  let aa = 0
  let bb = 0
  for (let i = 0; i < n; i++) {
    const da = a[i]! - meanA
    const db = b[i]! - meanB
    ab += da * db
    aa += da * da
    bb += db * db
  }
  const size = Math.sqrt(aa) * Math.sqrt(bb)
  return size > 0 ? Math.max(-1, Math.min(1, ab / size)) : 0
}

/** Spearman's correlation of ranks; 0 where one of them does not vary. Cost: two sorts. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return pearson(midRanks(a), midRanks(b))
}
