import type { ColumnPiece, ModelColumn } from './model-columns.ts'

/** Columns of equal length by name. A category's codes index its levels. */
export interface Frame {
  readonly rows: number
  readonly columns: ReadonlyMap<string, FrameColumn>
}

export type FrameColumn =
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'category'; readonly levels: readonly string[]; readonly codes: Int32Array }

/**
 * The model matrix: entry (i, j) is the product of column j's pieces at row i of the frame.
 *
 * @returns n × p row-major; not finite where a power or function is not defined or overflows, which callers check
 * @throws RangeError for an input that the frame lacks, holds as another kind, or has no valid code for
 *
 * Cost: n multiplications a piece; allocates n × p and one vector of n.
 */
export function modelMatrix(frame: Frame, columns: readonly ModelColumn[]): Float64Array {
  const { rows } = frame
  const width = columns.length
  const matrix = new Float64Array(rows * width)
  const product = new Float64Array(rows)
  columns.forEach(({ pieces }, j) => {
    product.fill(1)
    for (const piece of pieces) multiplyByPiece(product, piece, frame)
    for (let i = 0, at = j; i < rows; i++, at += width) matrix[at] = product[i]!
  })
  return matrix
}

/** Σⱼ xᵢⱼ bⱼ of every row of an n × p row-major matrix. */
export function linearPredictor(matrix: Float64Array, coefficients: Float64Array): Float64Array {
  const width = coefficients.length
  const rows = width === 0 ? 0 : matrix.length / width
  if (!Number.isInteger(rows)) throw new RangeError(`${matrix.length} values are no rows of ${width}`)
  const predicted = new Float64Array(rows)
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0
    for (let j = 0; j < width; j++, at++) sum += matrix[at]! * coefficients[j]!
    predicted[i] = sum
  }
  return predicted
}

function multiplyByPiece(product: Float64Array, piece: ColumnPiece, frame: Frame): void {
  const column = frame.columns.get(piece.input)
  if (piece.kind === 'level') {
    if (column?.kind !== 'category') throw new RangeError(`${piece.input} is no category of the frame`)
    if (piece.codes.length !== column.levels.length) throw new RangeError(`${piece.input} has other levels`)
    const { codes } = column
    for (let i = 0; i < product.length; i++) {
      const code = piece.codes[codes[i]!]
      if (code === undefined) throw new RangeError(`${piece.input} has no level in row ${i}`)
      product[i]! *= code
    }
    return
  }
  if (column?.kind !== 'number') throw new RangeError(`${piece.input} is no number column of the frame`)
  const { values } = column
  if (piece.kind === 'function') {
    const apply = piece.function === 'log' ? Math.log : Math.exp
    for (let i = 0; i < product.length; i++) product[i]! *= apply(values[i]!)
  } else multiplyByPower(product, values, piece.power, piece.center, piece.scale)
}

/**
 * Whole powers are products. On NIST's Filip, powers of x up to the tenth, the rounding of the general power costs the eighth
 * digit of the standard errors (7.6 correct digits), that of products does not (8.6).
 */
function multiplyByPower(
  product: Float64Array,
  values: Float64Array,
  power: number,
  center: number,
  scale: number,
): void {
  if (power === 1) {
    for (let i = 0; i < product.length; i++) product[i]! *= (values[i]! - center) / scale
  } else if (Number.isInteger(power) && power > 1 && power <= 64) {
    for (let i = 0; i < product.length; i++) {
      const base = (values[i]! - center) / scale
      let value = base
      for (let k = 1; k < power; k++) value *= base
      product[i]! *= value
    }
  } else {
    for (let i = 0; i < product.length; i++) product[i]! *= ((values[i]! - center) / scale) ** power
  }
}
