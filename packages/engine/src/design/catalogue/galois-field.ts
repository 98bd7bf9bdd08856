import { digitSum } from './digit-vectors.ts'

/** GF(q). An element is a number of 0 … q − 1 whose digits to base p are the coefficients of its polynomial, constant first. */
export interface GaloisField {
  /** q = p^degree. */
  readonly order: number
  readonly characteristic: number
  readonly degree: number
  readonly add: (a: number, b: number) => number
  readonly negative: (a: number) => number
  readonly multiply: (a: number, b: number) => number
  /** @throws RangeError for 0 */
  readonly inverse: (a: number) => number
  /** 1 for a square, −1 for a non-square, 0 for 0. */
  readonly quadraticCharacter: (a: number) => number
}

/**
 * The field with `order` elements; undefined where there is none: the order is not a prime power.
 *
 * Multiplication goes by powers of x modulo the first monic polynomial of the degree for which they reach every element but 0.
 * Cost: order² · degree at most to find the polynomial; additions cost the degree, the rest is constant.
 * Source: Lidl & Niederreiter, Finite Fields, 2nd ed. (1997) ch. 2.
 */
export function galoisField(order: number): GaloisField | undefined {
  const power = primePower(order)
  if (!power) return undefined
  const { prime, exponent } = power
  const { powers, logarithms } = powerTables(order, prime)
  const add = (a: number, b: number) => digitSum(a, b, 1, prime)
  return {
    order,
    characteristic: prime,
    degree: exponent,
    add,
    negative: (a) => digitSum(0, a, prime - 1, prime),
    multiply: (a, b) => (a === 0 || b === 0 ? 0 : powers[(logarithms[a]! + logarithms[b]!) % (order - 1)]!),
    inverse: (a) => {
      if (a === 0) throw new RangeError('0 has no inverse')
      return powers[(order - 1 - logarithms[a]!) % (order - 1)]!
    },
    quadraticCharacter: (a) => (a === 0 ? 0 : prime === 2 || logarithms[a]! % 2 === 0 ? 1 : -1),
  }
}

/** q as a power of a prime; undefined where it is not one. */
export function primePower(q: number): { readonly prime: number; readonly exponent: number } | undefined {
  if (!Number.isInteger(q) || q < 2) return undefined
  let prime = 2
  while (prime * prime <= q && q % prime !== 0) prime++
  if (q % prime !== 0) prime = q
  let exponent = 0
  let rest = q
  for (; rest % prime === 0; rest /= prime) exponent++
  return rest === 1 ? { prime, exponent } : undefined
}

function powerTables(order: number, prime: number) {
  const top = order / prime
  const powers = new Uint32Array(order - 1)
  const logarithms = new Uint32Array(order)
  for (let reduction = 1; reduction < order; reduction++) {
    // x^degree = reduction: multiplying by x moves the digits up and folds the highest one back
    let element = 1
    let reached = 0
    do {
      powers[reached] = element
      logarithms[element] = reached++
      const high = Math.floor(element / top)
      element = digitSum((element % top) * prime, reduction, high, prime)
    } while (element !== 1 && element !== 0 && reached < order - 1)
    if (element === 1 && reached === order - 1) return { powers, logarithms }
  }
  throw new RangeError(`no primitive polynomial for ${order}`)
}
