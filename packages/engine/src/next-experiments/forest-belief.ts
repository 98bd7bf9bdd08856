import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { goesLeft } from '../trees/node-decision.ts'
import type { TreeEnsemble } from '../trees/tree-ensemble.ts'
import type { Belief } from './belief.ts'

/**
 * Mean of a forest's trees at each row and their standard deviation (divisor trees): what `predictRaw` and `forestSpread` give, in one
 * pass over the trees, which here are many for few rows.
 *
 * Cost: rows · trees · depth.
 */
export function forestBelief(ensemble: TreeEnsemble, { rows, columns }: FeatureMatrix): Belief {
  const { baseScore, treeStart, treeOutput, feature, threshold, categoryStart, left, right, value } = ensemble
  const trees = treeOutput.length
  const mean = new Float64Array(rows)
  const squares = new Float64Array(rows)
  for (let tree = 0; tree < trees; tree++) {
    const root = treeStart[tree]!
    for (let i = 0; i < rows; i++) {
      let node = root
      let asked = feature[node]!
      while (asked >= 0) {
        const at = columns[asked]![i]!
        const isPlain = categoryStart[node]! < 0 && at === at
        node = (isPlain ? at <= threshold[node]! : goesLeft(ensemble, node, at)) ? left[node]! : right[node]!
        asked = feature[node]!
      }
      // Welford's update; a leaf holds its value over the number of trees
      const difference = value[node]! * trees - mean[i]!
      mean[i]! += difference / (tree + 1)
      squares[i]! += difference * (value[node]! * trees - mean[i]!)
    }
  }
  return {
    mean: mean.map((each) => each + baseScore[0]!),
    deviation: squares.map((sum) => Math.sqrt(sum / trees)),
  }
}
