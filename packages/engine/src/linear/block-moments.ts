/**
 * Sums and cross-products of the features and the response over each block of rows, on columns shifted and scaled once.
 *
 * The moments of any union of blocks are sums of these, so that nested cross-validation over the blocks reads the rows once.
 */
export interface BlockMoments {
  /** Features; the response is column `features` of every vector and matrix below. */
  readonly features: number
  readonly blocks: number
  readonly centered: boolean
  /** features + 1 each: z = (value − center) / scale. */
  readonly center: Float64Array
  readonly scale: Float64Array
  /** Rows of each block. */
  readonly counts: Float64Array
  /** Per block, features + 1: Σ z. */
  readonly sums: readonly Float64Array[]
  /** Per block, (features + 1)² row-major: Σ z zᵀ, both triangles. */
  readonly products: readonly Float64Array[]
}

/**
 * @param x        n × p row-major, no intercept column
 * @param blockOf  n: the block of each row, from 0
 * @param centered whether models on these moments have an intercept; without one the columns are not shifted
 * @throws RangeError if the lengths disagree
 *
 * Cost: n·p²/2 multiply-adds; (p + 1)² numbers a block.
 */
export function blockMoments(
  x: Float64Array,
  y: Float64Array,
  features: number,
  blockOf: Int32Array,
  blocks: number,
  centered = true,
): BlockMoments {
  const rows = y.length
  if (x.length !== rows * features || blockOf.length !== rows) {
    throw new RangeError(
      `expected ${rows}×${features} values and ${rows} blocks, got ${x.length} and ${blockOf.length}`,
    )
  }
  const width = features + 1
  const { center, scale } = columnScales(x, y, features, centered)
  const counts = new Float64Array(blocks)
  const sums = Array.from({ length: blocks }, () => new Float64Array(width))
  const products = Array.from({ length: blocks }, () => new Float64Array(width * width))
  const z = new Float64Array(width)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < features; j++) z[j] = (x[i * features + j]! - center[j]!) / scale[j]!
    z[features] = (y[i]! - center[features]!) / scale[features]!
    const block = blockOf[i]!
    const sum = sums[block]!
    const product = products[block]!
    counts[block]!++
    for (let a = 0; a < width; a++) {
      const value = z[a]!
      sum[a]! += value
      for (let b = 0, at = a * width; b <= a; b++, at++) product[at]! += value * z[b]!
    }
  }
  for (const product of products) mirrorLowerTriangle(product, width)
  return { features, blocks, centered, center, scale, counts, sums, products }
}

/** The sum of the moments of the given blocks. */
export function sumOfBlocks(
  moments: BlockMoments,
  blocks: readonly number[],
): { count: number; sum: Float64Array; product: Float64Array } {
  const width = moments.features + 1
  const sum = new Float64Array(width)
  const product = new Float64Array(width * width)
  let count = 0
  for (const block of blocks) {
    count += moments.counts[block]!
    addTo(sum, moments.sums[block]!)
    addTo(product, moments.products[block]!)
  }
  return { count, sum, product }
}

/** Mean and standard deviation of each column, or 0 and the root mean square; a column without spread keeps scale 1. */
function columnScales(x: Float64Array, y: Float64Array, features: number, centered: boolean) {
  const rows = y.length
  const center = new Float64Array(features + 1)
  const scale = new Float64Array(features + 1)
  for (let j = 0; j <= features; j++) {
    const [values, start, step] = j < features ? [x, j, features] : [y, 0, 1]
    let mean = 0
    if (centered) {
      for (let i = 0, at = start; i < rows; i++, at += step) mean += values[at]!
      mean /= rows
    }
    let squares = 0
    let largest = 0
    for (let i = 0, at = start; i < rows; i++, at += step) {
      squares += (values[at]! - mean) ** 2
      largest = Math.max(largest, Math.abs(values[at]!))
    }
    const spread = Math.sqrt(squares / rows)
    center[j] = mean
    scale[j] = spread > 1e-13 * largest ? spread : 1
  }
  return { center, scale }
}

function addTo(total: Float64Array, part: Float64Array): void {
  for (let k = 0; k < total.length; k++) total[k]! += part[k]!
}

function mirrorLowerTriangle(matrix: Float64Array, width: number): void {
  for (let a = 0; a < width; a++) for (let b = 0; b < a; b++) matrix[b * width + a] = matrix[a * width + b]!
}
