import type { Generator } from '../../random/generator.ts'
import { SOBOL_DIRECTIONS } from './sobol-directions.ts'

/** The most dimensions of `sobolSequence`. */
export const SOBOL_DIMENSIONS = SOBOL_DIRECTIONS.length + 1

const BITS = 32

/**
 * The first `count` points of the Sobol sequence in [0, 1), count × dimensions row-major; without a generator they begin with
 * the origin, and 2^m of them form a net.
 *
 * With a generator each dimension is scrambled by a random lower triangular matrix of bits and a random shift, which keeps the
 * net and makes each point uniform (Matoušek, J. Complexity 14 (1998) 527–556).
 *
 * @throws RangeError for dimensions beyond 1 … 60 or a count beyond 0 … 2³¹
 * Cost: count · dimensions. Source: Bratley & Fox, ACM Trans. Math. Softw. 14 (1988) 88–100; Antonov & Saleev 1979.
 */
export function sobolSequence(count: number, dimensions: number, generator?: Generator): Float64Array {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > SOBOL_DIMENSIONS) {
    throw new RangeError(`the Sobol sequence has 1 to ${SOBOL_DIMENSIONS} dimensions here, got ${dimensions}`)
  }
  if (!Number.isInteger(count) || count < 0 || count > 2 ** 31) throw new RangeError(`${count} points can't be made`)
  const points = new Float64Array(count * dimensions)
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const directions = directionNumbers(dimension)
    let value = 0
    if (generator) {
      scramble(directions, generator)
      value = generator.uint32()
    }
    for (let i = 0; i < count; i++) {
      points[i * dimensions + dimension] = (value >>> 0) * 2 ** -BITS
      // Gray code: the next point differs by the direction of the lowest zero bit of i
      value ^= directions[31 - Math.clz32(~i & (i + 1))]!
    }
  }
  return points
}

/** v₁ … v₃₂, the leading bit first. */
function directionNumbers(dimension: number): Int32Array {
  const directions = new Int32Array(BITS)
  if (dimension === 0) {
    for (let i = 0; i < BITS; i++) directions[i] = 1 << (BITS - 1 - i)
    return directions
  }
  const [polynomialText, initial] = SOBOL_DIRECTIONS[dimension - 1]!.split(':')
  const polynomial = Number(polynomialText)
  const degree = 31 - Math.clz32(polynomial)
  initial!.split(',').forEach((number, i) => {
    directions[i] = Number(number) << (BITS - 1 - i)
  })
  for (let i = degree; i < BITS; i++) {
    let value = directions[i - degree]! ^ (directions[i - degree]! >>> degree)
    for (let term = 1; term < degree; term++) {
      if ((polynomial >> (degree - term)) & 1) value ^= directions[i - term]!
    }
    directions[i] = value
  }
  return directions
}

/** Multiplies every direction by a lower triangular matrix of bits with ones on the diagonal: bit r of a point depends on bits 0 … r. */
function scramble(directions: Int32Array, generator: Generator): void {
  const rows = Int32Array.from({ length: BITS }, (_, r) => {
    const diagonal = 1 << (BITS - 1 - r)
    const above = r === 0 ? 0 : -1 << (BITS - r)
    return (generator.uint32() & above) | diagonal
  })
  for (let i = 0; i < BITS; i++) {
    let mixed = 0
    for (let r = 0; r < BITS; r++) mixed |= parity(rows[r]! & directions[i]!) << (BITS - 1 - r)
    directions[i] = mixed
  }
}

function parity(bits: number): number {
  let folded = bits
  for (let shift = 16; shift >= 1; shift /= 2) folded ^= folded >>> shift
  return folded & 1
}
