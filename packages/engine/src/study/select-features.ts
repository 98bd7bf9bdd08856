import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { binFeatures } from '../trees/bins/bin-features.ts'
import { RANDOM_FOREST_DEFAULTS } from '../trees/forest/forest-options.ts'
import { trainForest } from '../trees/forest/train-forest.ts'
import { correlationFilter } from '../validation/selection/correlation-filter.ts'
import { mostImportant } from '../validation/selection/most-important.ts'

/** Which features a study learns from. */
export type SelectionRule =
  | { readonly kind: 'none' }
  /** Of numbers that are correlated more than `limit` the one that is better related to the response. */
  | { readonly kind: 'correlation'; readonly limit: number }
  /** The `count` features that the splits of a forest gain most by. */
  | { readonly kind: 'top_k'; readonly count: number }

const TREES = 100
/** Share of the features that a split looks at: of two that say the same neither takes all. */
const TRIED = 1 / 3
/** Splits of few rows gain by chance, most by features of many values. */
const LEAF_ROWS = 5

/**
 * The features that stay, ascending.
 *
 * @param matrix  the training rows only: a selection that saw test rows makes their score too good
 *
 * Cost: of top_k a forest of 100 trees; of correlation p² · n at most. Source of top_k: the mean decrease of impurity of Breiman,
 * Random forests, Machine Learning 45 (2001) 5.
 */
export function selectFeatures(
  matrix: FeatureMatrix,
  target: Float64Array,
  rule: SelectionRule,
  seed: number,
): Int32Array {
  const all = Int32Array.from(matrix.columns.keys())
  switch (rule.kind) {
    case 'none':
      return all
    case 'correlation':
      return Int32Array.from(correlationFilter(matrix, target, rule.limit).kept)
    case 'top_k':
      if (rule.count >= all.length) return all
      return Int32Array.from(mostImportant(forestGains(matrix, target, seed), rule.count).kept)
  }
}

/** p: what all splits by a feature gain. */
function forestGains(matrix: FeatureMatrix, target: Float64Array, seed: number): Float64Array {
  const { ensemble } = trainForest(
    binFeatures(matrix),
    { target },
    {
      ...RANDOM_FOREST_DEFAULTS,
      trees: TREES,
      featureFraction: TRIED,
      minSamplesLeaf: Math.min(LEAF_ROWS, matrix.rows >> 2) || 1,
      seed,
    },
  )
  const gains = new Float64Array(matrix.columns.length)
  ensemble.feature.forEach((feature, node) => {
    if (feature >= 0) gains[feature]! += ensemble.gain[node]!
  })
  return gains
}
