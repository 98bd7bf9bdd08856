import { type FeatureMatrix, takeRows } from '../features/feature-matrix.ts'
import { predictWith } from '../predictor/predict-with.ts'
import type { Predictor } from '../predictor/predictor.ts'
import { applyTransform, fitTransform, invertTransform, type TransformKind } from '../transforms/target-transform.ts'
import type { Evaluation, FittedModel, FoldWatch } from './learner.ts'
import { lossOf, type StudyData, targetsOf } from './study-data.ts'

/** Fits the transform and, in it, the model: both see the given rows only. */
export function fitTransformed(
  matrix: FeatureMatrix,
  target: Float64Array,
  kind: TransformKind,
  fit: (matrix: FeatureMatrix, transformed: Float64Array) => Predictor,
): FittedModel {
  const transform = fitTransform(kind, target)
  return { predictor: fit(matrix, applyTransform(transform, target)), transform }
}

/** Predictions in the unit of the response. */
export function predictFitted({ predictor, transform }: FittedModel, matrix: FeatureMatrix): Float64Array {
  return invertTransform(transform, predictWith(predictor, matrix)).values
}

/** Fits anew for each fold and predicts its validation rows; NaN for rows that are in none. */
export function predictFolds(
  data: StudyData,
  kind: TransformKind,
  fit: (matrix: FeatureMatrix, transformed: Float64Array) => Predictor,
  onFold: (fold: number, predicted: Float64Array) => boolean,
): void {
  for (const [fold, { training, validation }] of data.folds.entries()) {
    const model = fitTransformed(takeRows(data.matrix, training), targetsOf(data.target, training), kind, fit)
    if (!onFold(fold, predictFitted(model, takeRows(data.matrix, validation)))) return
  }
}

/** The evaluation and the predictions of a model that is cheap enough to fit anew in each fold. */
export function evaluateInFolds(
  data: StudyData,
  kind: TransformKind,
  fit: (matrix: FeatureMatrix, transformed: Float64Array) => Predictor,
  watch: FoldWatch,
): { readonly evaluation: Evaluation; readonly outOfFold: Float64Array } | null {
  const outOfFold = new Float64Array(data.matrix.rows).fill(Number.NaN)
  let sum = 0
  let rows = 0
  let goesOn = true
  predictFolds(data, kind, fit, (fold, predicted) => {
    const { validation } = data.folds[fold]!
    for (let i = 0; i < validation.length; i++) {
      outOfFold[validation[i]!] = predicted[i]!
      sum += lossOf(data.metric, predicted[i]! - data.target[validation[i]!]!)
    }
    rows += validation.length
    goesOn = watch(fold + 1, sum, rows)
    return goesOn
  })
  return goesOn ? { evaluation: { meanLoss: sum / rows }, outOfFold } : null
}
