import { galoisField, primePower } from './galois-field.ts'
import { hadamardMatrix } from './hadamard.ts'

/** r × c elements of a group: the differences of every two columns take each element of the group equally often. */
export interface DifferenceScheme {
  readonly rows: number
  readonly columns: number
  /** Number of elements of the group. */
  readonly levels: number
  readonly entries: Uint8Array
  readonly add: (a: number, b: number) => number
}

/**
 * The difference schemes from which `differenceArray` makes arrays of the given number of rows, the widest first; Hadamard
 * matrices, which are D(r, r, 2), are left to `hadamardScheme`.
 *
 * D(2q, 2q, q) for odd prime powers q (Jungnickel, Math. Z. 167 (1979) 49–60); D(12, 12, 3) found by search (it exists by
 * Seiden, Ann. Math. Statist. 25 (1954) 151–156); D(r, 2, 2) for even r; sums D ⊕ D(3, 3, 3). Hedayat, Sloane & Stufken, Orthogonal Arrays (1999) ch. 6.
 */
export function differenceSchemeNames(arrayRows: number): DifferenceSchemeName[] {
  const names: DifferenceSchemeName[] = []
  const q = Math.sqrt(arrayRows / 2)
  if (q % 2 === 1 && primePower(q)) names.push({ kind: 'jungnickel', rows: 2 * q, columns: 2 * q, levels: q })
  if (arrayRows === 36) names.push({ kind: 'seiden', rows: 12, columns: 12, levels: 3 })
  if (arrayRows === 54) names.push({ kind: 'tripledJungnickel', rows: 18, columns: 18, levels: 3 })
  if (arrayRows === 108) names.push({ kind: 'tripledSeiden', rows: 36, columns: 36, levels: 3 })
  if (arrayRows % 4 === 0) names.push({ kind: 'pair', rows: arrayRows / 2, columns: 2, levels: 2 })
  return names
}

export interface DifferenceSchemeName {
  readonly kind: 'jungnickel' | 'seiden' | 'tripledJungnickel' | 'tripledSeiden' | 'pair'
  readonly rows: number
  readonly columns: number
  readonly levels: number
}

export function differenceScheme({ kind, rows }: DifferenceSchemeName): DifferenceScheme {
  switch (kind) {
    case 'jungnickel':
      return jungnickelScheme(rows / 2)
    case 'seiden':
      return { rows: 12, columns: 12, levels: 3, entries: Uint8Array.from(SEIDEN_12.join('')), add: moduloThree }
    case 'tripledJungnickel':
      return tripled(jungnickelScheme(3))
    case 'tripledSeiden':
      return tripled(differenceScheme({ kind: 'seiden', rows: 12, columns: 12, levels: 3 }))
    case 'pair': {
      const entries = Uint8Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 1 && i < rows ? 1 : 0))
      return { rows, columns: 2, levels: 2, entries, add: (a, b) => (a + b) % 2 }
    }
  }
}

/** A Hadamard matrix as a difference scheme of the group of two; its first column is 0. */
export function hadamardScheme(order: number): DifferenceScheme | undefined {
  const entries = hadamardMatrix(order)?.map((entry) => (entry > 0 ? 0 : 1))
  return entries && { rows: order, columns: order, levels: 2, entries: Uint8Array.from(entries), add: (a, b) => a ^ b }
}

/**
 * The array of strength 2 whose first column is the scheme's row (r levels) and whose others are the scheme's columns plus each
 * group element in turn (s levels): r·s × (c + 1) level indices, row-major.
 */
export function differenceArray({ rows, columns, levels, entries, add }: DifferenceScheme): Uint8Array {
  const width = columns + 1
  const runs = new Uint8Array(rows * levels * width)
  for (let i = 0; i < rows; i++) {
    for (let shift = 0; shift < levels; shift++) {
      const at = (i * levels + shift) * width
      runs[at] = i
      for (let j = 0; j < columns; j++) runs[at + 1 + j] = add(entries[i * columns + j]!, shift)
    }
  }
  return runs
}

const SEIDEN_12 = [
  '000000000000',
  '000011112222',
  '000102221112',
  '001220120121',
  '010221202011',
  '012012020211',
  '012120012102',
  '012202111020',
  '021020211210',
  '021102102201',
  '021211021002',
  '022111200120',
]

const moduloThree = (a: number, b: number) => (a + b) % 3

/**
 * Blocks over GF(q), n a non-square: ij + n·i², ij above ij + i² + g·j², (ij + g·j²)/n with g = (1 − 1/n)/4. Over i, the
 * difference of a left and a right column is a square plus a constant below and n times a square plus the same constant
 * above: together every element twice. The difference of two columns of one side is linear in i.
 */
function jungnickelScheme(q: number): DifferenceScheme {
  const { add, multiply, negative, inverse, quadraticCharacter } = galoisField(q)!
  let nonSquare = 2
  while (quadraticCharacter(nonSquare) !== -1) nonSquare++
  const nonSquareInverse = inverse(nonSquare)
  const four = add(add(1, 1), add(1, 1))
  const bend = multiply(add(1, negative(nonSquareInverse)), inverse(four))
  const size = 2 * q
  const entries = new Uint8Array(size * size)
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < q; j++) {
      const product = multiply(i, j)
      const square = multiply(i, i)
      const bent = add(product, multiply(bend, multiply(j, j)))
      entries[i * size + j] = add(product, multiply(nonSquare, square))
      entries[i * size + q + j] = product
      entries[(q + i) * size + j] = add(bent, square)
      entries[(q + i) * size + q + j] = multiply(bent, nonSquareInverse)
    }
  }
  return { rows: size, columns: size, levels: q, entries, add }
}

/** D ⊕ D(3, 3, 3), the multiplication table of GF(3). */
function tripled({ rows, columns, entries }: DifferenceScheme): DifferenceScheme {
  const width = 3 * columns
  const sums = new Uint8Array(3 * rows * width)
  for (let i = 0; i < 3 * rows; i++) {
    for (let j = 0; j < width; j++) {
      const inner = entries[Math.floor(i / 3) * columns + Math.floor(j / 3)]!
      sums[i * width + j] = (inner + (i % 3) * (j % 3)) % 3
    }
  }
  return { rows: 3 * rows, columns: width, levels: 3, entries: sums, add: moduloThree }
}
