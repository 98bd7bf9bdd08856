import { galoisField, primePower } from './galois-field.ts'

/**
 * A conference matrix, 0 on the diagonal and −1/1 elsewhere, CᵀC = (order − 1)·I: Paley's where order − 1 is a prime power, the
 * double of a skew one of half the order; undefined elsewhere.
 */
export function conferenceMatrix(order: number): Float64Array | undefined {
  if (order >= 4 && primePower(order - 1)) return paleyConference(order - 1)
  const half = order / 2
  // Paley's is skew for orders divisible by 4, and so is every double
  const inner = half % 4 === 0 ? conferenceMatrix(half) : undefined
  return inner && doubleSkew(inner, half)
}

/** The quadratic character of differences in GF(q), bordered: symmetric for q ≡ 1, skew for q ≡ 3 (mod 4). */
export function paleyConference(q: number): Float64Array {
  const field = galoisField(q)!
  const order = q + 1
  const matrix = new Float64Array(order * order)
  const border = q % 4 === 3 ? -1 : 1
  for (let i = 0; i < q; i++) {
    matrix[i + 1] = 1
    matrix[(i + 1) * order] = border
    for (let j = 0; j < q; j++) {
      matrix[(i + 1) * order + j + 1] = field.quadraticCharacter(field.add(i, field.negative(j)))
    }
  }
  return matrix
}

/** (S S+I; S−I −S). */
function doubleSkew(inner: Float64Array, half: number): Float64Array {
  const order = 2 * half
  const matrix = new Float64Array(order * order)
  for (let i = 0; i < half; i++) {
    for (let j = 0; j < half; j++) {
      const entry = inner[i * half + j]!
      matrix[i * order + j] = entry
      matrix[i * order + half + j] = i === j ? 1 : entry
      matrix[(half + i) * order + j] = i === j ? -1 : entry
      matrix[(half + i) * order + half + j] = entry === 0 ? 0 : -entry
    }
  }
  return matrix
}
