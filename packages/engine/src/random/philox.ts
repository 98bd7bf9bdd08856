/**
 * Philox4x32-10: block `counter` of the stream `key`, four 32-bit words. A bijection of the counter for every key, so
 * blocks of one stream never repeat within 2¹²⁸, and streams differ in their keys alone. Passes TestU01's BigCrush.
 *
 * @param out  4, overwritten
 * @param counter  4 words, least significant first
 *
 * Cost: 20 multiplications of 32 × 32 bits. Source: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1,
 * 2, 3", SC11 (2011); the Random123 library's test vectors are in the test.
 */
export function philox(out: Uint32Array, counter: Uint32Array, key0: number, key1: number): void {
  let c0 = counter[0]!
  let c1 = counter[1]!
  let c2 = counter[2]!
  let c3 = counter[3]!
  let k0 = key0
  let k1 = key1
  for (let round = 0; round < 10; round++) {
    const high0 = highProduct(0xd251, 0x1f53, c0)
    const low0 = Math.imul(0xd2511f53, c0)
    const high1 = highProduct(0xcd9e, 0x8d57, c2)
    const low1 = Math.imul(0xcd9e8d57, c2)
    c0 = high1 ^ c1 ^ k0
    c1 = low1
    c2 = high0 ^ c3 ^ k1
    c3 = low0
    k0 = (k0 + 0x9e3779b9) | 0
    k1 = (k1 + 0xbb67ae85) | 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}

/** The upper 32 bits of the product of two unsigned words, the first given as its 16-bit halves. */
function highProduct(high: number, low: number, word: number): number {
  const wordHigh = word >>> 16
  const wordLow = word & 0xffff
  const middle = Math.imul(high, wordLow) >>> 0
  const carry = (Math.imul(low, wordLow) >>> 16) + (middle & 0xffff) + ((Math.imul(low, wordHigh) >>> 0) & 0xffff)
  return (Math.imul(high, wordHigh) + (middle >>> 16) + ((Math.imul(low, wordHigh) >>> 0) >>> 16) + (carry >>> 16)) | 0
}
