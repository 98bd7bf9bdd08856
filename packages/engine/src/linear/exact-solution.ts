import {
  type DoubleDouble,
  type DoubleDoubles,
  difference,
  dot,
  doubleDoubles,
  inverseSquareRoot,
  product,
} from '../linalg/double-double.ts'
import { exactCrossProducts, exactLeverage, exactResiduals } from './exact-kernels.ts'
import type { AliasedColumn, LeastSquaresInput, NormalSolution } from './least-squares-problem.ts'

interface Factorisation {
  readonly kept: Int32Array
  readonly spanned: readonly Spanned[]
  /** rank × rank row-major, upper triangular: R and R⁻¹, of the scaled columns. */
  readonly factor: Float64Array
  readonly inverse: DoubleDoubles
  /** rank: Qᵀy. */
  readonly effects: DoubleDoubles
}

/** A column within the span of the kept ones before it, whose coordinates under Q are `projection`. */
interface Spanned {
  readonly column: number
  readonly projection: DoubleDoubles
}

/**
 * A column is aliased if what earlier kept columns leave of it is not larger than what data of 12 digits hold as rounding:
 * ‖rest‖ ≤ 1e-12·(‖x‖ + Σ|weight|·‖xₖ‖). Filip's tenth power stands at 1e-10, a sum of columns rounded to doubles at 1e-16.
 */
const DATA_ROUNDING = 1e-12

/** Weights of a combination that are rounding only, as a fraction of the aliased column's length. */
const WEIGHT_ROUNDING = 1e-9

/**
 * The normal equations in double-double arithmetic, for any condition number up to about 1e12.
 *
 * @param scales  p + 1 powers of two that bring the columns and the response to the order of one
 *
 * Cost: n·p² + p³/2 products of some 17 operations.
 */
export function solveExactly(input: LeastSquaresInput, scales: Float64Array): NormalSolution {
  const { x, y, rows, columns } = input
  const crossProducts = exactCrossProducts(x, y, rows, columns, scales)
  const { kept, spanned, factor, inverse, effects } = factorise(crossProducts, columns, rows)
  const rank = kept.length
  const responseScale = scales[columns]!
  const scale = (k: number) => scales[kept[k]!]!
  const leverage = new Float64Array(rows)
  exactLeverage(leverage, x, columns, kept, scales, inverse)
  const coefficients = composition(effects, inverse, rank)
  for (let k = 0; k < rank; k++) {
    coefficients.high[k] = (coefficients.high[k]! * scale(k)) / responseScale
    coefficients.low[k] = (coefficients.low[k]! * scale(k)) / responseScale
  }
  const residuals = new Float64Array(rows)
  exactResiduals(residuals, x, y, columns, kept, coefficients)
  const covariance = new Float64Array(rank * rank)
  for (let k = 0; k < rank; k++) {
    for (let l = k; l < rank; l++) {
      const [value] = dot(inverse, k * rank + l, inverse, l * rank + l, rank - l)
      covariance[k * rank + l] = covariance[l * rank + k] = value * scale(k) * scale(l)
    }
  }
  return {
    kept,
    aliased: spanned.map((each) => aliasedColumn(each, kept, inverse, scales, crossProducts)),
    factor: factor.map((value, at) => value / scale(at % rank)),
    effects: effects.high.map((value) => value / responseScale),
    coefficients: coefficients.high,
    covariance,
    residuals,
    leverage,
  }
}

function aliasedColumn(
  { column, projection }: Spanned,
  kept: Int32Array,
  inverse: DoubleDoubles,
  scales: Float64Array,
  crossProducts: DoubleDoubles,
): AliasedColumn {
  const weights = composition(projection, inverse, kept.length).high
  const norm = (j: number) => Math.sqrt(crossProducts.high[(j * (j + 3)) / 2]!)
  const combination = [...kept.subarray(0, weights.length)].map((earlier, k) => ({
    column: earlier,
    weight: (weights[k]! * scales[earlier]!) / scales[column]!,
    size: Math.abs(weights[k]!) * norm(earlier),
  }))
  const parts = combination.filter(({ size }) => size > WEIGHT_ROUNDING * norm(column))
  return { column, combination: parts.map(({ column, weight }) => ({ column, weight })) }
}

