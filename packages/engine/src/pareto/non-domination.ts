import { nonDominatedRanks } from './non-dominated-sort.ts'

/** Whether losses a are nowhere above b and somewhere below. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  let isBelow = false
  for (let k = 0; k < a.length; k++) {
    if (a[k]! > b[k]!) return false
    if (a[k]! < b[k]!) isBelow = true
  }
  return isBelow
}

/** Orders vectors by their first entries that differ. */
export function compareVectors(a: readonly number[], b: readonly number[]): number {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k]! - b[k]!
  return 0
}

/** `nonDominatedRanks` of vectors of equal length. */
export function nonDominationRanks(losses: readonly (readonly number[])[]): Int32Array {
  const objectives = losses[0]?.length ?? 1
  return nonDominatedRanks(Float64Array.from(losses.flat()), objectives)
}
