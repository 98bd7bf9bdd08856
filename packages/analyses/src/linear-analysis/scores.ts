import type { Fit } from './fit.ts'
import type { Model } from './model.ts'
import type { LinearParameters } from './parameters.ts'
import type { Partition } from './partition.ts'
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

/** Cross-validation over the folds, and once the held-out rows. Neither changes the reported model. */
export function measure(
  model: Model,
  response: Float64Array,
  fit: Fit,
  { folds, foldOf, heldOut }: Partition,
  parameters: LinearParameters,
): Scores {
  const squares = fit.residuals.reduce((sum, residual) => sum + residual * residual, 0)
  return {
    crossValidation: crossValidate(model, response, foldOf, folds, parameters),
    heldOut: heldOut.length > 0 ? validateHeldOut(model, response, heldOut, foldOf, folds, parameters) : null,
    heldOutRows: heldOut.length,
    folds,
    trainRmse: Math.sqrt(squares / model.rows),
  }
}
