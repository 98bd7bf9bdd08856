import type { FeatureMatrix } from '../features/feature-matrix.ts'
import type { TreeEnsemble } from '../trees/tree-ensemble.ts'

/** Row numbers that a walk through a tree keeps sorted by the way they went, in place. */
export interface RowList {
  readonly matrix: FeatureMatrix
  readonly rows: Int32Array
  /** As long as `rows`. */
  readonly scratch: Int32Array
}

/** Rows from … to − 1 of a matrix. */
export function rowList(matrix: FeatureMatrix, from: number, to: number): RowList {
  return {
    matrix,
    rows: Int32Array.from({ length: to - from }, (_, i) => from + i),
    scratch: new Int32Array(to - from),
  }
}

/**
 * Brings those of rows[start … end − 1] to the front that go left at an inner node, both sides in the order they had: many rows
 * against one node what `goesLeft` is for one value.
 *
 * @returns where the rows begin that go right. Cost: end − start.
 */
export function splitRows(ensemble: TreeEnsemble, node: number, list: RowList, start: number, end: number): number {
  const column = list.matrix.columns[ensemble.feature[node]!]!
  return ensemble.categoryStart[node]! < 0
    ? splitByThreshold(column, ensemble.threshold[node]!, (ensemble.missingLeft[node] ?? 0) === 1, list, start, end)
    : splitByLevels(ensemble, node, column, list, start, end)
}

function splitByThreshold(
  column: Float64Array,
  threshold: number,
  missingLeft: boolean,
  { rows, scratch }: RowList,
  start: number,
  end: number,
): number {
  let left = start
  let right = 0
  for (let i = start; i < end; i++) {
    const row = rows[i]!
    const value = column[row]!
    if (value <= threshold || (missingLeft && Number.isNaN(value))) rows[left++] = row
    else scratch[right++] = row
  }
  for (let i = 0; i < right; i++) rows[left + i] = scratch[i]!
  return left
}

function splitByLevels(
  ensemble: TreeEnsemble,
  node: number,
  column: Float64Array,
  { rows, scratch }: RowList,
  start: number,
  end: number,
): number {
  const bits = ensemble.categoryBits
  const words = ensemble.categoryStart[node]!
  const levels = ensemble.levels[ensemble.feature[node]!]!
  const missingLeft = ensemble.missingLeft[node]!
  let left = start
  let right = 0
  for (let i = start; i < end; i++) {
    const row = rows[i]!
    const level = column[row]!
    const isLeft = level >= 0 && level < levels ? (bits[words + (level >>> 5)]! >>> (level & 31)) & 1 : missingLeft
    if (isLeft === 1) rows[left++] = row
    else scratch[right++] = row
  }
  for (let i = 0; i < right; i++) rows[left + i] = scratch[i]!
  return left
}
