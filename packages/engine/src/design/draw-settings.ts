import type { Generator } from '../random/generator.ts'
import { codedLevels, codedRange, mixtureGroups } from './coded-range.ts'
import { type Factor, isChosen } from './factor.ts'

/** Beyond it, a mixture's upper bounds are too tight for drawing and dropping. */
const MIXTURE_TRIES = 100

/**
 * Draws settings within each factor's own range, uniformly, mixtures uniformly over the shares that sum to one and keep to the
 * components' lows. Given factors stay as they are.
 *
 * @returns whether the components' highs are kept as well
 */
export type SettingsDraw = (generator: Generator, runs: Float64Array, at: number) => boolean

/** @param members  the factors that are drawn; of a mixture group all or none */
export function settingsDraw(factors: readonly Factor[], members: readonly number[]): SettingsDraw {
  const draws: SettingsDraw[] = []
  members.forEach((index) => {
    const factor = factors[index]!
    if (!isChosen(factor) || factor.kind === 'mixture') return
    const levels = codedLevels(factor)
    draws.push((generator, runs, at) => {
      runs[at + index] = levels ? levels[generator.integer(levels.length)]! : 2 * generator.uniform() - 1
      return true
    })
  })
  for (const group of mixtureGroups(factors).values()) {
    if (members.includes(group[0]!)) draws.push(mixtureDraw(factors, group))
  }
  return (generator, runs, at) => {
    let kept = true
    for (const draw of draws) kept = draw(generator, runs, at) && kept
    return kept
  }
}

/** The gaps between sorted uniform numbers are uniform over the simplex. */
function mixtureDraw(factors: readonly Factor[], members: readonly number[]): SettingsDraw {
  const q = members.length
  const low = members.map((index) => codedRange(factors[index]!)[0])
  const high = members.map((index) => codedRange(factors[index]!)[1] + 1e-12)
  const free = Math.max(0, 1 - low.reduce((sum, end) => sum + end, 0))
  const cuts = new Float64Array(q - 1)
  return (generator, runs, at) => {
    for (let attempt = 0; attempt < MIXTURE_TRIES; attempt++) {
      for (let i = 0; i < q - 1; i++) cuts[i] = generator.uniform()
      cuts.sort()
      let kept = true
      for (let i = 0; i < q; i++) {
        const share = low[i]! + free * ((i < q - 1 ? cuts[i]! : 1) - (i > 0 ? cuts[i - 1]! : 0))
        runs[at + members[i]!] = share
        if (share > high[i]!) kept = false
      }
      if (kept) return true
    }
    return false
  }
}
