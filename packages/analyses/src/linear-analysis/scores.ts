import type { Fit } from './fit.ts'
import type { Model } from './model.ts'
import type { LinearParameters } from './parameters.ts'
import { dealRows } from './partition.ts'
import { crossValidate, type Validation, validateHeldOut } from './validation.ts'

/** How well the model predicts: rows it never saw, and its own rows beside them. */
export interface Scores {
  readonly crossValidation: Validation
  /** Null where no row is held out. */
  readonly heldOut: Validation | null
  readonly heldOutRows: number
  readonly folds: number
  readonly trainRmse: number
}

/**
 * Cross-validation over the folds, and once the held-out rows. Neither changes the reported model.
 *
 * @param foldOf  n: the fold of each row
 */
export function measure(
  model: Model,
  response: Float64Array,
  fit: Fit,
  folds: { readonly count: number; readonly foldOf: Int32Array },
  parameters: LinearParameters,
  seed: number,
): Scores {
  const n = model.rows
  const heldOutRows = Math.round(n * parameters.train_test_split)
  const order = dealRows(n, n, seed, 'hold-out')
  const test = Array.from({ length: n }, (_, i) => i).filter((i) => order[i]! < heldOutRows)
  const squares = fit.residuals.reduce((sum, residual) => sum + residual * residual, 0)
  return {
    crossValidation: crossValidate(model, response, folds.foldOf, folds.count, parameters),
    heldOut: test.length > 0 ? validateHeldOut(model, response, test, folds.foldOf, folds.count, parameters) : null,
    heldOutRows: test.length,
    folds: folds.count,
    trainRmse: Math.sqrt(squares / n),
  }
}
