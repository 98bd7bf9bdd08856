import type { Generator } from '@zerosec/engine'

/** Two training values and the threshold between them: low ≤ threshold < high. */
export interface ClosePair {
  readonly low: number
  readonly high: number
  readonly threshold: number
}

/**
 * Values of all sizes and signs as near to each other as float32 tells apart for certain: decimals a little more than two steps apart
 * with the threshold midway, and float32 numbers one step apart with the threshold midway or on the lower one.
 */
export function closePairs(draw: Generator, count: number): ClosePair[] {
  return Array.from({ length: count }, (_, i) => {
    const size = (draw.uniform() - 0.5) * 10 ** (draw.integer(40) - 20)
    const step = 2 ** (Math.floor(Math.log2(Math.abs(size))) - 23)
    const low = i % 3 === 0 ? size : Math.fround(size)
    const high = i % 3 === 0 ? low + 2.01 * step : Math.fround(low + step)
    return { low, high, threshold: i % 3 === 2 ? low : low / 2 + high / 2 }
  })
}
