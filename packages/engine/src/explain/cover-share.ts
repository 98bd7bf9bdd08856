import type { TreeEnsemble } from '../trees/tree-ensemble.ts'

/**
 * The share of an inner node's training rows that went left; ½ where none reached the node (a model of another program may have
 * such nodes), so that what a tree predicts for nobody still has a mean.
 */
export function leftShare(ensemble: TreeEnsemble, node: number): number {
  const left = ensemble.cover[ensemble.left[node]!]!
  const both = left + ensemble.cover[ensemble.right[node]!]!
  return both > 0 ? left / both : 0.5
}

/** Mean of the leaf values below a node, weighted by cover. Cost: the nodes below. */
export function coverMean(ensemble: TreeEnsemble, node: number): number {
  if (ensemble.feature[node]! < 0) return ensemble.value[node]!
  const share = leftShare(ensemble, node)
  return share * coverMean(ensemble, ensemble.left[node]!) + (1 - share) * coverMean(ensemble, ensemble.right[node]!)
}

/** The largest number of different features between a node and a leaf below. `onPath` (features) holds 0 and does again after. */
export function mostFeaturesOnPath(ensemble: TreeEnsemble, node: number, onPath: Int32Array): number {
  const feature = ensemble.feature[node]!
  if (feature < 0) return 0
  const isNew = (onPath[feature] ?? 0) === 0 ? 1 : 0
  onPath[feature]!++
  const below = Math.max(
    mostFeaturesOnPath(ensemble, ensemble.left[node]!, onPath),
    mostFeaturesOnPath(ensemble, ensemble.right[node]!, onPath),
  )
  onPath[feature]!--
  return isNew + below
}

/** Number of splits on the longest way to a leaf. */
export function treeDepth(ensemble: TreeEnsemble, node: number): number {
  if (ensemble.feature[node]! < 0) return 0
  return 1 + Math.max(treeDepth(ensemble, ensemble.left[node]!), treeDepth(ensemble, ensemble.right[node]!))
}
