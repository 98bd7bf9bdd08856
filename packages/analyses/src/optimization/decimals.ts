const MOST = 9

/** Decimals that a number is written with, 9 at most: 2 for 0.25, 0 for 1500. */
export function decimals(value: number): number {
  let digits = 0
  while (digits < MOST && Math.abs(Number(value.toFixed(digits)) - value) > 1e-12 * Math.max(1, Math.abs(value)))
    digits++
  return digits
}

/** Decimals that all of the numbers are written with; NaN has none. */
export function commonDecimals(values: Iterable<number>): number {
  let most = 0
  let scale = 1
  for (const value of values) {
    const scaled = value * scale
    if (!(Math.abs(scaled - Math.round(scaled)) > 1e-12 * Math.max(scale, Math.abs(scaled)))) continue
    most = Math.max(most, decimals(value))
    scale = Number(`1e${most}`)
  }
  return most
}

/** Decimals at which rounding moves no setting between low and high by more than half a share of the range. */
export function fineDecimals(low: number, high: number, share: number): number {
  let digits = 0
  let resolution = 1
  while (digits < MOST && resolution > share * (high - low) * (1 + 1e-9)) resolution = Number(`1e${-++digits}`)
  return digits
}

/** Decimals for a factor that moves freely between two ends that were given: theirs, and enough to move by a percent. */
export function settingDecimals(low: number, high: number): number {
  return Math.max(commonDecimals([low, high]), fineDecimals(low, high, 0.01))
}
