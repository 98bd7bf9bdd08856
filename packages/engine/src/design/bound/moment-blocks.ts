import { factorCholesky, inverseFromCholesky, logDeterminant } from '../../linalg/cholesky.ts'

/**
 * An information matrix that symmetry makes block-diagonal: ⊕ M_c ⊗ I. Block c stands `multiplicity` times on the diagonal, and
 * a candidate's row holds, one after the other, its vectors g_c, so that M_c = Σ v·g_c·g_cᵀ. Without symmetry there is one
 * block, and the row is the model's.
 *
 * Blocks are stored one after the other, each row-major.
 */
export interface BlockStructure {
  readonly blocks: readonly MomentBlock[]
  /** Numbers of a candidate's row: Σ width. */
  readonly width: number
  /** Numbers of a matrix: Σ width². */
  readonly size: number
  /** p: Σ multiplicity · width. */
  readonly dimension: number
}

export interface MomentBlock {
  /** Of the vector in the row. */
  readonly start: number
  readonly width: number
  /** Of the block among the stored numbers. */
  readonly offset: number
  readonly multiplicity: number
}

export function blockStructure(
  parts: readonly { readonly width: number; readonly multiplicity: number }[],
): BlockStructure {
  let start = 0
  let offset = 0
  let dimension = 0
  const blocks = parts.map(({ width, multiplicity }) => {
    const block = { start, width, offset, multiplicity }
    start += width
    offset += width * width
    dimension += multiplicity * width
    return block
  })
  return { blocks, width: start, size: offset, dimension }
}

/** Adds Σ vᵢ·gᵢ·gᵢᵀ to `blocks`. Cost: Σ width² a row. */
export function addMoments(
  blocks: Float64Array,
  structure: BlockStructure,
  rows: Float64Array,
  weights: Float64Array,
): void {
  for (const { start, width, offset } of structure.blocks) {
    for (let i = 0, at = start; i < weights.length; i++, at += structure.width) {
      const weight = weights[i]!
      for (let j = 0; j < width; j++) {
        const value = weight * rows[at + j]!
        if (value === 0) continue
        const to = offset + j * width
        for (let k = 0; k < width; k++) blocks[to + k] = blocks[to + k]! + value * rows[at + k]!
      }
    }
  }
}

/** M⁻¹ and log det M, or null where a block is singular to rounding. */
export function invertBlocks(
  matrix: Float64Array,
  structure: BlockStructure,
): { readonly inverse: Float64Array; readonly logDet: number } | null {
  const inverse = new Float64Array(structure.size)
  let logDet = 0
  for (const { width, offset, multiplicity } of structure.blocks) {
    const block = matrix.subarray(offset, offset + width * width)
    const lower = factorCholesky(block, width)
    if (lower === null) return null
    for (let j = 0; j < width; j++) {
      const pivot = lower[j * width + j]!
      if (!(pivot * pivot > 1e-13 * block[j * width + j]!)) return null
    }
    inverse.set(inverseFromCholesky(lower, width), offset)
    logDet += multiplicity * logDeterminant(lower, width)
  }
  return { inverse, logDet }
}

/** A·B·A of block matrices, A and B symmetric. */
export function sandwich(a: Float64Array, b: Float64Array, structure: BlockStructure): Float64Array {
  const product = new Float64Array(structure.size)
  for (const { width, offset } of structure.blocks) {
    const half = new Float64Array(width * width)
    multiplyAdd(half, a.subarray(offset, offset + width * width), b.subarray(offset, offset + width * width), width)
    multiplyAdd(
      product.subarray(offset, offset + width * width),
      half,
      a.subarray(offset, offset + width * width),
      width,
    )
  }
  return product
}

function multiplyAdd(out: Float64Array, a: Float64Array, b: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = a[i * n + k]!
      for (let j = 0; j < n; j++) out[i * n + j] = out[i * n + j]! + value * b[k * n + j]!
    }
  }
}

/** trace(A·B), each block as often as it stands. */
export function traceOfProduct(a: Float64Array, b: Float64Array, structure: BlockStructure): number {
  let sum = 0
  for (const { width, offset, multiplicity } of structure.blocks) {
    for (let at = offset; at < offset + width * width; at++) sum += multiplicity * a[at]! * b[at]!
  }
  return sum
}

/** The quadratic form Σ multiplicity·gᵀ·A·g of every row, written to `out`. Cost: Σ width²/2 a row. */
export function quadraticForms(
  out: Float64Array,
  rows: Float64Array,
  a: Float64Array,
  structure: BlockStructure,
): void {
  out.fill(0)
  for (const { start, width, offset, multiplicity } of structure.blocks) {
    for (let i = 0, at = start; i < out.length; i++, at += structure.width) {
      let form = 0
      for (let j = 0; j < width; j++) {
        const value = rows[at + j]!
        if (value === 0) continue
        const from = offset + j * width
        let sum = 0
        for (let k = 0; k < j; k++) sum += a[from + k]! * rows[at + k]!
        form += value * (2 * sum + value * a[from + j]!)
      }
      out[i] = out[i]! + multiplicity * form
    }
  }
}

/** Adds Σ multiplicity·(gᵢᵀ·A·gⱼ)·(gᵢᵀ·B·gⱼ) to the lower triangle of `out`, s × s for s rows. */
export function addProductForms(
  out: Float64Array,
  rows: Float64Array,
  a: Float64Array,
  b: Float64Array,
  structure: BlockStructure,
): void {
  const s = rows.length / structure.width
  for (const { start, width, offset, multiplicity } of structure.blocks) {
    const first = imagesOf(rows, start, structure.width, a, offset, width)
    const second = a === b ? first : imagesOf(rows, start, structure.width, b, offset, width)
    for (let i = 0; i < s; i++) {
      for (let j = 0; j <= i; j++) {
        const at = start + j * structure.width
        let left = 0
        for (let k = 0; k < width; k++) left += first[i * width + k]! * rows[at + k]!
        let right = left
        if (a !== b) {
          right = 0
          for (let k = 0; k < width; k++) right += second[i * width + k]! * rows[at + k]!
        }
        out[i * s + j] = out[i * s + j]! + multiplicity * left * right
      }
    }
  }
}

/** A·g of every row, s × width. */
function imagesOf(
  rows: Float64Array,
  start: number,
  stride: number,
  a: Float64Array,
  offset: number,
  width: number,
): Float64Array {
  const s = rows.length / stride
  const images = new Float64Array(s * width)
  for (let i = 0; i < s; i++) {
    for (let j = 0; j < width; j++) {
      const value = rows[i * stride + start + j]!
      if (value === 0) continue
      for (let k = 0; k < width; k++) {
        images[i * width + k] = images[i * width + k]! + value * a[offset + j * width + k]!
      }
    }
  }
  return images
}
