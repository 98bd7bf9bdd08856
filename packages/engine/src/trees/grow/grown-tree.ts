/** A tree in terms of bins while it grows; node 0 is the root. Sets of bins that go left stand as tables of 256 bytes a node. */
export interface GrownTree {
  nodes: number
  readonly feature: Int32Array
  /** The last bin that goes left; −1 for a split of a category. */
  readonly bin: Int16Array
  readonly missingLeft: Uint8Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly value: Float64Array
  readonly cover: Float64Array
  readonly gain: Float64Array
  /** Bytes that say for each node and code whether it goes left. */
  readonly tables: Uint8Array
}

export function emptyTree(capacity: number, tables: Uint8Array): GrownTree {
  return {
    nodes: 0,
    feature: new Int32Array(capacity),
    bin: new Int16Array(capacity),
    missingLeft: new Uint8Array(capacity),
    left: new Int32Array(capacity),
    right: new Int32Array(capacity),
    value: new Float64Array(capacity),
    cover: new Float64Array(capacity),
    gain: new Float64Array(capacity),
    tables,
  }
}

/** The leaf of a row of column-major codes. */
export function grownLeaf(tree: GrownTree, codes: Uint8Array, rows: number, row: number): number {
  const { feature, left, right, tables } = tree
  let node = 0
  while (feature[node]! >= 0) {
    const code = codes[feature[node]! * rows + row]!
    node = tables[256 * node + code] === 1 ? left[node]! : right[node]!
  }
  return node
}
