/**
 * A regular two-level fraction of 2^m runs: each factor is the product of some of m basic factors, or its negative.
 *
 * Sets of factors are bit masks. Effects multiply as sets under symmetric difference, and so do their columns.
 */
export interface RegularFraction {
  /** m. */
  readonly basics: number
  /** One bit mask over the basic factors a factor; a basic factor has its own bit alone. */
  readonly masks: readonly number[]
  readonly signs: readonly (1 | -1)[]
}

/** 2^m × factors, −1/1; without generators the full factorial. The first run is high in every basic factor. */
export function fractionRuns({ basics, masks, signs }: RegularFraction): Float64Array {
  const rows = 2 ** basics
  const runs = new Float64Array(rows * masks.length)
  for (let row = 0; row < rows; row++) {
    masks.forEach((mask, j) => {
      runs[row * masks.length + j] = isOdd(row & mask) ? -signs[j]! : signs[j]!
    })
  }
  return runs
}

/** The column of an effect, a mask over the basic factors. */
export function effectColumn(effect: number, masks: readonly number[]): number {
  let column = 0
  for (let rest = effect; rest !== 0; rest &= rest - 1) column ^= masks[31 - Math.clz32(rest & -rest)]!
  return column
}

/** Whether no two of the effects are aliased with each other or with the mean. */
export function areClear(effects: readonly number[], masks: readonly number[]): boolean {
  const columns = new Set(effects.map((effect) => effectColumn(effect, masks)))
  return columns.size === effects.length && !columns.has(0)
}

export function isOdd(mask: number): boolean {
  let parity = mask
  for (let shift = 16; shift >= 1; shift /= 2) parity ^= parity >> shift
  return (parity & 1) === 1
}

export function bitCount(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}
