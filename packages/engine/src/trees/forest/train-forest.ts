import { seededGenerator } from '../../random/generator.ts'
import type { BinnedFeatures } from '../bins/binned-features.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import { FastGrower } from './fast-grower.ts'
import { ForestBuilder, nodeMeans } from './forest-ensemble.ts'
import type { ForestOptions } from './forest-options.ts'
import { type ForestData, type ForestProblem, forestProblem } from './forest-problem.ts'
import type { ForestGrower } from './forest-tree.ts'
import { mergeEnsembles } from './merge-ensembles.ts'
import { PlainGrower } from './plain-grower.ts'

/** Trees first … first + count − 1 of a forest. */
export interface TreeRange {
  readonly first: number
  readonly count: number
}

/** Some trees of a forest; plain data. */
export interface ForestPart {
  readonly ensemble: TreeEnsemble
  /** outputs × n of the rows trained on: values of the trees that did not draw the row, summed in units that make the sum exact. */
  readonly outOfBagSums: Float64Array
  /** n: how many trees did not draw the row. */
  readonly outOfBagTrees: Int32Array
  readonly outOfBagUnit: number
  readonly offset: number
}

export interface Forest {
  /** Raw scores are the predicted numbers, or the share of each class. */
  readonly ensemble: TreeEnsemble
  readonly outOfBag: {
    /** outputs × n, output by output: the mean of the trees that did not draw the row; NaN where all did. */
    readonly prediction: Float64Array
    /** n: how many trees did not draw the row. */
    readonly trees: Int32Array
    /** Rows that have a prediction. */
    readonly rows: number
  }
}

/**
 * A forest of trees, each grown on rows drawn for it, to purity unless the options stop it.
 *
 * Missing values go where they help most. Levels of a category are put in the order of their mean target (of classes: of the share of the
 * node's commonest class) and cut like a number; of two classes and of squared error the best division is among those cuts. Thresholds lie
 * on the edge of a bin nearest to the middle between neighbouring values of the node.
 *
 * @throws RangeError for options out of range, and rows, targets or weights that do not fit
 *
 * Cost: about trees · n · p · log₂ n. Squared error, and Gini of two classes, are grown by kernels; the rest by plain code, some fifty
 * times slower. Source: Breiman, Random forests, Machine Learning 45 (2001) 5; Geurts, Ernst & Wehenkel, Extremely randomized trees,
 * Machine Learning 63 (2006) 3; Fisher's order of levels: Breiman et al., CART (1984), 9.4.
 */
export function trainForest(binned: BinnedFeatures, data: ForestData, options: ForestOptions): Forest {
  return mergeForests([trainForestPart(binned, data, options, { first: 0, count: options.trees })])
}

/** Some trees of the forest of `trainForest`: parts that together hold all, merged in order, give the same bytes however it was divided. */
export function trainForestPart(
  binned: BinnedFeatures,
  data: ForestData,
  options: ForestOptions,
  { first, count }: TreeRange,
): ForestPart {
  const problem = forestProblem(binned, data, options)
  if (!(first >= 0 && count >= 1 && first + count <= options.trees)) {
    throw new RangeError(`trees ${first} … ${first + count - 1} of ${options.trees}`)
  }
  if (!isFast(options, problem))
    return growPart(new PlainGrower(problem, options), binned, problem, options, first, count)
  const grower = new FastGrower(problem, options)
  const part = growPart(grower, binned, problem, options, first, count)
  grower.release()
  return part
}

function isFast({ criterion }: ForestOptions, { classes }: ForestProblem): boolean {
  return criterion === 'squared_error' || (criterion === 'gini' && classes === 2)
}

/** Exported for the comparison of growers. */
export function growPart(
  grower: ForestGrower,
  binned: BinnedFeatures,
  problem: ForestProblem,
  options: ForestOptions,
  first: number,
  count: number,
): ForestPart {
  const generator = seededGenerator(options.seed)
  const builder = new ForestBuilder(binned, problem, options)
  const leavesRowsOut = options.bootstrap || problem.draws < problem.rows
  for (let t = first; t < first + count; t++) {
    const tree = grower.grow(generator.stream(t).uint32())
    const means = nodeMeans(tree, problem)
    builder.add(tree, means, first + count - 1 - t)
    if (leavesRowsOut) grower.addOutOfBag(means)
  }
  const { sums, times } = grower.outOfBag()
  return {
    ensemble: builder.ensemble(),
    outOfBagSums: problem.classes === 2 && grower.sums === 1 ? bothClasses(sums, times, problem.leafUnit) : sums,
    outOfBagTrees: times,
    outOfBagUnit: problem.leafUnit,
    offset: problem.offset,
  }
}

/** Shares of class 1 become those of classes 0 and 1. */
function bothClasses(sums: Float64Array, times: Int32Array, unit: number): Float64Array {
  const both = new Float64Array(2 * sums.length)
  both.set(sums, sums.length)
  for (let i = 0; i < sums.length; i++) both[i] = times[i]! * unit - sums[i]!
  return both
}

/** @throws RangeError for none, or parts of different forests */
export function mergeForests(parts: readonly ForestPart[]): Forest {
  const [first] = parts
  if (!first) throw new RangeError('no parts of a forest to merge')
  const { offset, outOfBagUnit, outOfBagTrees } = first
  if (parts.some((part) => part.outOfBagUnit !== outOfBagUnit || part.outOfBagTrees.length !== outOfBagTrees.length)) {
    throw new RangeError('parts of different forests do not merge')
  }
  const n = outOfBagTrees.length
  const prediction = new Float64Array(first.outOfBagSums.length)
  const trees = new Int32Array(n)
  for (const part of parts) {
    for (let i = 0; i < prediction.length; i++) prediction[i]! += part.outOfBagSums[i]!
    for (let i = 0; i < n; i++) trees[i]! += part.outOfBagTrees[i]!
  }
  for (let i = 0; i < prediction.length; i++) {
    const times = trees[i % n]!
    prediction[i] = times > 0 ? offset + prediction[i]! / outOfBagUnit / times : Number.NaN
  }
  const rows = trees.reduce((count, times) => count + (times > 0 ? 1 : 0), 0)
  const ensemble = parts.length === 1 ? first.ensemble : mergeEnsembles(parts.map((part) => part.ensemble))
  return { ensemble, outOfBag: { prediction, trees, rows } }
}
