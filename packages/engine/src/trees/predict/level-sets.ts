import { goesLeft } from '../node-decision.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'

/** Of a node that divides a category: levels + 1, 1 for each level that goes right, and last for a missing one. */
export function levelsGoingRight(ensemble: TreeEnsemble, node: number): Uint16Array {
  const levels = ensemble.levels[ensemble.feature[node]!]!
  return Uint16Array.from({ length: levels + 1 }, (_, level) =>
    goesLeft(ensemble, node, level < levels ? level : Number.NaN) ? 0 : 1,
  )
}
