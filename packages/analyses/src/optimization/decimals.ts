const MOST = 9

/** Decimals that a number is written with, 9 at most: 2 for 0.25, 0 for 1500. */
export function decimals(value: number): number {
  let digits = 0
  while (digits < MOST && Math.abs(Number(value.toFixed(digits)) - value) > 1e-12 * Math.max(1, Math.abs(value)))
    digits++
  return digits
}

/** Decimals for settings between two ends: as the given numbers have, and enough that rounding moves none by more than 0.5 %. */
export function settingDecimals(low: number, high: number, given: Iterable<number> = []): number {
  let digits = Math.max(decimals(low), decimals(high))
  for (const value of given) digits = Math.max(digits, decimals(value))
  let resolution = Number(`1e${-digits}`)
  while (digits < MOST && resolution > 0.0101 * (high - low)) resolution = Number(`1e${-++digits}`)
  return digits
}
