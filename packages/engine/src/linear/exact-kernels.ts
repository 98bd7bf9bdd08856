import { type DoubleDoubles, doubleDoubles, SPLITTER } from '../linalg/double-double.ts'

/**
 * Cross products of the columns of [X y] in double-double: entry j·(j+1)/2 + k is column j · column k for k ≤ j, y last.
 *
 * Products are exact and sums carry their rounding errors along, so the result is as if computed with 31 digits. That is
 * what makes normal equations safe: their condition number, the square of the data's, meets an error of 1e-31.
 *
 * @param scales  p + 1 powers of two that bring each column to the order of one
 *
 * Cost: n·(p+1)·(p+2)/2 products of some 17 operations.
 */
// size: one tight loop whose parts share their locals
export function exactCrossProducts(
  x: Float64Array,
  y: Float64Array,
  rows: number,
  columns: number,
  scales: Float64Array,
): DoubleDoubles {
  const width = columns + 1
  const sums = doubleDoubles((width * (width + 1)) / 2)
  const { high, low } = sums
  const row = new Float64Array(width)
  const big = new Float64Array(width)
  const rest = new Float64Array(width)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) {
      const value = (j < columns ? x[i * columns + j]! : y[i]!) * scales[j]!
      row[j] = value
      big[j] = SPLITTER * value - (SPLITTER * value - value)
      rest[j] = value - big[j]!
    }
    let at = 0
    for (let j = 0; j < width; j++) {
      const a = row[j]!
      if (a === 0) {
        at += j + 1
        continue
      }
      const aBig = big[j]!
      const aRest = rest[j]!
      for (let k = 0; k <= j; k++) {
        const b = row[k]!
        const bBig = big[k]!
        const bRest = rest[k]!
        const term = a * b
        const sum = high[at]!
        const next = sum + term
        const part = next - sum
        low[at] =
          low[at]! +
          (sum - (next - part) + (term - part) + (aRest * bRest - (term - aBig * bBig - aRest * bBig - aBig * bRest)))
        high[at] = next
        at++
      }
    }
  }
  return sums
}

/**
 * out[i] = (y[i] − Σ x[i, column[k]]·b[k], rounded once), for kept columns of X and double-double coefficients.
 * Cost: n·rank.
 */
export function exactResiduals(
  out: Float64Array,
  x: Float64Array,
  y: Float64Array,
  columns: number,
  kept: Int32Array,
  coefficients: DoubleDoubles,
): void {
  const { high, low } = coefficients
  const rank = kept.length
  for (let i = 0; i < out.length; i++) {
    let sum = -y[i]!
    let rest = 0
    for (let k = 0; k < rank; k++) {
      const a = x[i * columns + kept[k]!]!
      const b = high[k]!
      const term = a * b
      const aBig = SPLITTER * a - (SPLITTER * a - a)
      const bBig = SPLITTER * b - (SPLITTER * b - b)
      const aRest = a - aBig
      const bRest = b - bBig
      const next = sum + term
      const part = next - sum
      rest += sum - (next - part) + (term - part) + a * low[k]!
      rest += aRest * bRest - (term - aBig * bBig - aRest * bBig - aBig * bRest)
      sum = next
    }
    out[i] = -(sum + rest)
  }
}

/**
 * Leverage of every row, ‖xᵢ·T‖² with X = Q·R and T = R⁻¹ in double-double; columns scaled as T was.
 *
 * @param inverse  rank × rank row-major, upper triangular
 *
 * Cost: n·rank²/2 products of some 17 operations.
 */
// size: one tight loop whose parts share their locals
export function exactLeverage(
  out: Float64Array,
  x: Float64Array,
  columns: number,
  kept: Int32Array,
  scales: Float64Array,
  inverse: DoubleDoubles,
): void {
  const rank = kept.length
  const columnMajor = doubleDoubles((rank * (rank + 1)) / 2)
  const { high, low } = columnMajor
  const tBig = new Float64Array(high.length)
  for (let k = 0, at = 0; k < rank; k++) {
    for (let j = 0; j <= k; j++, at++) {
      const t = inverse.high[j * rank + k]!
      high[at] = t
      low[at] = inverse.low[j * rank + k]!
      tBig[at] = SPLITTER * t - (SPLITTER * t - t)
    }
  }
  const row = new Float64Array(rank)
  const big = new Float64Array(rank)
  for (let i = 0; i < out.length; i++) {
    for (let k = 0; k < rank; k++) {
      const value = x[i * columns + kept[k]!]! * scales[kept[k]!]!
      row[k] = value
      big[k] = SPLITTER * value - (SPLITTER * value - value)
    }
    let leverage = 0
    for (let k = 0, at = 0; k < rank; k++) {
      let sum = 0
      let rest = 0
      for (let j = 0; j <= k; j++, at++) {
        const a = row[j]!
        const b = high[at]!
        const aBig = big[j]!
        const bBig = tBig[at]!
        const aRest = a - aBig
        const bRest = b - bBig
        const term = a * b
        const next = sum + term
        const part = next - sum
        rest += sum - (next - part) + (term - part) + a * low[at]!
        rest += aRest * bRest - (term - aBig * bBig - aRest * bBig - aBig * bRest)
        sum = next
      }
      leverage += (sum + rest) ** 2
    }
    out[i] = leverage
  }
}
