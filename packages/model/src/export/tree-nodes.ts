import type { TreeEnsemble } from '@zerosec/engine'

/** The nodes of one tree, its root first: local number i is node first + i of the ensemble. */
export function nodesOf({ treeStart }: TreeEnsemble, tree: number): { readonly first: number; readonly count: number } {
  const first = treeStart[tree]!
  return { first, count: treeStart[tree + 1]! - first }
}

/** The trees of each output, in their order. */
export function treesByOutput({ outputs, treeOutput }: TreeEnsemble): number[][] {
  const trees: number[][] = Array.from({ length: outputs }, () => [])
  treeOutput.forEach((output, tree) => trees[output]!.push(tree))
  return trees
}

/** Of a node that splits a category: the levels that go left, where `isLeft`, or those that go right. */
export function levelsOnSide(ensemble: TreeEnsemble, node: number, isLeft: boolean): number[] {
  const start = ensemble.categoryStart[node]!
  const levels: number[] = []
  for (let level = 0; level < ensemble.levels[ensemble.feature[node]!]!; level++) {
    const bit = (ensemble.categoryBits[start + (level >>> 5)]! >>> (level & 31)) & 1
    if ((bit === 1) === isLeft) levels.push(level)
  }
  return levels
}

/**
 * Names of the inputs that a format can hold: characters that it can't are underscores, and a name that would come twice gets a number.
 *
 * @param unfit  a global expression of what the format can't hold
 */
export function exportedNames(names: readonly string[], unfit: RegExp): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const fit = name.replace(unfit, '_')
    let free = fit
    for (let number = 2; taken.has(free); number++) free = `${fit}_${number}`
    taken.add(free)
    return free
  })
}
