/**
 * Numbers as unevaluated sums high + low of two doubles, about 31 digits, by error-free transformations.
 *
 * Sources: Dekker, Numer. Math. 18 (1971) 224–242; Ogita, Rump & Oishi, SIAM J. Sci. Comput. 26 (2005) 1955–1988. Valid
 * while no product leaves the range of doubles: callers scale their data to the order of one.
 */
export type DoubleDouble = readonly [high: number, low: number]

/** Doubles split at 2²⁷: the halves of two factors multiply without rounding. */
export const SPLITTER = 134217729

/** A vector of double-doubles. */
export interface DoubleDoubles {
  readonly high: Float64Array
  readonly low: Float64Array
}

export function doubleDoubles(length: number): DoubleDoubles {
  return { high: new Float64Array(length), low: new Float64Array(length) }
}

export function difference([a, aLow]: DoubleDouble, [b, bLow]: DoubleDouble): DoubleDouble {
  const sum = a - b
  const part = sum - a
  return normalised(sum, a - (sum - part) - (b + part) + (aLow - bLow))
}

export function product([a, aLow]: DoubleDouble, [b, bLow]: DoubleDouble): DoubleDouble {
  const high = a * b
  return normalised(high, productError(a, b, high) + (a * bLow + aLow * b))
}

/** 1/√a for a > 0: one Newton step from the double. */
export function inverseSquareRoot(a: DoubleDouble): DoubleDouble {
  const start = 1 / Math.sqrt(a[0])
  const residual = difference([1, 0], product(a, product([start, 0], [start, 0])))
  return normalised(start, (start * (residual[0] + residual[1])) / 2)
}

/** Σ a[i]·b[i] over `length` entries from the two offsets. */
export function dot(a: DoubleDoubles, aFrom: number, b: DoubleDoubles, bFrom: number, length: number): DoubleDouble {
  const { high: aHigh, low: aLow } = a
  const { high: bHigh, low: bLow } = b
  let sum = 0
  let rest = 0
  for (let i = 0; i < length; i++) {
    const x = aHigh[aFrom + i]!
    const y = bHigh[bFrom + i]!
    const term = x * y
    const next = sum + term
    const part = next - sum
    rest += sum - (next - part) + (term - part) + productError(x, y, term)
    rest += x * bLow[bFrom + i]! + aLow[aFrom + i]! * y
    sum = next
  }
  return normalised(sum, rest)
}

/** What rounding took from a·b. */
function productError(a: number, b: number, rounded: number): number {
  const aBig = SPLITTER * a - (SPLITTER * a - a)
  const bBig = SPLITTER * b - (SPLITTER * b - b)
  const aRest = a - aBig
  const bRest = b - bBig
  return aRest * bRest - (rounded - aBig * bBig - aRest * bBig - aBig * bRest)
}

function normalised(high: number, low: number): DoubleDouble {
  const sum = high + low
  return [sum, low - (sum - high)]
}
