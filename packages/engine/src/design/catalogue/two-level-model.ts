import type { DesignProblem } from '../design-problem.ts'
import type { Factor } from '../factor.ts'

/**
 * The effects of a model whose columns are products of distinct factors, each of which need only be set to its two ends: bit
 * masks over the factors, the intercept's left out. Undefined for any other model, or more than 30 factors.
 *
 * Ends are enough: det M is a convex quadratic of every setting of a run, so that it is largest at one of them.
 */
export function twoLevelEffects({ factors, model }: DesignProblem): number[] | undefined {
  if (factors.length > 30 || !factors.every(isTwoLevel)) return undefined
  const effects: number[] = []
  for (const { variables } of model.terms.terms) {
    let effect = 0
    for (const piece of variables.flatMap(({ pieces }) => pieces)) {
      const bit = 1 << factors.findIndex(({ name }) => name === piece.input)
      if (piece.kind !== 'power' || !isPlainPower(piece) || (effect & bit) !== 0) return undefined
      effect |= bit
    }
    effects.push(effect)
  }
  return effects
}

/** A factor that has two levels or, being a number, only needs its two ends. */
function isTwoLevel(factor: Factor): boolean {
  if (factor.kind === 'categorical') return factor.levels.length === 2
  return factor.kind === 'continuous' || factor.kind === 'discrete'
}

function isPlainPower({ power, center, scale }: { power: number; center: number; scale: number }): boolean {
  return power === 1 && center === 0 && scale === 1
}

/** The coded number of level 0 (low) or 1 (high) of a factor of two levels; of category `level` of others. */
export function codedSetting(factor: Factor, level: number): number {
  return factor.kind === 'continuous' || factor.kind === 'discrete' ? 2 * level - 1 : level
}
