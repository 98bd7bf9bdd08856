import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { predictRaw } from '../predict/predict-raw.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'

/**
 * Standard deviation between the trees of a forest of one output at each row: n, with divisor trees. It tells how much the trees disagree,
 * which is less than the error of a new measurement.
 *
 * @throws RangeError unless the ensemble has one output and a tree, and the matrix its features
 *
 * Cost: n · trees · depth.
 */
export function forestSpread(ensemble: TreeEnsemble, matrix: FeatureMatrix): Float64Array {
  const trees = ensemble.treeOutput.length
  if (ensemble.outputs !== 1 || trees === 0)
    throw new RangeError(`a spread of ${trees} trees of ${ensemble.outputs} outputs`)
  const mean = predictRaw(ensemble, matrix)
  const spread = new Float64Array(matrix.rows)
  for (let t = 0; t < trees; t++) {
    const single = predictRaw(
      { ...ensemble, treeStart: ensemble.treeStart.subarray(t, t + 2), treeOutput: Int32Array.of(0) },
      matrix,
    )
    for (let i = 0; i < spread.length; i++)
      spread[i]! += ((single[i]! - ensemble.baseScore[0]!) * trees - mean[i]! + ensemble.baseScore[0]!) ** 2
  }
  return spread.map((sum) => Math.sqrt(sum / trees))
}
