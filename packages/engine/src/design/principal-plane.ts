import { symmetricEigen } from '../linalg/symmetric-eigen.ts'
import type { Factor } from './factor.ts'

/** Runs seen from the plane in which they vary most. */
export interface PrincipalPlane {
  /** n × 2: the first two principal components of each run. */
  readonly points: Float64Array
  /** Their shares of the whole variance, 0 … 1. */
  readonly shares: readonly [number, number]
}

/**
 * The two principal components of runs, every factor brought to unit variance; a category is one indicator a level. Factors that
 * don't vary take no part; where fewer than two dimensions vary, the rest is 0.
 *
 * @param runs  n × factors, coded, row-major
 * Cost: n·d² and 5·d³ for d numbers and levels.
 */
export function principalPlane(runs: Float64Array, factors: readonly Factor[]): PrincipalPlane {
  const n = runs.length / factors.length
  const columns = factors.flatMap((factor, j) => standardColumns(factor, runs, j, factors.length))
  const d = columns.length
  const points = new Float64Array(2 * n)
  if (d === 0) return { points, shares: [0, 0] }
  const correlation = new Float64Array(d * d)
  columns.forEach((first, a) => {
    for (let b = 0; b <= a; b++) {
      const second = columns[b]!
      let sum = 0
      for (let i = 0; i < n; i++) sum += first[i]! * second[i]!
      correlation[a * d + b] = sum / n
    }
  })
  const { values, vectors } = symmetricEigen(correlation, d)
  const total = values.reduce((sum, value) => sum + value, 0)
  const axes = [d - 1, d - 2].filter((axis) => axis >= 0)
  axes.forEach((axis, place) => {
    columns.forEach((column, a) => {
      const weight = vectors[axis * d + a]!
      for (let i = 0; i < n; i++) points[2 * i + place] = points[2 * i + place]! + weight * column[i]!
    })
  })
  const [first = 0, second = 0] = axes.map((axis) => Math.max(0, values[axis]!) / total)
  return { points, shares: [first, second] }
}

/** The factor's numbers, or one indicator a level, with mean 0 and mean square 1; none that doesn't vary. */
function standardColumns(factor: Factor, runs: Float64Array, j: number, k: number): Float64Array[] {
  const values = Float64Array.from({ length: runs.length / k }, (_, i) => runs[i * k + j]!)
  const isCategory = factor.kind === 'categorical' || factor.kind === 'block'
  const columns = isCategory
    ? factor.levels.map((_, level) => values.map((value) => (value === level ? 1 : 0)))
    : [values]
  return columns.flatMap((column) => {
    const n = column.length
    const mean = column.reduce((sum, value) => sum + value / n, 0)
    const centred = column.map((value) => value - mean)
    const spread = Math.sqrt(centred.reduce((sum, value) => sum + (value * value) / n, 0))
    return spread > 1e-12 ? [centred.map((value) => value / spread)] : []
  })
}
