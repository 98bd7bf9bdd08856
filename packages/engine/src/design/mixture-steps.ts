import { mixtureGroups } from './coded-range.ts'
import type { Factor, MixtureFactor } from './factor.ts'

/** Relative slack when amounts are counted in steps. */
const ROUNDING = 1e-9

/** Components in the order of the factors, and the unit in which the amounts of each are counted. */
export interface CountedGroup {
  readonly members: readonly number[]
  readonly components: readonly MixtureFactor[]
  readonly unit: number
}

/** The mixture groups among `members` of which every component has the same step. */
export function steppedGroups(factors: readonly Factor[], members: readonly number[]): CountedGroup[] {
  return [...mixtureGroups(factors).values()].flatMap((group) => {
    const components = group.map((index) => factors[index] as MixtureFactor)
    const unit = components[0]!.step
    if (unit === undefined || !members.includes(group[0]!) || components.some(({ step }) => step !== unit)) return []
    return [{ members: group, components, unit }]
  })
}

/** The run with its stepped mixtures brought to the nearest multiples that keep bounds and sum; null where there are none. */
export function settledShares(
  factors: readonly Factor[],
  members: readonly number[],
  run: Float64Array,
): Float64Array | null {
  let settled = run
  for (const group of steppedGroups(factors, members)) {
    const shares = countedShares(group, settled)
    if (!shares) return null
    settled = settled.slice()
    for (const [i, index] of group.members.entries()) settled[index] = shares[i]!
  }
  return settled
}

/**
 * The shares nearest to the run's that are whole numbers of units, keep to the bounds and sum to one: rounded down, then units are
 * given to the largest remainders.
 *
 * @returns null where no whole numbers do
 */
export function countedShares({ members, components, unit }: CountedGroup, run: Float64Array): Float64Array | null {
  const { total } = components[0]!
  const units = wholeUnits(total, unit)
  if (units === null) return null
  const { least, most } = countBounds(components, unit)
  if (least.some((count, i) => count > most[i]!)) return null
  const wanted = members.map((index) => (run[index]! * total) / unit)
  const counts = wanted.map((count, i) => Math.min(most[i]!, Math.max(least[i]!, Math.floor(count + ROUNDING))))
  for (let missing = units - sumOf(counts); missing !== 0; ) {
    const step = Math.sign(missing)
    let chosen = -1
    for (let i = 0; i < counts.length; i++) {
      if (step > 0 ? counts[i]! >= most[i]! : counts[i]! <= least[i]!) continue
      const gain = step * (wanted[i]! - counts[i]!)
      if (chosen === -1 || gain > step * (wanted[chosen]! - counts[chosen]!)) chosen = i
    }
    if (chosen === -1) return null
    counts[chosen]! += step
    missing -= step
  }
  return Float64Array.from(counts, (count) => (count * unit) / total)
}

/** The fewest and the most whole units within each component's bounds. */
export function countBounds(components: readonly MixtureFactor[], unit: number): { least: number[]; most: number[] } {
  return {
    least: components.map(({ low }) => Math.ceil(low / unit - ROUNDING)),
    most: components.map(({ high }) => Math.floor(high / unit + ROUNDING)),
  }
}

/** How many units make the total; null where it isn't a whole number. */
export function wholeUnits(total: number, unit: number): number | null {
  const units = Math.round(total / unit)
  return units > 0 && Math.abs(units * unit - total) <= ROUNDING * total ? units : null
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
