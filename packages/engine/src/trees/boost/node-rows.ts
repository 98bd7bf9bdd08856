import type { ClosedLeaf } from '../grow/grow-tree.ts'
import type { GrownTree } from '../grow/grown-tree.ts'

/** Of each node the first place of its rows in the training list, and how many they are: those of its children stand side by side. */
export interface NodeRows {
  readonly start: Int32Array
  readonly count: Int32Array
}

export function nodeRows({ nodes, feature, left, right }: GrownTree, leaves: readonly ClosedLeaf[]): NodeRows {
  const start = new Int32Array(nodes)
  const count = new Int32Array(nodes)
  for (const leaf of leaves) {
    start[leaf.node] = leaf.start
    count[leaf.node] = leaf.count
  }
  for (let node = nodes - 1; node >= 0; node--) {
    if (feature[node]! < 0) continue
    start[node] = start[left[node]!]!
    count[node] = count[left[node]!]! + count[right[node]!]!
  }
  return { start, count }
}

/** Sets every node's cover to the weight of its rows. */
export function weighCovers(
  tree: GrownTree,
  leaves: readonly ClosedLeaf[],
  list: Uint32Array,
  weights: Float64Array,
): void {
  const { nodes, feature, left, right, cover } = tree
  for (const { node, start, count } of leaves) {
    cover[node] = list.subarray(start, start + count).reduce((sum, row) => sum + weights[row]!, 0)
  }
  for (let node = nodes - 1; node >= 0; node--) {
    if (feature[node]! >= 0) cover[node] = cover[left[node]!]! + cover[right[node]!]!
  }
}

/**
 * Gives each node the best constant of its rows, within bounds that keep the monotone features: the children of a split by one of them
 * stay on their sides of the middle between their own constants.
 *
 * @param best  the best constant of rows list[start … start + count − 1]
 */
export function renewWithin(
  tree: GrownTree,
  { start, count }: NodeRows,
  monotone: Int8Array,
  best: (start: number, count: number) => number,
): void {
  const { nodes, feature, left, right, value } = tree
  const low = new Float64Array(nodes).fill(Number.NEGATIVE_INFINITY)
  const high = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY)
  const own = Float64Array.from(start, (first, node) => best(first, count[node]!))
  const within = (node: number, of: number) => Math.min(high[node]!, Math.max(low[node]!, own[of]!))
  for (let node = 0; node < nodes; node++) {
    value[node] = within(node, node)
    if (feature[node]! < 0) continue
    const [a, b] = [left[node]!, right[node]!]
    for (const child of [a, b]) {
      low[child] = low[node]!
      high[child] = high[node]!
    }
    const direction = monotone[feature[node]!] ?? 0
    if (direction === 0) continue
    const middle = (within(node, a) + within(node, b)) / 2
    const [lower, upper] = direction > 0 ? [a, b] : [b, a]
    high[lower] = middle
    low[upper] = middle
  }
}
