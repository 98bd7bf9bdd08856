import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { factorCholesky, inverseFromCholesky } from '../../linalg/cholesky.ts'

/** What the leverage of a row, h = 1/n + zᵀ P z with z its standardised numbers, is computed from. Plain data. */
export interface Leverage {
  /** q: the features that are numbers and vary. */
  readonly features: readonly number[]
  readonly means: Float64Array
  readonly deviations: Float64Array
  /** P: q × q row-major, the inverse of ZᵀZ with a ridge of 10⁻⁶·n, which keeps mixtures solvable. */
  readonly precision: Float64Array
  readonly rows: number
  /** 3(q + 1)/n: the usual warning limit. */
  readonly limit: number
}

const MOST_FEATURES = 200
const RIDGE = 1e-6

/** Null without numbers that vary, with fewer than 3(q + 1) rows, or with more than 200 numbers. Cost: n·q² + q³. */
export function fitLeverage(matrix: FeatureMatrix): Leverage | null {
  const moments = matrix.columns.map((column, j) => (matrix.levels[j] === 0 ? columnMoments(column) : null))
  const features = moments.flatMap((moment, j) => (moment !== null && moment.deviation > 0 ? [j] : []))
  const q = features.length
  const n = matrix.rows
  if (q === 0 || q > MOST_FEATURES || n < 3 * (q + 1)) return null
  const means = Float64Array.from(features, (j) => moments[j]!.mean)
  const deviations = Float64Array.from(features, (j) => moments[j]!.deviation)
  const gram = new Float64Array(q * q)
  const z = new Float64Array(q)
  for (let i = 0; i < n; i++) {
    standardise(matrix, i, features, means, deviations, z)
    for (let a = 0; a < q; a++) for (let b = 0; b <= a; b++) gram[a * q + b]! += z[a]! * z[b]!
  }
  for (let a = 0; a < q; a++) gram[a * q + a]! += RIDGE * n
  const lower = factorCholesky(gram, q)
  if (lower === null) return null
  return { features, means, deviations, precision: inverseFromCholesky(lower, q), rows: n, limit: (3 * (q + 1)) / n }
}

/** The leverage of one row of a matrix; missing numbers count as their mean. Cost: q². */
export function leverageOf(leverage: Leverage, matrix: FeatureMatrix, row: number): number {
  const { features, means, deviations, precision, rows } = leverage
  const q = features.length
  const z = new Float64Array(q)
  standardise(matrix, row, features, means, deviations, z)
  let sum = 1 / rows
  for (let a = 0; a < q; a++) {
    let product = 0
    for (let b = 0; b < q; b++) product += precision[a * q + b]! * z[b]!
    sum += z[a]! * product
  }
  return sum
}

function standardise(
  matrix: FeatureMatrix,
  row: number,
  features: readonly number[],
  means: Float64Array,
  deviations: Float64Array,
  out: Float64Array,
): void {
  for (let a = 0; a < features.length; a++) {
    const value = matrix.columns[features[a]!]![row]!
    out[a] = Number.isNaN(value) ? 0 : (value - means[a]!) / deviations[a]!
  }
}

function columnMoments(column: Float64Array): { readonly mean: number; readonly deviation: number } {
  const known = column.filter((value) => !Number.isNaN(value))
  const first = known[0] ?? 0
  let shift = 0
  for (const value of known) shift += value - first
  const mean = first + shift / Math.max(1, known.length)
  let squares = 0
  for (const value of known) squares += (value - mean) ** 2
  const varies = known.some((value) => value !== first)
  return { mean, deviation: varies ? Math.sqrt(squares / known.length) : 0 }
}
