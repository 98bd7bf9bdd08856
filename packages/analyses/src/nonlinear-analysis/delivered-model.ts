import type { FittedModel, Predictor } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { encodeModel, exportLightGbm, exportOnnx, exportXgboost, type Model } from '@zerosec/model'
import type { Table } from '@zerosec/table'
import type { AnalysisFile } from '../analysis.ts'
import { VERSION } from '../version.ts'
import type { TargetOutcome } from './outcome.ts'

/** The predictor in the unit of the response: the blend, or its only member. */
export function deliveredPredictor({ weights, models }: TargetOutcome): Predictor {
  const members = weights.map(({ name, weight }) => ({
    weight,
    predictor: inUnit(models.find((model) => model.name === name)!.fitted),
  }))
  return members.length === 1 ? members[0]!.predictor : { kind: 'blend', intercept: 0, members }
}

/** Name of what is delivered. */
export function deliveredName({ weights }: TargetOutcome): string {
  return weights.length === 1 ? weights[0]!.name : 'blend'
}

function inUnit({ predictor, transform }: FittedModel): Predictor {
  return transform.kind === 'none' ? predictor : { kind: 'transformed', transform, predictor }
}

/** The model in every format that can hold it: our own, in which interval and domain travel with it, and those of other programs. */
export function modelFiles(outcome: TargetOutcome, table: Table, seed: number, name: string): AnalysisFile[] {
  const model = deliveredModel(outcome, table, seed)
  const text = (made: string) => new TextEncoder().encode(made)
  return [
    { path: `models/${name}.zsm`, type: 'zsm', bytes: encodeModel(model) },
    ...exported(`models/${name}.onnx`, 'onnx', () => exportOnnx(model)),
    ...exported(`models/${name}_lightgbm.txt`, 'txt', () => text(exportLightGbm(model))),
    ...exported(`models/${name}_xgboost.json`, 'json', () => text(exportXgboost(model))),
  ]
}

/** Nothing where the format has no place for a part of the model. */
function exported(path: string, type: string, make: () => Uint8Array): AnalysisFile[] {
  try {
    return [{ path, type, bytes: make() }]
  } catch (error) {
    if (error instanceof CodedError && error.code === 'model_export_impossible') return []
    throw error
  }
}

function deliveredModel(outcome: TargetOutcome, table: Table, seed: number): Model {
  const { preparation, scores, interval } = outcome
  const { matrix, inputs, target, response } = preparation
  return {
    target: { name: response.name, ...(response.unit === undefined ? {} : { unit: response.unit }) },
    inputs: inputs.map((input, j) => {
      if (input.kind === 'category') return input
      const values = matrix.columns[j]!.filter((value) => !Number.isNaN(value))
      return { ...input, low: values.reduce((a, b) => Math.min(a, b)), high: values.reduce((a, b) => Math.max(a, b)) }
    }),
    predictor: deliveredPredictor(outcome),
    interval: { conformal: interval.chosen.interval, difficulty: interval.difficulty },
    domain: outcome.domain.domain,
    training: {
      rows: target.length,
      tableSha256: table.sha256,
      seed,
      version: VERSION,
      algorithm: deliveredName(outcome),
      scores: { cv_rmse: scores.rmse, cv_mae: scores.mae, ...(scores.r2 === null ? {} : { cv_r2: scores.r2 }) },
    },
    // so that a raw table gets them again
    metadata: table.derived === undefined ? {} : { derived_columns: table.derived },
  }
}