/**
 * Cholesky factorisation in double-double, column by column from the left, columns that add nothing set aside; the inverse
 * of the factor grows along, as it gives the weights by which an aliased column is composed.
 *
 * @param crossProducts  packed lower triangle of (p+1) × (p+1), the response last
 *
 * Cost: (p³/3) products of some 17 operations.
 */
function factorise(crossProducts: DoubleDoubles, columns: number, rows: number): Factorisation {
  const entry = (j: number, k: number): DoubleDouble => {
    const at = (j * (j + 1)) / 2 + k
    return [crossProducts.high[at]!, crossProducts.low[at]!]
  }
  const norm = (j: number) => Math.sqrt(entry(j, j)[0])
  const most = Math.min(rows, columns)
  const kept: number[] = []
  const spanned: Spanned[] = []
  const upper = doubleDoubles(most * most) // R by columns: entry k of column j at j·most + k
  const inverse = doubleDoubles(most * most) // R⁻¹ by rows
  const project = (out: DoubleDoubles, from: number, column: number) => {
    kept.forEach((earlier, k) => {
      const rest = difference(entry(column, earlier), dot(upper, k * most, out, from, k))
      set(out, from + k, product(rest, get(inverse, k * most + k)))
    })
  }
  for (let j = 0; j < columns; j++) {
    const rank = kept.length
    const projection = doubleDoubles(rank)
    project(projection, 0, j)
    const rest = difference(entry(j, j), dot(projection, 0, projection, 0, rank))
    if (rank === most || isRounding(rest[0], norm(j), () => composition(projection, inverse, most), kept.map(norm))) {
      spanned.push({ column: j, projection })
      continue
    }
    const reciprocal = inverseSquareRoot(rest)
    const from = rank * most
    upper.high.set(projection.high, from)
    upper.low.set(projection.low, from)
    set(upper, from + rank, product(rest, reciprocal))
    for (let i = 0; i < rank; i++) {
      const sum = dot(inverse, i * most + i, upper, from + i, rank - i)
      set(inverse, i * most + rank, product([-sum[0], -sum[1]], reciprocal))
    }
    set(inverse, from + rank, reciprocal)
    kept.push(j)
  }
  const effects = doubleDoubles(kept.length)
  project(effects, 0, columns)
  const rank = kept.length
  const factor = new Float64Array(rank * rank)
  const compact = doubleDoubles(rank * rank)
  for (let i = 0; i < rank; i++) {
    for (let k = i; k < rank; k++) {
      factor[i * rank + k] = upper.high[k * most + i]!
      set(compact, i * rank + k, get(inverse, i * most + k))
    }
  }
  return { kept: Int32Array.from(kept), spanned, factor, inverse: compact, effects }
}

/** R⁻¹ times a vector of Q's coordinates. */
function composition(vector: DoubleDoubles, inverse: DoubleDoubles, stride: number): DoubleDoubles {
  const length = vector.high.length
  const weights = doubleDoubles(length)
  for (let k = 0; k < length; k++) set(weights, k, dot(inverse, k * stride + k, vector, k, length - k))
  return weights
}

function isRounding(
  restSquared: number,
  norm: number,
  weights: () => DoubleDoubles,
  norms: readonly number[],
): boolean {
  if (norm === 0) return true
  if (restSquared > (1e-6 * norm) ** 2) return false
  const { high } = weights()
  const size = norms.reduce((sum, each, k) => sum + Math.abs(high[k]!) * each, norm)
  return restSquared <= (DATA_ROUNDING * size) ** 2
}

function get(vector: DoubleDoubles, at: number): DoubleDouble {
  return [vector.high[at]!, vector.low[at]!]
}

function set(vector: DoubleDoubles, at: number, [high, low]: DoubleDouble): void {
  vector.high[at] = high
  vector.low[at] = low
}
