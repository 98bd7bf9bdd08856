import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import { imageFor } from './kept-images.ts'
import { predictByKernels } from './predict-by-kernels.ts'
import { predictPlain } from './predict-plain.ts'

/**
 * Raw scores of every row: the base score of each output and the leaf values of its trees, added in the order of the trees.
 *
 * @returns outputs × n, output by output
 * @throws RangeError unless the matrix has the ensemble's features
 *
 * Cost: n · trees · depth; about n · trees · leaves / 16 for trees of at most 64 leaves. Where the rows are enough to repay that the trees
 * are laid out for them, kernels predict them, bit for bit the same.
 */
export function predictRaw(ensemble: TreeEnsemble, matrix: FeatureMatrix): Float64Array {
  const { rows, columns } = matrix
  if (columns.length !== ensemble.features) {
    throw new RangeError(`expected ${ensemble.features} features, got ${columns.length}`)
  }
  const image = imageFor(ensemble, rows)
  return image ? predictByKernels(image, ensemble, matrix) : predictPlain(ensemble, matrix)
}
