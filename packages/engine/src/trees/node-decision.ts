import type { TreeEnsemble } from './tree-ensemble.ts'

/** Whether a value goes left at an inner node: the one decision that prediction, explanation and export agree on. */
export function goesLeft(ensemble: TreeEnsemble, node: number, value: number): boolean {
  const start = ensemble.categoryStart[node]!
  if (start < 0) return value <= ensemble.threshold[node]! || (Number.isNaN(value) && ensemble.missingLeft[node] === 1)
  if (!(value >= 0 && value < ensemble.levels[ensemble.feature[node]!]!)) return ensemble.missingLeft[node] === 1
  return ((ensemble.categoryBits[start + (value >>> 5)]! >>> (value & 31)) & 1) === 1
}

/** The leaf of one tree that a row falls into. @param row  the values of the features */
export function leafOf(ensemble: TreeEnsemble, tree: number, row: ArrayLike<number>): number {
  let node = ensemble.treeStart[tree]!
  while (ensemble.feature[node]! >= 0) {
    node = goesLeft(ensemble, node, row[ensemble.feature[node]!]!) ? ensemble.left[node]! : ensemble.right[node]!
  }
  return node
}
