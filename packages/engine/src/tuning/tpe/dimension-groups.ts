import type { SpaceCoding } from '../space-coding.ts'

/**
 * Dimensions that are always active together: those without a condition first, then those of each condition, a parent's group before
 * its children's. Each is modelled jointly, by the trials in which it was active.
 */
export function dimensionGroups({ dimensions }: SpaceCoding): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>()
  for (const [j, { parent, parentCodes }] of dimensions.entries()) {
    const key = parent < 0 ? '' : `${parent}: ${[...parentCodes].sort((a, b) => a - b).join()}`
    const group = groups.get(key)
    if (group) group.push(j)
    else groups.set(key, [j])
  }
  return [...groups.values()]
}
