/**
 * Finds a regular two-level fraction of 2^m runs in which no two of the wanted effects are aliased with each other or with the
 * mean: for each factor the set of basic factors whose product it is. Undefined where there is none, or where the search was
 * given up.
 *
 * Effects multiply as sets under symmetric difference, so that an effect's column is the exclusive or of its factors' numbers.
 * The first fraction found is the answer; generators of odd length are tried before even ones and long before short, which
 * keeps main effects clear of interactions wherever the wanted effects leave the choice.
 *
 * Source: Franklin & Bailey, Appl. Statist. 26 (1977) 321–326; depth first, basic factors introduced in order.
 *
 * @param effects  bit masks over factors, none of them 0
 * @returns one bit mask over the m basic factors a factor
 */
export function regularFraction(factorCount: number, effects: readonly number[], m: number): number[] | undefined {
  if (effects.length >= 2 ** m) return undefined
  const closedBy = Array.from({ length: factorCount }, (_, i) =>
    effects.filter((effect) => 31 - Math.clz32(effect) === i),
  )
  const masks: number[] = []
  const taken = new Set([0])
  let budget = 50_000

  function place(factor: number, basics: number): boolean {
    if (factor === factorCount) return true
    for (const mask of choices(basics, m)) {
      if (budget-- <= 0) return false
      masks[factor] = mask
      const added: number[] = []
      const isClear = closedBy[factor]!.every((effect) => {
        const column = productOf(effect, masks)
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

/** The column of an effect. */
export function productOf(effect: number, masks: readonly number[]): number {
  let column = 0
  for (let rest = effect; rest !== 0; rest &= rest - 1) column ^= masks[31 - Math.clz32(rest & -rest)]!
  return column
}

/** A new basic factor first, then products of those there are: odd before even, long before short. */
function choices(basics: number, m: number): number[] {
  const products = Array.from({ length: 2 ** basics - 1 }, (_, i) => i + 1)
  const rank = (mask: number) => (bitCount(mask) % 2) * 100 + bitCount(mask)
  products.sort((a, b) => rank(b) - rank(a) || a - b)
  return basics < m ? [1 << basics, ...products] : products
}

export function bitCount(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}

/** 2^m × factors, −1/1: the runs of a fraction, in which a factor is the product of its basic factors. */
export function fractionRuns(masks: readonly number[], m: number): Float64Array {
  const rows = 2 ** m
  const runs = new Float64Array(rows * masks.length)
  for (let row = 0; row < rows; row++) {
    masks.forEach((mask, j) => {
      // a set bit of the row is the low level, so that the first run is high throughout
      runs[row * masks.length + j] = bitCount(row & mask) % 2 === 0 ? 1 : -1
    })
  }
  return runs
}
