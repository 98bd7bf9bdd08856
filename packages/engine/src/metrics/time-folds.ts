/** Rows in the order of time, cut into blocks. */
export interface TimeBlocks {
  /** Each block's rows in ascending order; every row of a block is later than every row of the blocks before it. */
  readonly blocks: readonly Int32Array[]
}

/**
 * Cuts rows into blocks of about equal size that follow each other in time; rows of the same time stay in one block. Fold f of an
 * expanding window trains on the blocks 0 … f and tests on block f + 1.
 *
 * @param times   n times in any unit, no NaN
 * @param wanted  number of blocks; there are fewer where too few different times allow no more
 * @throws RangeError unless wanted is an integer ≥ 1 and no time is NaN
 *
 * Cost: n log n.
 */
export function timeBlocks(times: Float64Array, wanted: number): TimeBlocks {
  if (!Number.isInteger(wanted) || wanted < 1) throw new RangeError(`expected a number of blocks, got ${wanted}`)
  if (times.some(Number.isNaN)) throw new RangeError('every row needs a time')
  const n = times.length
  const order = Int32Array.from({ length: n }, (_, row) => row).sort((a, b) => times[a]! - times[b]! || a - b)
  const blocks: Int32Array[] = []
  let start = 0
  while (start < n) {
    // what is left is divided evenly over the blocks that are left, whatever earlier ties have taken
    const left = Math.max(1, wanted - blocks.length)
    let end = start + Math.max(1, Math.round((n - start) / left))
    while (end < n && times[order[end]!] === times[order[end - 1]!]) end++
    blocks.push(order.slice(start, Math.min(end, n)).sort())
    start = end
  }
  return { blocks }
}
