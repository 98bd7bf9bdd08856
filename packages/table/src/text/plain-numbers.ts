import { MINUS, PLUS, ZERO } from './bytes.ts'

/** 10⁰ to 10²², every one an exact double. */
export const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))
const LARGEST_EXACT = 2 ** 53
/** This many digits always fit an int32. */
const INT32_DIGITS = 9
const SPLIT = 2 ** 27 + 1

const LOWER_CASE = 0x20

/**
 * The number that the bytes spell, correctly rounded, or NaN if they are no plain number.
 *
 * Plain is: sign, digits with one decimal mark, exponent. Left to the careful reading: leading zeros ("007" may be a code), grouped
 * thousands, anything not ASCII, and what overflows.
 *
 * Exact: mantissa and power of ten are exact doubles up to 2⁵³ and 10²², so one operation rounds once (Clinger, PLDI 1990).
 */
export function plainNumber(bytes: Uint8Array, start: number, end: number, mark: number): number {
  let at = start
  const sign = bytes[at]!
  if (sign === MINUS || sign === PLUS) at++

  const integerStart = at
  let whole = 0
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO
    if (digit < 0 || digit > 9) break
    whole = (whole * 10 + digit) | 0
  }
  const wholeDigits = at - integerStart
  if (wholeDigits > 1 && bytes[integerStart] === ZERO) return NaN

  let fraction = 0
  let fractionDigits = 0
  if (at < end && bytes[at] === mark) {
    const fractionStart = ++at
    for (; at < end; at++) {
      const digit = bytes[at]! - ZERO
      if (digit < 0 || digit > 9) break
      fraction = (fraction * 10 + digit) | 0
    }
    fractionDigits = at - fractionStart
  }
  if (wholeDigits + fractionDigits === 0) return NaN

  let exponent = -fractionDigits
  const mantissaEnd = at
  if (at < end) {
    const written = writtenExponent(bytes, at, end)
    if (written !== written) return NaN
    exponent += written
  }
  let value = Infinity
  if (wholeDigits <= INT32_DIGITS && fractionDigits <= INT32_DIGITS && exponent >= -22 && exponent <= 22) {
    const mantissa = whole * POWERS_OF_TEN[fractionDigits]! + fraction
    if (mantissa <= LARGEST_EXACT) {
      value = exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent]! : mantissa * POWERS_OF_TEN[exponent]!
    }
  }
  if (value === Infinity) {
    value = longNumber(bytes, integerStart, mantissaEnd, exponent)
    if (value === Infinity) return NaN
  }
  return sign === MINUS ? -value : value
}

/** The exponent "e-12" that fills the bytes, or NaN. */
function writtenExponent(bytes: Uint8Array, start: number, end: number): number {
  if ((bytes[start]! | LOWER_CASE) !== 0x65) return NaN
  let at = start + 1
  const sign = bytes[at]!
  if (sign === MINUS || sign === PLUS) at++
  if (at >= end || end - at > 6) return NaN
  let exponent = 0
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO
    if (digit < 0 || digit > 9) return NaN
    exponent = exponent * 10 + digit
  }
  return sign === MINUS ? -exponent : exponent
}

/**
 * A number whose mantissa has more digits than an int32 or a double holds: as a pair of doubles, then divided or multiplied once
 * with the remainder carried along. Where the carried part is too close to a rounding boundary to decide, `Number` does.
 *
 * Source: T. J. Dekker, Numer. Math. 18 (1971) 224–242 (products and quotients of pairs).
 */
export function longNumber(bytes: Uint8Array, start: number, end: number, exponent: number): number {
  // nine, six and up to nine digits, each an int32: integer sums are twice as fast as double ones
  let first = 0
  let second = 0
  let third = 0
  let count = 0
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - ZERO
    if (digit < 0) continue // the decimal mark: '.' and ',' stand before '0'
    if (count < 9) {
      if (digit === 0 && count === 0) continue
      first = (first * 10 + digit) | 0
    } else if (count < 15) second = (second * 10 + digit) | 0
    else third = (third * 10 + digit) | 0
    count++
  }
  if (count > 24 || exponent < -22 || exponent > 22) return spelledNumber(bytes, start, end, exponent)
  if (count <= 15) {
    const mantissa = count <= 9 ? first : first * POWERS_OF_TEN[count - 9]! + second
    return exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent]! : mantissa * POWERS_OF_TEN[exponent]!
  }

  const high = first * 1e6 + second
  const shift = POWERS_OF_TEN[count - 15]!
  const product = high * shift
  const carried = productError(high, shift, product) + third
  const head = product + carried
  const tail = product - head + carried

  const power = POWERS_OF_TEN[exponent < 0 ? -exponent : exponent]!
  let leading: number
  let rest: number
  if (exponent < 0) {
    leading = head / power
    const back = leading * power
    rest = (head - back - productError(leading, power, back) + tail) / power
  } else {
    leading = head * power
    rest = productError(head, power, leading) + tail * power
  }
  const doubt = Math.abs(rest) * 2 ** -46 + leading * 2 ** -98
  const value = leading + (rest + doubt)
  return value === leading + (rest - doubt) ? value : spelledNumber(bytes, start, end, exponent)
}

/** a·b − product, exactly. */
function productError(a: number, b: number, product: number): number {
  const aScaled = a * SPLIT
  const aHigh = aScaled - (aScaled - a)
  const aLow = a - aHigh
  const bScaled = b * SPLIT
  const bHigh = bScaled - (bScaled - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}

function spelledNumber(bytes: Uint8Array, start: number, end: number, exponent: number): number {
  let digits = ''
  for (let at = start; at < end; at++) {
    if (bytes[at]! >= ZERO) digits += String.fromCharCode(bytes[at]!)
  }
  return Number(`${digits}e${exponent}`)
}
