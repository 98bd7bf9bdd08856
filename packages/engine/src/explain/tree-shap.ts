import type { FeatureMatrix } from '../features/feature-matrix.ts'
import type { TreeEnsemble } from '../trees/tree-ensemble.ts'
import { coverMean } from './cover-share.ts'
import { addInterventionalShap, backgroundMean } from './interventional.ts'
import { addPathDependentShap } from './path-dependent.ts'
import { ShapTarget } from './shap-target.ts'
import type { ShapInteractions, ShapValues } from './shap-values.ts'
import { rowList } from './split-rows.ts'

/**
 * Against what a feature's value is held.
 *
 * `path_dependent`: the training rows that followed the same path (by cover); needs no data, and credits a feature with what it tells
 * about others. `interventional`: the rows of a background, each feature set by itself; says what the model does, whatever the data.
 */
export type ShapKind =
  | { readonly kind: 'path_dependent' }
  | { readonly kind: 'interventional'; readonly background: FeatureMatrix }

export type TreeShapOptions = ShapKind & {
  /** Explains rows from … to − 1 only, so that threads can share the work; the values are those of the whole, to the byte. */
  readonly from?: number
  readonly to?: number
}

/**
 * Exact SHAP values of a sum of trees, of its raw scores.
 *
 * @returns values of each output, row and feature; base + values sum to the raw score (to about 1e−14 of the leaf values' size)
 * @throws RangeError if the matrix or the background has another number of features, the background is empty, or from … to are not rows
 *
 * Cost: see `addPathDependentShap` and `addInterventionalShap`; memory outputs × rows × features.
 */
export function treeShap(ensemble: TreeEnsemble, matrix: FeatureMatrix, options: TreeShapOptions): ShapValues {
  const { target, base } = walkTrees(ensemble, matrix, options, false)
  return target.result(base)
}

/**
 * Exact SHAP interaction values of a sum of trees, and the SHAP values that their rows sum to.
 *
 * @throws RangeError  as `treeShap`
 *
 * Cost: per leaf and group of rows d³/4 for d features on its path; memory outputs × rows × features². Explain parts of the rows where
 * that is too much.
 */
export function treeShapInteractions(
  ensemble: TreeEnsemble,
  matrix: FeatureMatrix,
  options: TreeShapOptions,
): ShapInteractions {
  const { target, base } = walkTrees(ensemble, matrix, options, true)
  return target.resultWithPairs(base)
}

function walkTrees(ensemble: TreeEnsemble, matrix: FeatureMatrix, options: TreeShapOptions, withPairs: boolean) {
  const { from = 0, to = matrix.rows } = options
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to >= from && to <= matrix.rows)) {
    throw new RangeError(`rows ${from} to ${to} are not rows of ${matrix.rows}`)
  }
  checkFeatures(ensemble, matrix)
  const target = new ShapTarget(ensemble, from, to, withPairs)
  const base = ensemble.baseScore.slice()
  const list = rowList(matrix, from, to)
  const trees = ensemble.treeOutput.length
  if (options.kind === 'path_dependent') {
    for (let tree = 0; tree < trees; tree++) {
      addPathDependentShap(ensemble, tree, list, target)
      base[ensemble.treeOutput[tree]!]! += coverMean(ensemble, ensemble.treeStart[tree]!)
    }
    return { target, base }
  }
  checkFeatures(ensemble, options.background)
  if (options.background.rows === 0) throw new RangeError('a background has one row at least')
  const background = rowList(options.background, 0, options.background.rows)
  for (let tree = 0; tree < trees; tree++) {
    base[ensemble.treeOutput[tree]!]! += backgroundMean(ensemble, tree, background)
    addInterventionalShap(ensemble, tree, list, background, target)
  }
  return { target, base }
}

function checkFeatures(ensemble: TreeEnsemble, matrix: FeatureMatrix): void {
  if (matrix.columns.length !== ensemble.features) {
    throw new RangeError(`the trees know ${ensemble.features} features, got ${matrix.columns.length}`)
  }
}
