import type { FittedModel, Predictor } from '@zerosec/engine'
import { encodeModel, type Model } from '@zerosec/model'
import type { Table } from '@zerosec/table'
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

/** The bytes of the model file: prediction, interval and domain travel together. */
export function modelFile(outcome: TargetOutcome, table: Table, seed: number): Uint8Array {
  const { preparation, scores, interval } = outcome
  const { matrix, inputs, target, response } = preparation
  const model: Model = {
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
    metadata: {},
  }
  return encodeModel(model)
}
