import { digitProduct, digitSum } from './digit-vectors.ts'
import { galoisField, primePower } from './galois-field.ts'

/**
 * A plan of a linear orthogonal array of strength 2 with p^m rows whose columns have p^d levels, d from `dimensions`: undefined
 * where this construction has no room for them.
 *
 * A column with p^d levels is a d-dimensional space of linear functions on GF(p)^m. Two columns are orthogonal exactly when
 * their spaces meet in 0, so that the array is a set of such spaces. A space of dimension m splits into one of dimension
 * m − d and p^(m−d) of dimension d ≤ m/2 that meet in 0: {(a·φ(u), u)} for each a of GF(p^(m−d)). The largest columns are
 * taken first, each from the smallest space that holds it.
 *
 * Source: Bose & Bush, Ann. Math. Statist. 23 (1952) 508–524; Wu, Ann. Statist. 17 (1989) 1880–1885, mixed levels.
 *
 * @param dimensions  descending
 * @returns for each column a basis; a function is a number of 0 … p^m − 1 whose digits to base p are its coefficients
 */
export function linearArray(prime: number, exponent: number, dimensions: readonly number[]): number[][] | undefined {
  const needed = dimensions.reduce((sum, dimension) => sum + prime ** dimension - 1, 0)
  if (needed > prime ** exponent - 1) return undefined
  const spaces: number[][] = [Array.from({ length: exponent }, (_, i) => prime ** i)]
  const columns: number[][] = []
  for (const dimension of dimensions) {
    let at = smallestSpace(spaces, dimension)
    if (at < 0) return undefined
    while (spaces[at]!.length > dimension) {
      const [space] = spaces.splice(at, 1)
      spaces.push(...splitSpace(space!, Math.min(dimension, space!.length - dimension), prime))
      at = smallestSpace(spaces, dimension)
    }
    columns.push(...spaces.splice(at, 1))
  }
  return columns
}

/** The rows of the array: p^m × columns, level indices. */
export function linearArrayRows(prime: number, exponent: number, columns: readonly (readonly number[])[]): Uint8Array {
  const rows = prime ** exponent
  const runs = new Uint8Array(rows * columns.length)
  for (let row = 0; row < rows; row++) {
    columns.forEach((basis, j) => {
      let level = 0
      basis.forEach((vector, i) => {
        level += digitProduct(vector, row, prime) * prime ** i
      })
      runs[row * columns.length + j] = level
    })
  }
  return runs
}

function smallestSpace(spaces: readonly (readonly number[])[], dimension: number): number {
  let best = -1
  spaces.forEach(({ length }, i) => {
    if (length >= dimension && (best < 0 || length < spaces[best]!.length)) best = i
  })
  return best
}

/** One space of the other dimensions and p^(those) of dimension `part`, which meet in 0 and cover the space. */
function splitSpace(basis: readonly number[], part: number, prime: number): number[][] {
  const rest = basis.slice(0, basis.length - part)
  const units = basis.slice(basis.length - part)
  const field = galoisField(prime ** rest.length)!
  const combine = (element: number) =>
    rest.reduce((sum, vector, i) => digitSum(sum, vector, Math.floor(element / prime ** i) % prime, prime), 0)
  const pieces = Array.from({ length: field.order }, (_, a) =>
    units.map((vector, i) => digitSum(vector, combine(field.multiply(a, prime ** i)), 1, prime)),
  )
  return [rest, ...pieces]
}

/** Levels as powers of the prime that the number of rows is a power of; undefined where they are not. */
export function linearShape(
  rows: number,
  levels: readonly number[],
): { readonly prime: number; readonly exponent: number; readonly dimensions: number[] } | undefined {
  const power = primePower(rows)
  if (!power) return undefined
  const dimensions: number[] = []
  for (const count of levels) {
    const own = primePower(count)
    if (own?.prime !== power.prime) return undefined
    dimensions.push(own.exponent)
  }
  return { ...power, dimensions }
}
