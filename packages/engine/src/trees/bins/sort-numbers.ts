/** Fewer are sorted faster by comparing. */
const SMALL = 4000
/** Digits of a word, the lowest first: [shift, bits]. */
const DIGITS = [
  [0, 11],
  [11, 11],
  [22, 10],
] as const
const SIGN = 0x8000_0000

/**
 * Sorts numbers in place, ascending, −0 before 0: what `sort()` does, by their bits.
 *
 * @param values  without NaN
 *
 * Cost: some n; six passes, of which those over a digit that all have in common are left out.
 */
export function sortNumbers(values: Float64Array): Float64Array {
  if (values.length < SMALL) return values.sort()
  // little-endian: word 2i is the low half of number i
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length)
  for (let at = 1; at < words.length; at += 2) {
    if (words[at]! < SIGN) words[at]! ^= SIGN
    else {
      words[at] = ~words[at]!
      words[at - 1] = ~words[at - 1]!
    }
  }
  let from: Uint32Array = words
  let to: Uint32Array = new Uint32Array(words.length)
  for (const half of [0, 1]) {
    for (const [shift, bits] of DIGITS) if (sortByDigit(from, to, half, shift, bits)) [from, to] = [to, from]
  }
  if (from !== words) words.set(from)
  for (let at = 1; at < words.length; at += 2) {
    if (words[at]! >= SIGN) words[at]! ^= SIGN
    else {
      words[at] = ~words[at]!
      words[at - 1] = ~words[at - 1]!
    }
  }
  return values
}

/** Stable. @returns false where all have the same digit: nothing was moved */
function sortByDigit(from: Uint32Array, to: Uint32Array, half: number, shift: number, bits: number): boolean {
  const mask = 2 ** bits - 1
  const places = new Int32Array(2 ** bits + 1)
  for (let at = half; at < from.length; at += 2) places[((from[at]! >>> shift) & mask) + 1]!++
  if (places[((from[half]! >>> shift) & mask) + 1] === from.length / 2) return false
  for (let digit = 0; digit < mask; digit++) places[digit + 1]! += places[digit]!
  for (let at = 0; at < from.length; at += 2) {
    const place = 2 * places[(from[at + half]! >>> shift) & mask]!++
    to[place] = from[at]!
    to[place + 1] = from[at + 1]!
  }
  return true
}
