import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { goesLeft } from '../node-decision.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'

/**
 * Raw scores of every row: the base score of each output and the leaf values of its trees.
 *
 * @returns outputs × n, output by output
 * @throws RangeError unless the matrix has the ensemble's features
 *
 * Cost: n · trees · depth.
 */
export function predictRaw(ensemble: TreeEnsemble, matrix: FeatureMatrix): Float64Array {
  const { rows, columns } = matrix
  if (columns.length !== ensemble.features) {
    throw new RangeError(`expected ${ensemble.features} features, got ${columns.length}`)
  }
  const { outputs, baseScore, treeStart, treeOutput, feature, threshold, categoryStart, left, right, value } = ensemble
  const scores = new Float64Array(outputs * rows)
  for (let k = 0; k < outputs; k++) scores.fill(baseScore[k]!, k * rows, (k + 1) * rows)
  for (let tree = 0; tree < treeOutput.length; tree++) {
    const root = treeStart[tree]!
    const from = treeOutput[tree]! * rows
    for (let i = 0; i < rows; i++) {
      let node = root
      let asked = feature[node]!
      while (asked >= 0) {
        const at = columns[asked]![i]!
        const isPlain = categoryStart[node]! < 0 && at === at
        const isLeft = isPlain ? at <= threshold[node]! : goesLeft(ensemble, node, at)
        node = isLeft ? left[node]! : right[node]!
        asked = feature[node]!
      }
      scores[from + i]! += value[node]!
    }
  }
  return scores
}
