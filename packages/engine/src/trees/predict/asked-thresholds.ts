import type { TreeEnsemble } from '../tree-ensemble.ts'

/** p: the thresholds that the trees ask each feature for, from the lowest up, each once; undefined where one is NaN. */
export function askedThresholds(ensemble: TreeEnsemble): Float64Array[] | undefined {
  const { features, treeStart, feature, threshold, categoryStart } = ensemble
  const [from, to] = [treeStart[0]!, treeStart.at(-1)!]
  const starts = new Int32Array(features + 1)
  for (let node = from; node < to; node++) {
    if (feature[node]! < 0 || categoryStart[node]! >= 0) continue
    if (Number.isNaN(threshold[node]!)) return undefined
    starts[feature[node]! + 1]!++
  }
  for (let j = 0; j < features; j++) starts[j + 1]! += starts[j]!
  const all = new Float64Array(starts[features]!)
  const next = starts.slice()
  for (let node = from; node < to; node++) {
    if (feature[node]! >= 0 && categoryStart[node]! < 0) all[next[feature[node]!]!++] = threshold[node]!
  }
  return Array.from({ length: features }, (_, j) => distinct(all.subarray(starts[j], starts[j + 1]).sort()))
}

function distinct(sorted: Float64Array): Float64Array {
  let count = 0
  for (const value of sorted) if (count === 0 || value !== sorted[count - 1]!) sorted[count++] = value
  return sorted.slice(0, count)
}

/** Where a threshold stands among those. */
export function rankOf(sorted: Float64Array, threshold: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < threshold) low = middle + 1
    else high = middle
  }
  return low
}
