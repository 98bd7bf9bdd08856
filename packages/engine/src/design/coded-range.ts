import { codedLevel, type Factor, isChosen, naturalRange } from './factor.ts'

/** How far a run may be off, as a part of the factor's range. */
export const RANGE_TOLERANCE = 1e-9
/** Where a factor is pinned, numbers are still exact to rounding only. */
export const ROUNDING = 1e-13

/** The ends of a factor that is a number, coded; of one that is none, its first and last index. */
export function codedRange(factor: Factor): readonly [low: number, high: number] {
  if (factor.kind === 'categorical' || factor.kind === 'block') return [0, factor.levels.length - 1]
  if (factor.kind !== 'mixture') return [-1, 1]
  const [low, high] = naturalRange(factor)
  return [codedLevel(factor, low), codedLevel(factor, high)]
}

/** The coded settings of a factor that has levels, ascending; null for one that can have any number of its range. */
export function codedLevels(factor: Factor): Float64Array | null {
  if (factor.kind === 'categorical' || factor.kind === 'block') return Float64Array.from(factor.levels, (_, i) => i)
  if (factor.kind !== 'discrete') return null
  return Float64Array.from(factor.levels, (level) => codedLevel(factor, level))
}

/** Whether the search may give the factor any number of its range. */
export function isContinuous(factor: Factor): boolean {
  return isChosen(factor) && factor.kind !== 'categorical' && factor.kind !== 'discrete'
}

/** The components of each mixture group, by their index; groups in order of appearance. */
export function mixtureGroups(factors: readonly Factor[]): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  factors.forEach((factor, index) => {
    if (factor.kind !== 'mixture') return
    const members = groups.get(factor.group)
    if (members) members.push(index)
    else groups.set(factor.group, [index])
  })
  return groups
}

/** Whether every chosen factor of the run at `runs[at …]` is within its range, and on a level where it has levels. */
export function rangeTest(factors: readonly Factor[]): (runs: Float64Array, at: number) => boolean {
  const chosen = Uint32Array.from(factors.flatMap((factor, index) => (isChosen(factor) ? [index] : [])))
  const low = Float64Array.from(chosen, (index) => codedRange(factors[index]!)[0])
  const high = Float64Array.from(chosen, (index) => codedRange(factors[index]!)[1])
  const slack = high.map((end, c) => RANGE_TOLERANCE * (end - low[c]!) + ROUNDING)
  const levels = Array.from(chosen, (index) => codedLevels(factors[index]!))
  return (runs, at) => {
    for (let c = 0; c < chosen.length; c++) {
      const value = runs[at + chosen[c]!]!
      if (!(value >= low[c]! - slack[c]! && value <= high[c]! + slack[c]!)) return false
      const settings = levels[c]
      if (settings && !settings.some((setting) => Math.abs(setting - value) <= slack[c]!)) return false
    }
    return true
  }
}
