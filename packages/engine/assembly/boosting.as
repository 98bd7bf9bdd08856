// Kernels of histogram boosting. Pointers are byte offsets.

export { build, buildAll, subtract } from './boosting/histogram'
export { scanFeatures } from './boosting/scan'
export { buildFromRows, buildFromWords, largestError, mergePacked, packErrors, partitionEvery } from './boosting/shards'
export { addByDescent, addTree, describeRows, describeRules, describeTree, drawRows, growTree, sumRows } from './boosting/grow'

/** Stable: rows whose code goes left stay at the front of the list, the others follow; `goesLeft` has a byte for each code. */
export function partition(codes: usize, list: usize, count: i32, goesLeft: usize, spare: usize): i32 {
  let left = list
  let right = spare
  for (let i = 0; i < count; i++) {
    const row = load<u32>(list + ((<usize>i) << 2))
    const step = (<usize>load<u8>(goesLeft + <usize>load<u8>(codes + row))) << 2
    store<u32>(left, row)
    store<u32>(right, row)
    left += step
    right += 4 - step
  }
  const lefts = <i32>((left - list) >> 2)
  memory.copy(left, spare, right - spare)
  return lefts
}

/** scores[row] += value for the listed rows. */
export function addValue(scores: usize, list: usize, count: i32, value: f64): void {
  for (let i = 0; i < count; i++) {
    const at = scores + ((<usize>load<u32>(list + ((<usize>i) << 2))) << 3)
    store<f64>(at, load<f64>(at) + value)
  }
}
