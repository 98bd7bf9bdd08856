import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { goesLeft } from '../node-decision.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'

/** `predictRaw`, node by node: what few rows are predicted by, and the reference of the kernels. */
export function predictPlain(ensemble: TreeEnsemble, { rows, columns }: FeatureMatrix): Float64Array {
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
