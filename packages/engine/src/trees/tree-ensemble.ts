/**
 * A sum of decision trees: what boosting, bagging and extra trees all are once they are fitted. Plain data in flat arrays; nodes of
 * all trees stand one after another, and `left` and `right` are indices into them.
 *
 * Raw score of output k = baseScore[k] + Σ leaf values of the trees with treeOutput = k. A forest's leaf values are divided by its
 * number of trees, so that its mean is a sum too.
 */
export interface TreeEnsemble {
  /** Number of features of a row. */
  readonly features: number
  /** features: 0 for a number, else the levels of the category that were known in fitting. */
  readonly levels: Int32Array
  /** Raw scores of a row: 1, or the classes of a softmax. */
  readonly outputs: number
  /** outputs. */
  readonly baseScore: Float64Array
  /** trees + 1: the nodes of tree t are treeStart[t] … treeStart[t + 1] − 1, its root first. */
  readonly treeStart: Int32Array
  /** trees: the output that the tree adds to. */
  readonly treeOutput: Int32Array

  /** The feature that a node asks for; −1: a leaf. */
  readonly feature: Int32Array
  /** A number goes left where value ≤ threshold. Of a node that splits a category: unused, 0. */
  readonly threshold: Float64Array
  /** Of a node that splits a category: where its set of levels starts in `categoryBits`; −1 for numbers and leaves. */
  readonly categoryStart: Int32Array
  /** Sets of levels that go left, 32 to a word: ⌈levels / 32⌉ words a node. A level that was not known, and NaN, is missing. */
  readonly categoryBits: Uint32Array
  /** 1: a missing value goes left. */
  readonly missingLeft: Uint8Array
  readonly left: Int32Array
  readonly right: Int32Array
  /** A leaf's value; of an inner node the value it would have as a leaf. */
  readonly value: Float64Array
  /** Training rows (by weight, where rows have weights) that reached the node. */
  readonly cover: Float64Array
  /** What the split gained in the loss; 0 for leaves. */
  readonly gain: Float64Array
}
