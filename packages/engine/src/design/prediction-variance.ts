/**
 * Prediction variance of every row: out[i] = xᵢᵀ·C·xᵢ, C the covariance of the coefficients; unit: the variance of a run.
 *
 * @param rows  n × p row-major
 * @param covariance  p × p row-major, symmetric; only the lower triangle is read
 * Cost: n·p²/2 multiply-adds; allocates n.
 */
export function predictionVariances(rows: Float64Array, covariance: Float64Array, p: number): Float64Array {
  const variances = new Float64Array(rows.length / p)
  for (let i = 0, at = 0; at < rows.length; i++, at += p) {
    let variance = 0
    for (let j = 0; j < p; j++) {
      const value = rows[at + j]!
      if (value === 0) continue
      let sum = 0
      for (let k = 0; k < j; k++) sum += covariance[j * p + k]! * rows[at + k]!
      variance += value * (2 * sum + value * covariance[j * p + j]!)
    }
    variances[i] = variance
  }
  return variances
}
