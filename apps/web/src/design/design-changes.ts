import { codedLevel, type DesignProblem, designRegion, type Factor, naturalRange } from '@zerosec/engine'
import { joined } from './planned-runs.ts'

/** Runs among which another one is looked for, at most. */
const MOST_CANDIDATES = 20_000
/** In coded units: how near two settings count as the same. */
const SAME = 1e-6
const NONE = new Float64Array(0)

export type Change = 'add' | 'replace'

/** Why runs of this design can't be added or replaced one by one; null where they can. */
export function changeObstacle({ factors, wholePlots }: DesignProblem, change: Change): string | null {
  if (wholePlots) return 'Hard-to-change factors tie the runs together. Change the plan above and search again.'
  const hasBlocks = factors.some(({ kind }) => kind === 'block')
  return change === 'add' && hasBlocks
    ? 'The blocks would grow unevenly. Raise the number of runs above and search again.'
    : null
}

/** The search for `count` runs beside the planned ones, which all stay. */
export function additionProblem(problem: DesignProblem, runs: Float64Array, count: number): DesignProblem {
  return { ...problem, runs: count, existing: joined(problem.existing ?? NONE, runs) }
}

/**
 * The search for the best run instead of run `index`, every other run kept, among runs that are none of `refused`.
 *
 * @param refused  runs that can't be made, coded, row-major
 */
export function replacementProblem(
  problem: DesignProblem,
  runs: Float64Array,
  index: number,
  refused: Float64Array,
): DesignProblem {
  const width = problem.factors.length
  const others = withoutRun(runs, index, width)
  const given = problem.factors.map(({ kind }) => kind === 'block' || kind === 'covariate')
  const all = designRegion(problem.factors, problem.constraints).candidates(MOST_CANDIDATES)
  const isRefused = (at: number) => {
    for (let r = 0; r < refused.length; r += width) {
      if (given.every((isGiven, j) => isGiven || Math.abs(all[at + j]! - refused[r + j]!) <= SAME)) return true
    }
    return false
  }
  const allowed: number[] = []
  for (let at = 0; at < all.length; at += width) {
    if (!isRefused(at)) allowed.push(...all.subarray(at, at + width))
  }
  return {
    ...problem,
    factors: problem.factors.map((factor, j) =>
      factor.kind === 'block' ? onlyBlock(factor, runs[index * width + j]!) : factor,
    ),
    runs: 1,
    existing: joined(problem.existing ?? NONE, others),
    candidates: { runs: Float64Array.from(allowed), repeats: true },
  }
}

function onlyBlock(factor: Factor & { kind: 'block' }, block: number): Factor {
  return { ...factor, sizes: factor.sizes.map((_, index) => (index === block ? 1 : 0)) }
}

export function withoutRun(runs: Float64Array, index: number, width: number): Float64Array {
  return joined(runs.subarray(0, index * width), runs.subarray((index + 1) * width))
}

/** Where a coded setting lies between the ends of its factor, 0 … 1; a category by the place of its level. */
export function placeInRange(factor: Factor, coded: number): number {
  if (factor.kind === 'categorical' || factor.kind === 'block') {
    return factor.levels.length < 2 ? 0.5 : coded / (factor.levels.length - 1)
  }
  const [low, high] = naturalRange(factor).map((end) => codedLevel(factor, end)) as [number, number]
  return high > low ? (coded - low) / (high - low) : 0.5
}
