import type { Growth } from '../boost/boosting-options.ts'

/**
 * Takes the leaf that is split next out of those that are open: the one with the largest gain, of equal ones that which was opened first.
 * Depth-wise, each level comes before the next where leaves are limited; without a limit the order says nothing, and less stays open.
 */
export function takeNextLeaf<Leaf extends { readonly split: { readonly gain: number } }>(
  open: Leaf[],
  { growth, maxLeaves }: { readonly growth: Growth; readonly maxLeaves: number },
): Leaf | undefined {
  if (growth === 'depth_wise') return maxLeaves === Number.POSITIVE_INFINITY ? open.pop() : open.shift()
  let best = -1
  for (const [k, leaf] of open.entries()) if (best < 0 || leaf.split.gain > open[best]!.split.gain) best = k
  return best < 0 ? undefined : open.splice(best, 1)[0]
}
