import { scaledCondition } from '../linalg/condition.ts'
import { solveCentred } from './centred-solution.ts'
import { solveExactly } from './exact-solution.ts'
import type { AliasedColumn, LeastSquaresInput, NormalSolution } from './least-squares-problem.ts'
import { powerOfTwoScales } from './power-of-two-scales.ts'

export interface LeastSquaresFit {
  readonly rows: number
  readonly columns: number
  readonly rank: number
  /** In column order. */
  readonly aliased: readonly AliasedColumn[]
  /** p; 0 for aliased columns, which `aliased` names. */
  readonly coefficients: Float64Array
  /** p; 0 for aliased columns, and for all where no residual degree of freedom is left (nothing is known of the error). */
  readonly standardErrors: Float64Array
  /** p × p row-major (XᵀX)⁻¹ on the kept columns, rows and columns of 0 for aliased ones. */
  readonly covarianceUnscaled: Float64Array
  /** n each; leverage is the diagonal of the hat matrix, exactly 1 where a row alone determines its fitted value. */
  readonly fitted: Float64Array
  readonly residuals: Float64Array
  readonly leverage: Float64Array
  readonly residualSumOfSquares: number
  readonly totalSumOfSquares: number
  /** √(residual sum of squares / degrees of freedom); 0 where none is left. */
  readonly sigma: number
  readonly residualDegreesOfFreedom: number
  /** Rank, less one for an intercept. */
  readonly modelDegreesOfFreedom: number
  /** Largest over smallest singular value of the kept columns, each scaled to unit length; to about three digits. */
  readonly conditionNumber: number
  /** rank × rank row-major R of X = Q·R on the kept columns, in column order; and rank: Qᵀy. */
  readonly factor: Float64Array
  readonly effects: Float64Array
}

/** Above this many products n·p² the plain way is tried first: about 0.1 s of double-double work. */
const LARGE = 1e7

/** What is left of 1 − leverage where it is 1 but for rounding. */
const LEVERAGE_ROUNDING = 1e-12

/**
 * Residuals of this many rounding errors of the parts of a fitted value are rounding: the fit is perfect, and they, sigma
 * and the standard errors are 0.
 */
const PERFECT_FIT = 4 * Number.EPSILON

/**
 * Ordinary least squares with everything that the diagnostics need.
 *
 * Normal equations in double-double arithmetic: one pass over the data, then p × p work with 31 digits. On the NIST StRD
 * sets this gives 14 digits and more where Householder QR in doubles gives 6 (Wampler5) to 11; only Filip stays at 8, as its
 * powers of x are rounded before they come here. 1,000 × 10 takes about a millisecond. Large data are solved in doubles, the columns centred, if their
 * condition allows it without losing digits (see `solveCentred`).
 *
 * @throws RangeError if the shapes do not agree, there is no row or column, or a value is not finite
 *
 * Cost: n·p² products, 17 times dearer in the exact way; allocates n·3 + p²·6.
 */
export function fitLeastSquares(input: LeastSquaresInput): LeastSquaresFit {
  const scales = powerOfTwoScales(input)
  const isLarge = input.rows * input.columns ** 2 > LARGE
  const solution = (isLarge ? solveCentred(input, scales) : null) ?? solveExactly(input, scales)
  return summarise(input, solution)
}

function summarise(input: LeastSquaresInput, solution: NormalSolution): LeastSquaresFit {
  const { rows, columns, hasIntercept } = input
  const { kept, factor, effects, residuals, leverage } = solution
  const rank = kept.length
  const coefficients = new Float64Array(columns)
  const covarianceUnscaled = new Float64Array(columns * columns)
  for (let k = 0; k < rank; k++) {
    coefficients[kept[k]!] = solution.coefficients[k]!
    for (let l = 0; l < rank; l++)
      covarianceUnscaled[kept[k]! * columns + kept[l]!] = solution.covariance[k * rank + l]!
  }
  const residualDegreesOfFreedom = rows - rank
  settleRounding(input, coefficients, residuals, leverage, residualDegreesOfFreedom)
  const residualSumOfSquares = residuals.reduce((sum, residual) => sum + residual * residual, 0)
  const sigma = residualDegreesOfFreedom > 0 ? Math.sqrt(residualSumOfSquares / residualDegreesOfFreedom) : 0
  return {
    rows,
    columns,
    rank,
    aliased: solution.aliased,
    coefficients,
    standardErrors: coefficients.map((_, j) => sigma * Math.sqrt(covarianceUnscaled[j * columns + j]!)),
    covarianceUnscaled,
    fitted: residuals.map((residual, i) => input.y[i]! - residual),
    residuals,
    leverage,
    residualSumOfSquares,
    totalSumOfSquares: totalSumOfSquares(input.y, hasIntercept),
    sigma,
    residualDegreesOfFreedom,
    modelDegreesOfFreedom: Math.max(0, rank - (hasIntercept ? 1 : 0)),
    conditionNumber: scaledCondition(factor, rank),
    factor,
    effects,
  }
}

/** Makes leverages that are 1 but for rounding 1, and residuals that can only be rounding 0. */
function settleRounding(
  { x, y, rows, columns }: LeastSquaresInput,
  coefficients: Float64Array,
  residuals: Float64Array,
  leverage: Float64Array,
  residualDegreesOfFreedom: number,
): void {
  let size = 0
  let sum = 0
  for (let i = 0; i < rows; i++) {
    let parts = Math.abs(y[i]!)
    for (let j = 0; j < columns; j++) parts += Math.abs(x[i * columns + j]! * coefficients[j]!)
    size = Math.max(size, parts)
    if (leverage[i]! > 1 - LEVERAGE_ROUNDING) {
      leverage[i] = 1
      residuals[i] = 0
    }
    sum += residuals[i]! ** 2
  }
  if (residualDegreesOfFreedom === 0 || Math.sqrt(sum / rows) <= PERFECT_FIT * size) residuals.fill(0)
}

function totalSumOfSquares(y: Float64Array, hasIntercept: boolean): number {
  // shifted by a value, so that the sum is exactly 0 for a response that does not vary
  const shift = hasIntercept ? y[0]! : 0
  const mean = hasIntercept ? shift + y.reduce((sum, value) => sum + (value - shift), 0) / y.length : 0
  return y.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}
