/**
 * random_forest: the best cut of each feature that is tried (Breiman). extra_trees: one cut drawn at random from the range of each
 * (Geurts, Ernst & Wehenkel).
 */
export type ForestKind = 'random_forest' | 'extra_trees'

/** squared_error: numbers. gini and entropy: classes. */
export type ForestCriterion = 'squared_error' | 'gini' | 'entropy'

export interface ForestOptions {
  readonly kind: ForestKind
  readonly criterion: ForestCriterion
  readonly trees: number
  /** Rows of a tree are drawn with replacement; else without. */
  readonly bootstrap: boolean
  /** Rows drawn for a tree, as a share of all. */
  readonly rowFraction: number
  /** Share of the features that are tried at a node: ⌊share · p⌋, 1 at least, and more until one divides the node. */
  readonly featureFraction: number
  /** Least rows of a leaf, as often as they were drawn, times their weights (of mean 1). */
  readonly minSamplesLeaf: number
  /** A node of less is not divided; counted the same way. */
  readonly minSamplesSplit: number
  /** Infinity: no limit. */
  readonly maxDepth: number
  readonly seed: number
}

/** scikit-learn's defaults for regression, but 200 trees. */
export const RANDOM_FOREST_DEFAULTS: ForestOptions = {
  kind: 'random_forest',
  criterion: 'squared_error',
  trees: 200,
  bootstrap: true,
  rowFraction: 1,
  featureFraction: 1,
  minSamplesLeaf: 1,
  minSamplesSplit: 2,
  maxDepth: Number.POSITIVE_INFINITY,
  seed: 0,
}

export const EXTRA_TREES_DEFAULTS: ForestOptions = { ...RANDOM_FOREST_DEFAULTS, kind: 'extra_trees', bootstrap: false }

/** @throws RangeError naming the option that is out of its range */
export function checkForestOptions(options: ForestOptions): void {
  for (const name of ['trees', 'maxDepth'] as const) {
    const value = options[name]
    if (!(value >= 1 && (Number.isInteger(value) || (name === 'maxDepth' && value === Number.POSITIVE_INFINITY)))) {
      throw new RangeError(`${name} is a number of 1 or more, not ${value}`)
    }
  }
  for (const name of ['rowFraction', 'featureFraction'] as const) {
    if (!(options[name] > 0 && options[name] <= 1)) {
      throw new RangeError(`${name} is above 0 and at most 1, not ${options[name]}`)
    }
  }
  for (const name of ['minSamplesLeaf', 'minSamplesSplit'] as const) {
    if (!(options[name] >= 1)) throw new RangeError(`${name} is 1 or more, not ${options[name]}`)
  }
}

/** Features tried at a node of p. */
export function featuresTried(featureFraction: number, features: number): number {
  return Math.max(1, Math.floor(featureFraction * features))
}
