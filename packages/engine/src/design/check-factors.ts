import { CodedError } from '@zerosec/errors'
import { mixtureGroups } from './coded-range.ts'
import type { Factor, MixtureFactor } from './factor.ts'
import { countedShares, wholeUnits } from './mixture-steps.ts'

/** How far the ends of a mixture may miss its total, relative to it: what decimal input leaves. */
const ROUNDING = 1e-9

/**
 * Whether the factors make sense: each by itself, then each mixture group.
 *
 * @throws CodedError `design_factor_invalid` naming the factor and what to change, `design_mixture_impossible` naming the group
 */
export function checkFactors(factors: readonly Factor[]): void {
  const names = new Set<string>()
  for (const factor of factors) {
    if (factor.name.trim() === '') invalid(factor, 'it has no name; give it one')
    if (names.has(factor.name)) invalid(factor, 'another factor has the same name; rename one of them')
    names.add(factor.name)
    checkFactor(factor)
  }
  for (const [group, members] of mixtureGroups(factors)) {
    checkMixture(
      group,
      members.map((index) => factors[index] as MixtureFactor),
    )
  }
}

function checkFactor(factor: Factor): void {
  switch (factor.kind) {
    case 'continuous':
    case 'covariate':
      checkEnds(factor, factor.low, factor.high)
      if (factor.low === factor.high) {
        invalid(factor, `its low and high are both ${factor.low}; widen the range or leave the factor out`)
      }
      return
    case 'discrete':
      checkLevels(factor, factor.levels)
      factor.levels.forEach((level, i) => {
        if (!Number.isFinite(level)) invalid(factor, `its level ${level} is no number; give numbers`)
        if (i > 0 && level < factor.levels[i - 1]!) invalid(factor, 'its levels are not in ascending order; sort them')
      })
      return
    case 'categorical':
      checkLevels(factor, factor.levels)
      return
    case 'mixture':
      checkComponent(factor)
      return
    case 'block':
      checkBlock(factor)
  }
}

function checkEnds(factor: Factor, low: number, high: number): void {
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    invalid(factor, `its ends ${low} and ${high} are not both numbers; give its low and high`)
  }
  if (low > high) invalid(factor, `its low ${low} is above its high ${high}; exchange them`)
}

function checkLevels(factor: Factor, levels: readonly (string | number)[], least = 2): void {
  if (levels.length < least) invalid(factor, 'it needs two levels at least; add one or leave the factor out')
  const repeated = levels.find((level, i) => levels.indexOf(level) < i)
  if (repeated !== undefined) invalid(factor, `its level ${repeated} is there twice; remove one`)
}

function checkComponent(factor: MixtureFactor): void {
  const { low, high, total, step } = factor
  checkEnds(factor, low, high)
  if (!(Number.isFinite(total) && total > 0)) {
    invalid(factor, `its mixture adds up to ${total}; give a total above 0, such as 1 or 100`)
  }
  if (low < 0) invalid(factor, `its amount would be down to ${low}; a mixture's amounts begin at 0`)
  if (step !== undefined && !(Number.isFinite(step) && step > 0)) {
    invalid(factor, `its step is ${step}; give one above 0 or leave it out`)
  }
  if (step !== undefined && wholeUnits(total, step) === null) {
    invalid(factor, `its step ${step} does not divide the total ${total}; choose one that does or leave it out`)
  }
}

function checkBlock(factor: Factor & { kind: 'block' }): void {
  const { levels, sizes } = factor
  checkLevels(factor, levels, 0)
  if (sizes.length !== levels.length) {
    invalid(factor, `it has ${levels.length} blocks and ${sizes.length} sizes; give one size a block`)
  }
  const wrong = sizes.find((size) => !Number.isInteger(size) || size < 0)
  if (wrong !== undefined) invalid(factor, `the block size ${wrong} is no number of runs; give whole numbers from 0`)
}

function checkMixture(group: string, members: readonly MixtureFactor[]): void {
  const first = members[0]!
  const components = members.map(({ name }) => name)
  const impossible = (problem: string) => {
    throw new CodedError('design_mixture_impossible', { group, components, problem })
  }
  if (members.length === 1) impossible('it has one component only; add the others or make it a continuous factor')
  const other = members.find(({ total }) => total !== first.total)
  if (other) {
    impossible(`${first.name} adds up to ${first.total} and ${other.name} to ${other.total}; give them one total`)
  }
  const { total } = first
  const low = members.reduce((sum, factor) => sum + factor.low, 0)
  const high = members.reduce((sum, factor) => sum + factor.high, 0)
  if (low > total * (1 + ROUNDING)) impossible(`the lows add up to ${tidy(low)}, above ${total}; lower some of them`)
  if (high < total * (1 - ROUNDING)) impossible(`the highs add up to ${tidy(high)}, below ${total}; raise some of them`)
  const unit = first.step
  if (unit === undefined || members.some(({ step }) => step !== unit)) return
  const counted = { members: [...members.keys()], components: members, unit }
  if (!countedShares(counted, new Float64Array(members.length))) {
    impossible(`no multiples of ${unit} within the bounds add up to ${total}; choose a smaller step`)
  }
}

/** Without the digits that adding decimals leaves. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

function invalid(factor: Factor, problem: string): never {
  throw new CodedError('design_factor_invalid', { factor: factor.name, problem })
}
