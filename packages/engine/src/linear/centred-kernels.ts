import type { LeastSquaresInput } from './least-squares-problem.ts'

export interface ColumnMoments {
  /** Whether column 0 is constant, and its value; then the other columns and the response are centred. */
  readonly isCentred: boolean
  readonly constant: number
  /** p + 1, the response last: means in the data's units, 0 where nothing is centred. */
  readonly means: Float64Array
  /** p + 1: lengths of the scaled, centred columns, and the factors that bring the centred columns to unit length. */
  readonly norms: Float64Array
  readonly factors: Float64Array
}

export function columnMoments({ x, y, rows, columns }: LeastSquaresInput, scales: Float64Array): ColumnMoments {
  const constant = x[0]!
  let isCentred = constant !== 0
  for (let i = 0; i < rows && isCentred; i++) isCentred = x[i * columns] === constant
  const means = new Float64Array(columns + 1)
  const norms = new Float64Array(columns + 1)
  const shifts = Float64Array.from({ length: columns + 1 }, (_, j) => (j < columns ? x[j]! : y[0]!))
  if (isCentred) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) means[j] = means[j]! + (x[i * columns + j]! - shifts[j]!)
      means[columns] = means[columns]! + (y[i]! - shifts[columns]!)
    }
    for (let j = 0; j <= columns; j++) means[j] = shifts[j]! + means[j]! / rows
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const value = (x[i * columns + j]! - means[j]!) * scales[j]!
      norms[j] = norms[j]! + value * value
    }
    const value = (y[i]! - means[columns]!) * scales[columns]!
    norms[columns] = norms[columns]! + value * value
  }
  for (let j = 0; j <= columns; j++) norms[j] = Math.sqrt(norms[j]!)
  const factors = scales.map((scale, j) => (norms[j]! > 0 ? scale / norms[j]! : 1))
  return { isCentred, constant, means, norms, factors }
}

/** Rows that are worked on together, column-major: 64 × 50 columns stay in the first-level cache. */
const PANEL = 64

/** Cross products of the centred columns from `first` on, brought to unit length, with each other and with the response. */
export function centredCrossProducts(
  input: LeastSquaresInput,
  moments: ColumnMoments,
  first: number,
): { matrix: Float64Array; response: Float64Array } {
  const width = input.columns - first + 1
  const padded = Math.ceil(width / 4) * 4
  const panel = new Float64Array(padded * PANEL)
  const sums = new Float64Array(padded * padded)
  for (let start = 0; start < input.rows; start += PANEL) {
    loadPanel(panel, input, moments, first, start)
    for (let j = 0; j < padded; j += 4) {
      for (let k = 0; k <= j + 2; k += 2) addTile(sums, panel, padded, j, k)
    }
  }
  const active = width - 1
  const matrix = new Float64Array(active * active)
  for (let j = 0; j < active; j++) {
    for (let k = 0; k <= j; k++) matrix[j * active + k] = matrix[k * active + j] = sums[j * padded + k]!
  }
  return { matrix, response: sums.slice(active * padded, active * padded + active) }
}

/** Adds the dot products of four columns of the panel with two others: eight sums in registers, six loads a row. */
function addTile(sums: Float64Array, panel: Float64Array, padded: number, j: number, k: number): void {
  const a = j * PANEL
  const b = k * PANEL
  let s00 = 0,
    s01 = 0,
    s10 = 0,
    s11 = 0,
    s20 = 0,
    s21 = 0,
    s30 = 0,
    s31 = 0
  for (let i = 0; i < PANEL; i++) {
    const b0 = panel[b + i]!
    const b1 = panel[b + PANEL + i]!
    const a0 = panel[a + i]!
    const a1 = panel[a + PANEL + i]!
    const a2 = panel[a + 2 * PANEL + i]!
    const a3 = panel[a + 3 * PANEL + i]!
    s00 += a0 * b0
    s01 += a0 * b1
    s10 += a1 * b0
    s11 += a1 * b1
    s20 += a2 * b0
    s21 += a2 * b1
    s30 += a3 * b0
    s31 += a3 * b1
  }
  const at = j * padded + k
  sums[at] = sums[at]! + s00
  sums[at + 1] = sums[at + 1]! + s01
  sums[at + padded] = sums[at + padded]! + s10
  sums[at + padded + 1] = sums[at + padded + 1]! + s11
  sums[at + 2 * padded] = sums[at + 2 * padded]! + s20
  sums[at + 2 * padded + 1] = sums[at + 2 * padded + 1]! + s21
  sums[at + 3 * padded] = sums[at + 3 * padded]! + s30
  sums[at + 3 * padded + 1] = sums[at + 3 * padded + 1]! + s31
}

