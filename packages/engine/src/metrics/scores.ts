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

function checkLengths(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  if (actual.length === 0 || actual.length !== predicted.length) {
    throw new RangeError(`expected values and predictions in pairs, got ${actual.length} and ${predicted.length}`)
  }
  return actual.length
}
