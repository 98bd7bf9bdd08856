/**
 * Weights of a blend of predictors by greedy selection with replacement (Caruana et al., Ensemble selection from libraries of models,
 * ICML 2004): in each step the predictor is added that lowers the error of the mean of all that were added most.
 *
 * @param predictions  one vector of n for each predictor: its predictions of rows that it did not see
 * @param rows         the rows that count; those without a prediction are left out by the caller
 * @param steps        the weights are multiples of 1 / steps at most
 * @returns a weight ≥ 0 for each predictor, summing to 1; several zeros are usual. Ties go to the earlier predictor
 * @throws RangeError without predictors or rows
 *
 * Cost: steps · predictors · rows.
 */
export function blendWeights(
  predictions: readonly Float64Array[],
  target: Float64Array,
  rows: ArrayLike<number>,
  metric: 'rmse' | 'mae',
  steps = 30,
): Float64Array {
  if (predictions.length === 0 || rows.length === 0) throw new RangeError('a blend needs predictors and rows')
  return greedyWeights(predictions, steps, (sum, added, count) => lossOfMean(sum, added, count, target, rows, metric))
}

/**
 * The same for any loss.
 *
 * @param lossOf  of the mean of what was added so far and one more: (sum + added) / count
 */
export function greedyWeights(
  predictions: readonly Float64Array[],
  steps: number,
  lossOf: (sum: Float64Array, added: Float64Array, count: number) => number,
): Float64Array {
  const counts = new Float64Array(predictions.length)
  const sum = new Float64Array(predictions[0]!.length)
  let best = { loss: Number.POSITIVE_INFINITY, counts: counts.slice(), steps: 1 }
  for (let step = 1; step <= steps; step++) {
    let chosen = 0
    let least = Number.POSITIVE_INFINITY
    for (const [k, prediction] of predictions.entries()) {
      const loss = lossOf(sum, prediction, step)
      if (loss < least) {
        least = loss
        chosen = k
      }
    }
    counts[chosen]!++
    const added = predictions[chosen]!
    for (let i = 0; i < sum.length; i++) sum[i]! += added[i]!
    if (least < best.loss) best = { loss: least, counts: counts.slice(), steps: step }
  }
  return best.counts.map((count) => count / best.steps)
}

function lossOfMean(
  sum: Float64Array,
  added: Float64Array,
  count: number,
  target: Float64Array,
  rows: ArrayLike<number>,
  metric: 'rmse' | 'mae',
): number {
  let loss = 0
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!
    const error = (sum[i]! + added[i]!) / count - target[i]!
    loss += metric === 'rmse' ? error * error : Math.abs(error)
  }
  return loss
}
