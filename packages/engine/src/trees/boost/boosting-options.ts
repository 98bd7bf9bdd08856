import type { Loss } from '../../losses/loss.ts'

/** leaf_wise: the leaf with the largest gain is split next (LightGBM). depth_wise: every leaf down to the depth (XGBoost). */
export type Growth = 'leaf_wise' | 'depth_wise'

export interface BoostingOptions {
  readonly growth: Growth
  readonly loss: Loss
  readonly rounds: number
  readonly learningRate: number
  /** Leaves of a tree at most; of depth-wise growth Infinity is usual. */
  readonly maxLeaves: number
  /** Infinity: no limit. */
  readonly maxDepth: number
  readonly minChildSamples: number
  /** Least Σ hessian of a leaf. */
  readonly minChildWeight: number
  /** What a split has to gain: XGBoost's gamma. */
  readonly minSplitGain: number
  /** XGBoost's alpha and lambda. */
  readonly l1: number
  readonly l2: number
  /** Share of the features that each tree, and each node of it, may use. */
  readonly featureFraction: number
  readonly featureFractionByNode: number
  /** Share of the rows that a tree is grown on, drawn anew every `rowFrequency` rounds. */
  readonly rowFraction: number
  readonly rowFrequency: number
  /** Gradient-based one-side sampling: the rows with the largest gradients, and a share of the others with more weight. */
  readonly goss: { readonly topShare: number; readonly otherShare: number } | null
  /** p: 1 rising only, −1 falling only, 0 free; empty: all free. */
  readonly monotone: Int8Array
  readonly categories: CategoryOptions
  readonly seed: number
}

/** How levels of a category are divided: LightGBM's cat_smooth, cat_l2, max_cat_threshold and max_cat_to_onehot. */
export interface CategoryOptions {
  readonly smoothing: number
  readonly l2: number
  /** Levels on the smaller side of a split at most. */
  readonly maxLevels: number
  /** With as many levels or fewer, one against the others. */
  readonly maxOneAgainstRest: number
}

export const CATEGORY_DEFAULTS: CategoryOptions = { smoothing: 10, l2: 10, maxLevels: 32, maxOneAgainstRest: 4 }

/** LightGBM's defaults. */
export const LEAF_WISE_DEFAULTS: BoostingOptions = {
  growth: 'leaf_wise',
  loss: { kind: 'squared' },
  rounds: 100,
  learningRate: 0.1,
  maxLeaves: 31,
  maxDepth: Number.POSITIVE_INFINITY,
  minChildSamples: 20,
  minChildWeight: 1e-3,
  minSplitGain: 0,
  l1: 0,
  l2: 0,
  featureFraction: 1,
  featureFractionByNode: 1,
  rowFraction: 1,
  rowFrequency: 1,
  goss: null,
  monotone: new Int8Array(0),
  categories: CATEGORY_DEFAULTS,
  seed: 0,
}

/** XGBoost's defaults. */
export const DEPTH_WISE_DEFAULTS: BoostingOptions = {
  ...LEAF_WISE_DEFAULTS,
  growth: 'depth_wise',
  learningRate: 0.3,
  maxLeaves: Number.POSITIVE_INFINITY,
  maxDepth: 6,
  minChildSamples: 1,
  minChildWeight: 1,
  l2: 1,
}

/** @throws RangeError naming the option that is out of its range */
export function checkBoostingOptions(options: BoostingOptions, features: number): void {
  const least = [
    ['rounds', 1],
    ['maxLeaves', 2],
    ['maxDepth', 1],
    ['minChildSamples', 1],
    ['minChildWeight', 0],
    ['minSplitGain', 0],
    ['l1', 0],
    ['l2', 0],
    ['rowFrequency', 1],
  ] as const
  for (const [name, low] of least) {
    if (!(options[name] >= low)) throw new RangeError(`${name} is ${low} or more, not ${options[name]}`)
  }
  for (const name of ['learningRate', 'featureFraction', 'featureFractionByNode', 'rowFraction'] as const) {
    if (!(options[name] > 0 && options[name] <= 1))
      throw new RangeError(`${name} is above 0 and at most 1, not ${options[name]}`)
  }
  if (options.maxLeaves === Number.POSITIVE_INFINITY && options.maxDepth === Number.POSITIVE_INFINITY) {
    throw new RangeError('a tree needs a limit: maxLeaves or maxDepth')
  }
  const { monotone, goss } = options
  if (monotone.length !== 0 && monotone.length !== features)
    throw new RangeError(`expected a direction for each of ${features} features`)
  if (goss && !(goss.topShare > 0 && goss.otherShare > 0 && goss.topShare + goss.otherShare <= 1)) {
    throw new RangeError('shares of gradient-based sampling are above 0, and 1 together at most')
  }
}
