import { codedRange, isContinuous, mixtureGroups } from './coded-range.ts'
import { codedLevel, type Factor, type MixtureFactor, naturalLevel } from './factor.ts'
import { type CountedGroup, countedShares } from './mixture-steps.ts'
import type { Direction, Region } from './region.ts'

export interface RoundedRuns {
  /** n × factors, coded: of settings with the decimals asked for. */
  readonly runs: Float64Array
  /** Runs of which some setting could not be rounded without leaving the region, ascending; they keep those settings. */
  readonly unrounded: readonly number[]
}

/** Rounded settings on either side of a setting that are tried. */
const TRIED_SETTINGS = 6

/**
 * Rounds runs to settings that a person can set, so that they stay in the region: mixtures keep their sums (units go to
 * the largest remainders), and a setting whose nearest rounded value is not allowed takes the next one that is.
 *
 * First all settings are rounded at once. Where that leaves the region, one factor after the other moves to the nearest rounded
 * setting that is allowed, alone or along a direction of factors that are not rounded yet.
 *
 * @param runs    n × factors, coded; allowed by the region
 * @param digits  decimals of each factor's natural settings; a component with a step is rounded to that
 */
export function roundedRuns(region: Region, runs: Float64Array, digits: readonly number[]): RoundedRuns {
  const { factors } = region
  const k = factors.length
  const units = factors.map((factor, j) => (factor.kind === 'mixture' && factor.step) || 1 / 10 ** digits[j]!)
  const rounded = runs.slice()
  const unrounded: number[] = []
  for (let i = 0; i < runs.length / k; i++) {
    const run = rounded.subarray(i * k, i * k + k)
    const atOnce = roundedAtOnce(factors, run, units)
    if (atOnce && region.contains(atOnce, 0)) run.set(atOnce)
    else if (!roundInTurn(region, run, units)) unrounded.push(i)
  }
  return { runs: rounded, unrounded }
}

/** Null where a mixture has no rounded amounts within its bounds. */
function roundedAtOnce(factors: readonly Factor[], run: Float64Array, units: readonly number[]): Float64Array | null {
  const rounded = run.slice()
  factors.forEach((factor, j) => {
    if (factor.kind === 'continuous') rounded[j] = nearestSettings(factor, run[j]!, units[j]!)[0]!
  })
  for (const members of mixtureGroups(factors).values()) {
    const unit = Math.max(...members.map((index) => units[index]!))
    if (members.some((index) => units[index] !== unit)) return null
    const group: CountedGroup = { members, components: members.map((index) => factors[index] as MixtureFactor), unit }
    const shares = countedShares(group, run)
    if (!shares) return null
    for (const [c, index] of members.entries()) rounded[index] = shares[c]!
  }
  return rounded
}

/** Changes `run`; false where some setting had to be left. */
function roundInTurn(region: Region, run: Float64Array, units: readonly number[]): boolean {
  const done = new Set<number>()
  let isComplete = true
  // coarse units first: the finer ones can take up what they leave
  const order = [...units.keys()]
    .filter((j) => isContinuous(region.factors[j]!))
    .sort((a, b) => units[b]! - units[a]! || a - b)
  for (const j of order) {
    if (!roundOne(region, run, j, units[j]!, done)) isComplete = false
    done.add(j)
  }
  return isComplete
}

function roundOne(region: Region, run: Float64Array, j: number, unit: number, done: ReadonlySet<number>): boolean {
  const lines = region.directions.filter(
    ({ factors }) => factors.includes(j) && !factors.some((other) => done.has(other)),
  )
  for (const setting of nearestSettings(region.factors[j]!, run[j]!, unit)) {
    if (Math.abs(setting - run[j]!) <= 1e-9) {
      run[j] = setting
      return true
    }
    for (const line of lines) {
      const moved = movedTo(run, j, setting, line)
      if (!region.contains(moved, 0)) continue
      run.set(moved)
      return true
    }
  }
  return false
}

function movedTo(run: Float64Array, j: number, setting: number, { factors, steps }: Direction): Float64Array {
  const moved = run.slice()
  const distance = (setting - run[j]!) / steps[factors.indexOf(j)]!
  factors.forEach((other, i) => {
    moved[other]! += distance * steps[i]!
  })
  moved[j] = setting
  return moved
}

/** Coded settings of whole units within the factor's range, the nearest first. */
function nearestSettings(factor: Factor, coded: number, unit: number): number[] {
  const natural = naturalLevel(factor, coded)
  const [low, high] = codedRange(factor)
  const count = Math.round(natural / unit)
  return Array.from({ length: TRIED_SETTINGS + 1 }, (_, i) => count + i - TRIED_SETTINGS / 2)
    .map((units) => ({ coded: codedLevel(factor, amountOf(units, unit)), units }))
    .filter((setting) => setting.coded >= low - 1e-9 && setting.coded <= high + 1e-9)
    .sort((a, b) => Math.abs(a.units * unit - natural) - Math.abs(b.units * unit - natural))
    .map((setting) => setting.coded)
}

/** 3 units of 0.1 are 0.3, not 0.30000000000000004. */
function amountOf(count: number, unit: number): number {
  return unit < 1 ? count / Math.round(1 / unit) : count * unit
}
