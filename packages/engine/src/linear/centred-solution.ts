import { factorCholesky, invertLower } from '../linalg/cholesky.ts'
import { scaledCondition } from '../linalg/condition.ts'
import { type ColumnMoments, centredCrossProducts, centredRows, columnMoments } from './centred-kernels.ts'
import type { LeastSquaresInput, NormalSolution } from './least-squares-problem.ts'

/**
 * Up to this condition number of the centred, scaled columns, normal equations in doubles keep 1e-11 of relative accuracy:
 * their error is the square of it times 2e-16.
 */
const SAFE_CONDITION = 100

/**
 * The normal equations in doubles, of columns centred on their means (if the first column is constant) and scaled to unit
 * length. Null if they are not safe in doubles: rank loss, no residual degrees of freedom, or too high a condition number.
 *
 * @param scales  p + 1 powers of two that bring the columns and the response to the order of one
 *
 * Cost: n·p² multiply-adds for cross products and leverage together, three passes over the data.
 */
export function solveCentred(input: LeastSquaresInput, scales: Float64Array): NormalSolution | null {
  const { rows, columns } = input
  const moments = columnMoments(input, scales)
  const first = moments.isCentred ? 1 : 0
  const active = columns - first
  if (active === 0 || rows <= columns || moments.norms.subarray(first, columns).some((norm) => norm === 0)) return null
  const crossProducts = centredCrossProducts(input, moments, first)
  const lower = factorCholesky(crossProducts.matrix, active)
  if (lower === null || scaledCondition(transpose(lower, active), active) > SAFE_CONDITION) return null
  const inverse = invertLower(lower, active)
  const unitEffects = multiplyLower(inverse, crossProducts.response, active)
  const unitCoefficients = multiplyLowerTransposed(inverse, unitEffects, active)
  const { residuals, leverage } = centredRows(input, moments, first, inverse, unitCoefficients)
  return { kept: Int32Array.from({ length: columns }, (_, j) => j), aliased: [], residuals, leverage, ...natural() }

  /** Back to the data's units and, where the columns were centred, to a model with its intercept's column. */
  function natural(): Pick<NormalSolution, 'factor' | 'effects' | 'coefficients' | 'covariance'> {
    const unit = (k: number) => moments.factors[first + k]!
    const factor = new Float64Array(columns * columns)
    const effects = new Float64Array(columns)
    const coefficients = new Float64Array(columns)
    const covariance = new Float64Array(columns * columns)
    for (let k = 0; k < active; k++) {
      effects[first + k] = unitEffects[k]! / moments.factors[columns]!
      coefficients[first + k] = (unitCoefficients[k]! * unit(k)) / moments.factors[columns]!
      for (let l = 0; l <= k; l++) {
        factor[(first + l) * columns + first + k] = lower![k * active + l]! / unit(k)
        let sum = 0
        for (let m = k; m < active; m++) sum += inverse[m * active + k]! * inverse[m * active + l]!
        const value = sum * unit(k) * unit(l)
        covariance[(first + k) * columns + first + l] = covariance[(first + l) * columns + first + k] = value
      }
    }
    if (first === 1) addIntercept(moments, rows, columns, { factor, effects, coefficients, covariance })
    return { factor, effects, coefficients, covariance }
  }
}

/** Row and column 0 of what was computed on centred columns; column 0 of X holds the constant c. */
function addIntercept(
  { means, constant }: ColumnMoments,
  rows: number,
  columns: number,
  {
    factor,
    effects,
    coefficients,
    covariance,
  }: Pick<NormalSolution, 'factor' | 'effects' | 'coefficients' | 'covariance'>,
): void {
  const length = Math.sqrt(rows)
  const sign = Math.sign(constant)
  let level = means[columns]!
  let quadratic = 0
  factor[0] = length * Math.abs(constant)
  effects[0] = length * sign * means[columns]!
  for (let j = 1; j < columns; j++) {
    factor[j] = length * sign * means[j]!
    level -= coefficients[j]! * means[j]!
    let sum = 0
    for (let k = 1; k < columns; k++) sum += covariance[j * columns + k]! * means[k]!
    covariance[j] = covariance[j * columns] = -sum / constant
    quadratic += sum * means[j]!
  }
  coefficients[0] = level / constant
  covariance[0] = (1 / rows + quadratic) / (constant * constant)
}

function transpose(matrix: Float64Array, p: number): Float64Array {
  return matrix.map((_, at) => matrix[(at % p) * p + Math.floor(at / p)]!)
}

function multiplyLower(lower: Float64Array, vector: Float64Array, p: number): Float64Array {
  return vector.map((_, i) => {
    let sum = 0
    for (let k = 0; k <= i; k++) sum += lower[i * p + k]! * vector[k]!
    return sum
  })
}

function multiplyLowerTransposed(lower: Float64Array, vector: Float64Array, p: number): Float64Array {
  return vector.map((_, k) => {
    let sum = 0
    for (let i = k; i < p; i++) sum += lower[i * p + k]! * vector[i]!
    return sum
  })
}
