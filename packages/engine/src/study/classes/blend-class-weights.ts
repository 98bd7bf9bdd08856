import { greedyWeights } from '../blend-weights.ts'
import { type ClassMetric, classLossOf, outputsFor } from './class-data.ts'
import type { ClassTarget } from './class-unit.ts'

const STEPS = 30

/**
 * Weights of a blend of shares, as `blendWeights` finds them: sums of the weighted shares, with the least loss on rows that no member saw.
 *
 * @param predictions  outputs × n of each member
 * @param rows         that every member predicted
 * @throws RangeError without predictions or rows
 *
 * Cost: 30 · members · rows · outputs.
 */
export function blendClassWeights(
  predictions: readonly Float64Array[],
  { target, classes, weights }: Pick<ClassTarget, 'target' | 'classes' | 'weights'>,
  rows: ArrayLike<number>,
  metric: ClassMetric,
): Float64Array {
  if (predictions.length === 0 || rows.length === 0) throw new RangeError('a blend needs predictors and rows')
  const n = target.length
  const count = rows.length
  const outputs = outputsFor(classes)
  const mean = new Float64Array(outputs * count)
  return greedyWeights(predictions, STEPS, (sum, added, members) => {
    for (let k = 0; k < outputs; k++) {
      for (let i = 0; i < count; i++) {
        const at = k * n + rows[i]!
        mean[k * count + i] = (sum[at]! + added[at]!) / members
      }
    }
    return classLossOf({ target, classes, weights, metric }, rows, mean).sum
  })
}
