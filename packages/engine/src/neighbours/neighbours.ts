import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { type InputScaling, inputScaling, standardInputs } from '../gaussian-process/standard-inputs.ts'

export interface NeighbourOptions {
  /** Number of neighbours: default 5, at most n. */
  readonly k?: number
  /** All alike, or by the inverse of their distance: default 'uniform'. */
  readonly weighting?: Weighting
}

export type Weighting = 'uniform' | 'inverse_distance'

/** The training rows, standardised: plain data. */
export interface Neighbours extends InputScaling {
  /** p: 0 for a number, else the number of levels of the category. */
  readonly levels: Int32Array
  /** p columns of n: standardised numbers, codes of categories. */
  readonly inputs: readonly Float64Array[]
  /** n: values, or codes of classes. */
  readonly targets: Float64Array
  readonly k: number
  readonly weighting: Weighting
}

/**
 * k nearest neighbours: keeps the rows, standardised so that each number has variance 1.
 *
 * @param target  n values, or for `neighbourShares` classes 0 … c − 1
 * @throws RangeError for no row, a k that is not an integer of 1 … n, a number that is not finite (the caller fills
 *   missing ones), a target that is not finite
 *
 * Cost: n × p.
 */
export function fitNeighbours(
  matrix: FeatureMatrix,
  target: Float64Array,
  { k = Math.min(5, matrix.rows), weighting = 'uniform' }: NeighbourOptions = {},
): Neighbours {
  if (target.length !== matrix.rows) throw new RangeError(`${matrix.rows} rows have ${target.length} targets`)
  if (!Number.isInteger(k) || k < 1 || k > matrix.rows) {
    throw new RangeError(`k is an integer of 1 to ${matrix.rows}, the number of rows, got ${k}`)
  }
  const row = target.findIndex((value) => !Number.isFinite(value))
  if (row !== -1) throw new RangeError(`the target of row ${row} is ${target[row]}`)
  const scaling = inputScaling(matrix)
  const inputs = standardInputs(matrix, scaling)
  return { ...scaling, levels: matrix.levels, inputs, targets: target.slice(), k, weighting }
}