/**
 * Residuals and leverage of every row, by panels of centred rows.
 *
 * @param inverse  L⁻¹ of the unit columns' cross products; coefficients are those of the unit columns and response
 */
export function centredRows(
  input: LeastSquaresInput,
  moments: ColumnMoments,
  first: number,
  inverse: Float64Array,
  coefficients: Float64Array,
): { residuals: Float64Array; leverage: Float64Array } {
  const { rows, columns } = input
  const active = columns - first
  const padded = Math.ceil(active / 4) * 4
  const panel = new Float64Array(Math.ceil((active + 1) / 4) * 4 * PANEL)
  // four rows of L⁻¹ side by side, so that a tile reads them in one stride
  const strips = new Float64Array(padded * padded)
  for (let k = 0; k < active; k++) {
    const strip = (k - (k % 4)) * padded + (k % 4)
    for (let j = 0; j <= k; j++) strips[strip + 4 * j] = inverse[k * active + j]!
  }
  const residuals = new Float64Array(rows)
  const leverage = new Float64Array(rows)
  const squares = new Float64Array(PANEL)
  const level = first === 1 ? 1 / rows : 0
  for (let start = 0; start < rows; start += PANEL) {
    loadPanel(panel, input, moments, first, start)
    squares.fill(0)
    for (let k = 0; k < active; k += 4) addSquares(squares, panel, strips, k * padded, Math.min(k + 4, active))
    const end = Math.min(PANEL, rows - start)
    for (let i = 0; i < end; i++) {
      let residual = panel[active * PANEL + i]!
      for (let j = 0; j < active; j++) residual -= panel[j * PANEL + i]! * coefficients[j]!
      residuals[start + i] = residual / moments.factors[columns]!
      leverage[start + i] = level + squares[i]!
    }
  }
  return { residuals, leverage }
}

/** Adds to squares[i] the squares of row i times four rows of L⁻¹, two rows of the panel at a time. */
function addSquares(
  squares: Float64Array,
  panel: Float64Array,
  strips: Float64Array,
  strip: number,
  length: number,
): void {
  for (let i = 0; i < PANEL; i += 2) {
    let s0 = 0,
      s1 = 0,
      s2 = 0,
      s3 = 0,
      t0 = 0,
      t1 = 0,
      t2 = 0,
      t3 = 0
    for (let j = 0, a = i, at = strip; j < length; j++, a += PANEL, at += 4) {
      const x = panel[a]!
      const y = panel[a + 1]!
      const w0 = strips[at]!
      const w1 = strips[at + 1]!
      const w2 = strips[at + 2]!
      const w3 = strips[at + 3]!
      s0 += x * w0
      s1 += x * w1
      s2 += x * w2
      s3 += x * w3
      t0 += y * w0
      t1 += y * w1
      t2 += y * w2
      t3 += y * w3
    }
    squares[i] = squares[i]! + s0 * s0 + s1 * s1 + s2 * s2 + s3 * s3
    squares[i + 1] = squares[i + 1]! + t0 * t0 + t1 * t1 + t2 * t2 + t3 * t3
  }
}

/** Columns from `first` on, then the response, centred and of unit length, column-major; zeros past the last row. */
function loadPanel(
  panel: Float64Array,
  { x, y, rows, columns }: LeastSquaresInput,
  { means, factors }: ColumnMoments,
  first: number,
  start: number,
): void {
  const end = Math.min(PANEL, rows - start)
  if (end < PANEL) panel.fill(0)
  for (let i = 0; i < end; i++) {
    const row = (start + i) * columns
    for (let j = first, at = i; j < columns; j++, at += PANEL) panel[at] = (x[row + j]! - means[j]!) * factors[j]!
    panel[(columns - first) * PANEL + i] = (y[start + i]! - means[columns]!) * factors[columns]!
  }
}
