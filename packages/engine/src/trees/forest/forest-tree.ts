/** A tree as it was grown: nodes in any order but the root, which is first; the right child follows the left one. */
export interface ForestTree {
  readonly nodes: number
  /** −1: a leaf; the other fields of a leaf but sum and weight mean nothing. */
  readonly feature: Int32Array
  /** Of a number: codes up to it go left. */
  readonly cut: Int32Array
  readonly left: Int32Array
  /** 1: missing values go left. */
  readonly missingLeft: Uint8Array
  /** −1, or of a category: which 32 bytes of `sets` have a bit set for each code that goes left. */
  readonly set: Int32Array
  readonly sets: Uint8Array
  /** nodes × sums a node: Σ w · target of a number, Σ w of each class; in the units of the problem. */
  readonly sum: Float64Array
  readonly weight: Float64Array
  readonly gain: Float64Array
}

/** Grows the trees of one problem, one after another. */
export interface ForestGrower {
  /** Sums of a node: 1, or the classes. */
  readonly sums: number
  /** The arrays are the grower's own, until the next tree. @param key  32 bits that the tree's randomness comes from */
  grow(key: number): ForestTree
  /** Of the tree that was grown last, adds the values of the leaves to what it was not grown on. @param leaves  nodes × sums */
  addOutOfBag(leaves: Float64Array): void
  /** Copies of what was added: outputs × n in units of 1 / leafUnit, and how many trees each row was left out of. */
  outOfBag(): { readonly sums: Float64Array; readonly times: Int32Array }
}
