/**
 * Scores of predictions against measured values, of the same length n ≥ 1.
 *
 * @throws RangeError if the lengths differ or are 0
 */

/** Root mean squared error, in the unit of the values. */
export function rootMeanSquaredError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const n = checkLengths(actual, predicted)
  let sum = 0
  for (let i = 0; i < n; i++) sum += (actual[i]! - predicted[i]!) ** 2
  return Math.sqrt(sum / n)
}

/** Mean absolute error, in the unit of the values. */
export function meanAbsoluteError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const n = checkLengths(actual, predicted)
  let sum = 0
  for (let i = 0; i < n; i++) sum += Math.abs(actual[i]! - predicted[i]!)
  return sum / n
}

/**
 * 1 − Σ(y − ŷ)² / Σ(y − ȳ)², as scikit-learn's `r2_score`: negative where the mean of the values would predict better.
 * Null where the values do not vary: then there is nothing to explain.
 */
export function r2Score(actual: ArrayLike<number>, predicted: ArrayLike<number>): number | null {
  const n = checkLengths(actual, predicted)
  const first = actual[0]!
  let shift = 0
  for (let i = 0; i < n; i++) shift += actual[i]! - first
  const mean = first + shift / n
  let residual = 0
  let total = 0
  for (let i = 0; i < n; i++) {
    residual += (actual[i]! - predicted[i]!) ** 2
    total += (actual[i]! - mean) ** 2
  }
  return total > 0 ? 1 - residual / total : null
}

/**
 * Q² = 1 − Σ(y − ŷ)² / Σ(y − ȳ_training)²: R² of rows that were held out, against the mean that was known when they were predicted
 * rather than their own (Schüürmann et al., J. Chem. Inf. Model. 48 (2008) 2140).
 *
 * @param reference  n: for each row the mean of the rows that its model was trained on
 * @returns null where the values equal their reference
 */
export function q2Score(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  reference: ArrayLike<number>,
): number | null {
  const n = checkLengths(actual, predicted)
  checkLengths(actual, reference)
  let residual = 0
  let total = 0
  for (let i = 0; i < n; i++) {
    residual += (actual[i]! - predicted[i]!) ** 2
    total += (actual[i]! - reference[i]!) ** 2
  }
  return total > 0 ? 1 - residual / total : null
}

/** Mean of |y − ŷ| / |y| as a share, 0.1 for 10 %; null where a value is 0: then it has no meaning. */
export function meanAbsolutePercentageError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number | null {
  const n = checkLengths(actual, predicted)
  let sum = 0
  for (let i = 0; i < n; i++) sum += Math.abs((actual[i]! - predicted[i]!) / actual[i]!)
  return Number.isFinite(sum) ? sum / n : null
}

/** The error that half of the rows keep, in the unit of the values. Cost: a sort. */
export function medianAbsoluteError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const n = checkLengths(actual, predicted)
  const errors = Float64Array.from({ length: n }, (_, i) => Math.abs(actual[i]! - predicted[i]!)).sort()
  return (errors[(n - 1) >> 1]! + errors[n >> 1]!) / 2
}

/** The largest |y − ŷ|. */
export function maximumError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const n = checkLengths(actual, predicted)
  let largest = 0
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(actual[i]! - predicted[i]!))
  return largest
}

/** The number of pairs. @throws RangeError if there are none or the lengths differ */
export function checkLengths(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  if (actual.length === 0 || actual.length !== predicted.length) {
    throw new RangeError(`expected values and predictions in pairs, got ${actual.length} and ${predicted.length}`)
  }
  return actual.length
}
