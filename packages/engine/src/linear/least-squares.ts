import { factorQr, multiplyByQTransposed, upperFactor } from '../linalg/householder-qr.ts'
import { solveUpper, solveUpperTransposed } from '../linalg/triangular.ts'

export interface LeastSquaresInput {
  /** n × p row-major model matrix, the intercept's column included if there is one. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly rows: number
  readonly columns: number
  /** Total sum of squares about the mean if true, else about zero. */
  readonly hasIntercept: boolean
}

/** A column that is a linear combination of earlier kept ones: x[column] = Σ weight · x[combination.column]. */
export interface AliasedColumn {
  readonly column: number
  /** Empty for a column of zeros. */
  readonly combination: readonly { readonly column: number; readonly weight: number }[]
}

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
  /** n each; leverage is the diagonal of the hat matrix. */
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
  /** Largest over smallest singular value of the kept columns, each scaled to unit length. */
  readonly conditionNumber: number
}

/** Ordinary least squares. */
export function fitLeastSquares(input: LeastSquaresInput): LeastSquaresFit {
  const { x, y, rows: n, columns: p, hasIntercept } = input
  const columnMajor = new Float64Array(n * p)
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) columnMajor[j * n + i] = x[i * p + j]!
  const qr = factorQr(columnMajor, n, p, 1e-11)
  const rank = qr.rank
  const upper = upperFactor(qr)
  const effects = y.slice()
  multiplyByQTransposed(effects, qr)
  const solution = effects.slice(0, rank)
  solveUpper(upper, solution, rank)
  const kept = qr.order.subarray(0, rank)
  const coefficients = new Float64Array(p)
  kept.forEach((column, k) => {
    coefficients[column] = solution[k]!
  })
  const aliased = [...qr.order.subarray(rank)].map((column, position) => {
    const weights = qr.factors.slice((rank + position) * n, (rank + position) * n + rank)
    kept.forEach((k, i) => {
      if (k > column) weights[i] = 0
    })
    solveUpper(upper, weights, rank)
    const combination = [...kept]
      .map((k, i) => ({ column: k, weight: weights[i]! }))
      .filter(({ weight }) => Math.abs(weight) > 1e-9)
    return { column, combination }
  })
  const covarianceUnscaled = new Float64Array(p * p)
  for (let k = 0; k < rank; k++) {
    const unit = new Float64Array(rank)
    unit[k] = 1
    solveUpperTransposed(upper, unit, rank)
    solveUpper(upper, unit, rank)
    for (let i = 0; i < rank; i++) covarianceUnscaled[kept[i]! * p + kept[k]!] = unit[i]!
  }
  const fitted = new Float64Array(n)
  const residuals = new Float64Array(n)
  const leverage = new Float64Array(n)
  const row = new Float64Array(rank)
  let residualSumOfSquares = 0
  let mean = 0
  for (let i = 0; i < n; i++) {
    let value = 0
    for (let j = 0; j < p; j++) value += x[i * p + j]! * coefficients[j]!
    fitted[i] = value
    residuals[i] = y[i]! - value
    residualSumOfSquares += residuals[i]! ** 2
    for (let k = 0; k < rank; k++) row[k] = x[i * p + kept[k]!]!
    solveUpperTransposed(upper, row, rank)
    leverage[i] = Math.min(
      1,
      row.reduce((sum, z) => sum + z * z, 0),
    )
    mean += y[i]! / n
  }
  const centre = hasIntercept ? mean : 0
  const residualDegreesOfFreedom = n - rank
  const sigma = residualDegreesOfFreedom > 0 ? Math.sqrt(residualSumOfSquares / residualDegreesOfFreedom) : 0
  const standardErrors = new Float64Array(p)
  for (let j = 0; j < p; j++) standardErrors[j] = sigma * Math.sqrt(covarianceUnscaled[j * p + j]!)
  return {
    rows: n,
    columns: p,
    rank,
    aliased,
    coefficients,
    standardErrors,
    covarianceUnscaled,
    fitted,
    residuals,
    leverage,
    residualSumOfSquares,
    totalSumOfSquares: y.reduce((sum, value) => sum + (value - centre) ** 2, 0),
    sigma,
    residualDegreesOfFreedom,
    modelDegreesOfFreedom: rank - (hasIntercept ? 1 : 0),
    conditionNumber: 1,
  }
}
