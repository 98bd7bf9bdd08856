/**
 * Square matrices of −1 and 1 with the largest determinant that there is, of orders where it has been proven; row-major, the
 * first column all 1. Undefined for other orders, and for multiples of 4 (see hadamard.ts).
 *
 * Orders 3, 7, 9, 11, 15, 17, 19, 21: tabulated, found by cofactor ascent from random matrices; their determinants are the
 * proven maxima (OEIS A003433; Ehlich 1964, Moyssiadis & Kounias 1982, Chadjipantelis, Kounias & Moyssiadis 1987, Orrick 2005,
 * Brent, Orrick, Osborn & Zimmermann 2011). Columns stand so that the first 10 of order 11, and the first 17 and 18 of order 19,
 * attain Ehlich's bound too.
 *
 * Orders 5 and 13: circulants of difference sets, which attain Barba's bound. Orders 2m ≡ 2 (mod 4) where two circulants A, B of
 * order m with AAᵀ + BBᵀ = (2m − 2)·I + 2·J are listed: (A B; −Bᵀ Aᵀ) attains Ehlich's bound (Math. Z. 83 (1964) 123–132; Yang,
 * Math. Comp. 22 (1968) 174–180).
 */
export function maximalDeterminantMatrix(order: number): Float64Array | undefined {
  const matrix = tabulated(order) ?? circulant(order) ?? twoCirculants(order)
  if (matrix) {
    for (let i = 0; i < order; i++) {
      if (matrix[i * order]! < 0) for (let j = 0; j < order; j++) matrix[i * order + j] = -matrix[i * order + j]!
    }
  }
  return matrix
}

function tabulated(order: number): Float64Array | undefined {
  const rows = TABLES.get(order)?.split(' ')
  if (!rows) return undefined
  const matrix = new Float64Array(order * order).fill(1)
  rows.forEach((row, i) => {
    const bits = Number.parseInt(row, 16)
    for (let j = 1; j < order; j++) matrix[i * order + j] = (bits >> (order - 1 - j)) & 1 ? 1 : -1
  })
  return matrix
}

/** −1 on the difference set, moved on by one a row. */
function circulant(order: number): Float64Array | undefined {
  const negative = DIFFERENCE_SETS.get(order)
  return (
    negative &&
    Float64Array.from({ length: order * order }, (_, at) => {
      const place = ((at % order) - Math.floor(at / order) + order) % order
      return negative.includes(place) ? -1 : 1
    })
  )
}

function twoCirculants(order: number): Float64Array | undefined {
  const rows = CIRCULANT_PAIRS.get(order)
  if (!rows) return undefined
  const half = order / 2
  const entry = (which: 0 | 1, i: number, j: number) => ((rows[which] >> ((j - i + half) % half)) & 1 ? -1 : 1)
  const matrix = new Float64Array(order * order)
  for (let i = 0; i < half; i++) {
    for (let j = 0; j < half; j++) {
      matrix[i * order + j] = entry(0, i, j)
      matrix[i * order + half + j] = entry(1, i, j)
      matrix[(half + i) * order + j] = -entry(1, j, i)
      matrix[(half + i) * order + half + j] = entry(0, j, i)
    }
  }
  return matrix
}

const DIFFERENCE_SETS: ReadonlyMap<number, readonly number[]> = new Map([
  [5, [0]],
  [13, [0, 1, 3, 9]],
])

/** First rows of the circulants: a set bit is −1. Found by search over all first rows of the right sums. */
const CIRCULANT_PAIRS: ReadonlyMap<number, readonly [number, number]> = new Map([
  [6, [0x1, 0x0]],
  [10, [0x1, 0x1]],
  [14, [0xb, 0x1]],
  [18, [0xb, 0x11]],
  [26, [0x137, 0x85]],
  [30, [0x167, 0x225]],
  [38, [0x18a7, 0x935]],
  [42, [0x11e5d, 0x2519]],
  [46, [0x96a39, 0x1347]],
  [50, [0x44877, 0xa258d]],
  [54, [0x4a389b, 0xca97]],
])

/** Rows as hexadecimal numbers of order − 1 bits, the first column left out; a set bit is 1. */
const TABLES: ReadonlyMap<number, string> = new Map([
  [3, '1 2 0'],
  [7, '0f 38 00 12 23 26 15'],
  [9, '3e f7 5b 23 92 46 15 8f e8'],
  [11, '17c 085 06b 240 237 30f 3e7 192 2de 3d9 2a8'],
  [15, '2d7f 17b5 30c7 3129 061b 05d8 3a5c 1872 1d0e 036e 3eea 08ad 0f41 2b92 2424'],
  [17, '37bb 8d85 2204 1c74 806f cb3c ee61 4ece e556 a8d8 794d d2d5 f8a6 d408 41e0 4813 9b42'],
  [
    19,
    '2582f 1e022 246d3 37bc6 2b6a4 13db3 303b8 2af7a 090de 0f319 12a75 289c1 065ed 04d14 1dee8 3ec9d 1870f 3d575 33448',
  ],
  [
    21,
    '775ac 3c936 59dc3 8d109 f82aa 25ae0 6a365 2e7da cecb1 2288f d4bdd f7053 44606 a17b7 9fe6f 821e6 b2f00 e9c5c 1b294 10479 43b3a',
  ],
])
