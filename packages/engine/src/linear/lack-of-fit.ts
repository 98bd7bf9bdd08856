import { fSurvival } from '../distributions/f.ts'
import type { LeastSquaresFit } from './least-squares.ts'

/** The residual sum of squares split into scatter between replicates and what the model misses at their means. */
export interface LackOfFit {
  readonly lackOfFitSumOfSquares: number
  readonly lackOfFitDegreesOfFreedom: number
  readonly pureErrorSumOfSquares: number
  readonly pureErrorDegreesOfFreedom: number
  /** Lack of fit against pure error. Null: one of the two has no degrees of freedom, or replicates agree exactly. */
  readonly f: number | null
  readonly p: number | null
}

/**
 * Lack of fit from replicates: rows whose entries in the model matrix are equal. Null: no two rows are.
 *
 * @param x, y  what was fitted. Cost: n·log n comparisons of rows
 */
export function lackOfFit(fit: LeastSquaresFit, x: Float64Array, y: Float64Array): LackOfFit | null {
  const { rows, columns } = fit
  const compare = (a: number, b: number) => {
    for (let j = 0; j < columns; j++) {
      const order = x[a * columns + j]! - x[b * columns + j]!
      if (order !== 0) return order
    }
    return 0
  }
  const order = Uint32Array.from({ length: rows }, (_, i) => i).sort((a, b) => compare(a, b) || a - b)
  let pureErrorSumOfSquares = 0
  let settings = 0
  for (let start = 0; start < rows; settings++) {
    let end = start + 1
    while (end < rows && compare(order[start]!, order[end]!) === 0) end++
    pureErrorSumOfSquares += scatter(y, order.subarray(start, end))
    start = end
  }
  const pureErrorDegreesOfFreedom = rows - settings
  if (pureErrorDegreesOfFreedom === 0) return null
  const lackOfFitDegreesOfFreedom = settings - fit.rank
  const lackOfFitSumOfSquares =
    lackOfFitDegreesOfFreedom > 0 ? Math.max(0, fit.residualSumOfSquares - pureErrorSumOfSquares) : 0
  const f =
    lackOfFitDegreesOfFreedom > 0 && pureErrorSumOfSquares > 0
      ? lackOfFitSumOfSquares / lackOfFitDegreesOfFreedom / (pureErrorSumOfSquares / pureErrorDegreesOfFreedom)
      : null
  return {
    lackOfFitSumOfSquares,
    lackOfFitDegreesOfFreedom,
    pureErrorSumOfSquares,
    pureErrorDegreesOfFreedom,
    f,
    p: f === null ? null : fSurvival(f, lackOfFitDegreesOfFreedom, pureErrorDegreesOfFreedom),
  }
}

/** Σ (y − mean)² over the given rows; exactly 0 where they are equal. */
function scatter(y: Float64Array, members: Uint32Array): number {
  const shift = y[members[0]!]!
  let sum = 0
  for (const row of members) sum += y[row]! - shift
  const mean = shift + sum / members.length
  let squares = 0
  for (const row of members) squares += (y[row]! - mean) ** 2
  return squares
}
