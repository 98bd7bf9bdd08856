import type { TrainingMemory, TreeLayout } from './training-memory.ts'

/** A tree in terms of bins while it grows; node 0 is the root. Views of the training memory. */
export interface GrownTree {
  nodes: number
  readonly feature: Int32Array
  /** The last bin that goes left; −1 for a split of a category. */
  readonly bin: Int32Array
  readonly missingLeft: Uint8Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly value: Float64Array
  readonly cover: Float64Array
  readonly gain: Float64Array
  /** Bytes that say for each node and code whether it goes left, 256 a node; empty where no category is split. */
  readonly tables: Uint8Array
}

/** Views that hold until the memory's layout changes. */
export function treeIn(memory: TrainingMemory, layout: TreeLayout): GrownTree {
  const { nodes } = layout
  return {
    nodes: 0,
    feature: memory.integers(layout.feature, nodes),
    bin: memory.integers(layout.bin, nodes),
    missingLeft: memory.bytes(layout.missingLeft, nodes),
    left: memory.integers(layout.left, nodes),
    right: memory.integers(layout.right, nodes),
    value: memory.doubles(layout.value, nodes),
    cover: memory.doubles(layout.cover, nodes),
    gain: memory.doubles(layout.gain, nodes),
    tables: memory.bytes(layout.tables, layout.hasTables ? 256 * nodes : 0),
  }
}

/** The leaf of a row by the decision tables. */
export function grownLeaf(tree: GrownTree, rowCodes: Uint8Array, stride: number, row: number): number {
  const { feature, left, right, tables } = tree
  let node = 0
  while (feature[node]! >= 0) {
    const code = rowCodes[row * stride + feature[node]!]!
    node = tables[256 * node + code] === 1 ? left[node]! : right[node]!
  }
  return node
}
