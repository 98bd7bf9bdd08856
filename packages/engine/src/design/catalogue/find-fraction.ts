import { minimumAberration } from './minimum-aberration.ts'
import { areClear, bitCount, effectColumn, type RegularFraction } from './regular-fraction.ts'

/**
 * A regular fraction of 2^m runs in which no two of the wanted effects are aliased with each other or with the mean: that of
 * minimum aberration where it will do, else the first found depth first. Undefined where there is none, or where the search was
 * given up.
 *
 * Generators of odd length are tried before even ones and long before short, which keeps main effects clear of two-factor
 * interactions wherever the wanted effects leave the choice.
 *
 * Source: Franklin & Bailey, Appl. Statist. 26 (1977) 321–326.
 *
 * @param effects  bit masks over factors, none of them 0
 */
export function findFraction(factorCount: number, effects: readonly number[], m: number): RegularFraction | undefined {
  if (effects.length >= 2 ** m) return undefined
  const tabulated = minimumAberration(factorCount, m)
  if (tabulated && areClear(effects, tabulated.masks)) return tabulated
  const masks = search(factorCount, effects, m)
  return masks && { basics: m, masks, signs: masks.map(() => 1) }
}

const BUDGET = 50_000

function search(factorCount: number, effects: readonly number[], m: number): number[] | undefined {
  const closedBy = Array.from({ length: factorCount }, (_, i) =>
    effects.filter((effect) => 31 - Math.clz32(effect) === i),
  )
  const masks: number[] = []
  const taken = new Set([0])
  let tries = 0

  function place(factor: number, basics: number): boolean {
    if (factor === factorCount) return true
    for (const mask of choices(basics, m)) {
      if (tries++ > BUDGET) return false
      masks[factor] = mask
      const added: number[] = []
      const isClear = closedBy[factor]!.every((effect) => {
        const column = effectColumn(effect, masks)
        if (taken.has(column)) return false
        taken.add(column)
        added.push(column)
        return true
      })
      if (isClear && place(factor + 1, mask === 1 << basics ? basics + 1 : basics)) return true
      for (const column of added) taken.delete(column)
    }
    return false
  }

  return place(0, 0) ? masks : undefined
}

/** A new basic factor first, then products of those there are: odd before even, long before short. */
function choices(basics: number, m: number): number[] {
  const products = Array.from({ length: 2 ** basics - 1 }, (_, i) => i + 1)
  const rank = (mask: number) => (bitCount(mask) % 2) * 100 + bitCount(mask)
  products.sort((a, b) => rank(b) - rank(a) || a - b)
  return basics < m ? [1 << basics, ...products] : products
}
