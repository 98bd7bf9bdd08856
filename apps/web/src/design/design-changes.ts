import { codedLevel, type DesignProblem, type Factor, naturalRange } from '@zerosec/engine'

/** Why runs of this design can't be added or replaced one by one; null where they can. */
export function changeObstacle({ factors, wholePlots }: DesignProblem): string | null {
  if (wholePlots) return 'Hard-to-change factors tie the runs together: change the plan above and search again.'
  const hasBlocks = factors.some(({ kind }) => kind === 'block')
  return hasBlocks ? 'Blocks have their sizes: change the plan above and search again.' : null
}

/** Where a coded setting lies between the ends of its factor, 0 … 1; a category by the place of its level. */
export function placeInRange(factor: Factor, coded: number): number {
  if (factor.kind === 'categorical' || factor.kind === 'block') {
    return factor.levels.length < 2 ? 0.5 : coded / (factor.levels.length - 1)
  }
  const [low, high] = naturalRange(factor).map((end) => codedLevel(factor, end)) as [number, number]
  return high > low ? (coded - low) / (high - low) : 0.5
}
