import { paleyConference } from './conference-matrix.ts'
import { primePower } from './galois-field.ts'

/**
 * A Hadamard matrix of the order, −1/1, row-major, first row and column 1: HᵀH = order · I. Undefined where none of the
 * constructions reaches the order; they reach 1, 2 and every multiple of 4 up to 100 (92 is Williamson's), and many beyond.
 *
 * Orders that are powers of 2 are Sylvester's, so that products of columns are columns.
 *
 * Cost: order². Sources: Sylvester, Phil. Mag. 34 (1867) 461–475; Paley, J. Math. Phys. 12 (1933) 311–320; Williamson,
 * Duke Math. J. 11 (1944) 65–81; Baumert, Golomb & Hall, Bull. Amer. Math. Soc. 68 (1962) 237–238 for order 92.
 */
export function hadamardMatrix(order: number): Float64Array | undefined {
  const matrix = construct(order)
  if (matrix) normalise(matrix, order)
  return matrix
}

/** Whether `hadamardMatrix` reaches the order; cheaper than asking for the matrix. */
export function hasHadamardMatrix(order: number): boolean {
  return constructionOf(order) !== undefined
}

type Construction = 'trivial' | 'doubling' | 'paleyFirst' | 'paleySecond' | 'williamson'

function constructionOf(order: number): Construction | undefined {
  if (order === 1 || order === 2) return 'trivial'
  if (!Number.isInteger(order) || order < 4 || order % 4 !== 0) return undefined
  if (isPowerOf2(order)) return 'doubling'
  if (primePower(order - 1)) return 'paleyFirst'
  if ((order / 2 - 1) % 4 === 1 && primePower(order / 2 - 1)) return 'paleySecond'
  if (constructionOf(order / 2)) return 'doubling'
  return order === 92 ? 'williamson' : undefined
}

function construct(order: number): Float64Array | undefined {
  switch (constructionOf(order)) {
    case 'trivial':
      return order === 1 ? Float64Array.of(1) : Float64Array.of(1, 1, 1, -1)
    case 'doubling':
      return kroneckerProduct(Float64Array.of(1, 1, 1, -1), 2, construct(order / 2)!, order / 2)
    case 'paleyFirst':
      return paleyFirst(order)
    case 'paleySecond':
      return paleySecond(order)
    case 'williamson':
      return williamson(WILLIAMSON_23)
    case undefined:
      return undefined
  }
}

function isPowerOf2(n: number): boolean {
  return 2 ** Math.round(Math.log2(n)) === n
}

/** A ⊗ B of square matrices of orders a and b. */
function kroneckerProduct(left: Float64Array, a: number, right: Float64Array, b: number): Float64Array {
  const order = a * b
  const product = new Float64Array(order * order)
  for (let i = 0; i < order; i++) {
    for (let j = 0; j < order; j++) {
      product[i * order + j] = left[Math.floor(i / b) * a + Math.floor(j / b)]! * right[(i % b) * b + (j % b)]!
    }
  }
  return product
}

/** I + S with S the skew conference matrix of q = order − 1 ≡ 3 (mod 4). */
function paleyFirst(order: number): Float64Array {
  const matrix = paleyConference(order - 1)
  for (let i = 0; i < order; i++) matrix[i * order + i] = 1
  return matrix
}

/** S ⊗ (1 1; 1 −1) + I ⊗ (1 −1; −1 −1) with S the symmetric conference matrix of q = order/2 − 1 ≡ 1 (mod 4). */
function paleySecond(order: number): Float64Array {
  const half = order / 2
  const conference = paleyConference(half - 1)
  const matrix = kroneckerProduct(conference, half, Float64Array.of(1, 1, 1, -1), 2)
  for (let i = 0; i < half; i++) {
    const at = 2 * i * order + 2 * i
    matrix[at] = 1
    matrix[at + 1] = -1
    matrix[at + order] = -1
    matrix[at + order + 1] = -1
  }
  return matrix
}

/** First rows of four symmetric circulants with A² + B² + C² + D² = 92 I: found by search over the 2¹¹ symmetric rows. */
const WILLIAMSON_23 = [
  '+-+--+++++----+++++--+-',
  '+-+++--++-+--+-++--+++-',
  '+--++-+-+------+-+-++--',
  '+++++-++---++---++-++++',
]

/** (A B C D; −B A −D C; −C D A −B; −D −C B A). */
function williamson(firstRows: readonly string[]): Float64Array {
  const length = firstRows[0]!.length
  const order = 4 * length
  const layout = [1, 2, 3, 4, -2, 1, -4, 3, -3, 4, 1, -2, -4, -3, 2, 1]
  const matrix = new Float64Array(order * order)
  for (let i = 0; i < order; i++) {
    for (let j = 0; j < order; j++) {
      const block = layout[Math.floor(i / length) * 4 + Math.floor(j / length)]!
      const sign = firstRows[Math.abs(block) - 1]![((j % length) - (i % length) + length) % length] === '+' ? 1 : -1
      matrix[i * order + j] = Math.sign(block) * sign
    }
  }
  return matrix
}

function normalise(matrix: Float64Array, order: number): void {
  for (let j = 0; j < order; j++) {
    if (matrix[j]! > 0) continue
    for (let i = 0; i < order; i++) matrix[i * order + j] = -matrix[i * order + j]!
  }
  for (let i = 1; i < order; i++) {
    if (matrix[i * order]! > 0) continue
    for (let j = 0; j < order; j++) matrix[i * order + j] = -matrix[i * order + j]!
  }
}
