import type { FittedModel, Predictor } from '@zerosec/engine'
import type { Model } from '@zerosec/model'
import type { Table } from '@zerosec/table'
import type { AnalysisFile } from '../analysis.ts'
import { derivedMetadata } from '../derived-columns.ts'
import { modelFormats, storedInputs } from '../modelling/model-formats.ts'
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

/** The model in every format that can hold it. */
export function modelFiles(outcome: TargetOutcome, table: Table, seed: number, name: string): AnalysisFile[] {
  return modelFormats(deliveredModel(outcome, table, seed), name)
}

function deliveredModel(outcome: TargetOutcome, table: Table, seed: number): Model {
  const { preparation, scores, interval } = outcome
  const { matrix, inputs, target, response } = preparation
  return {
    target: { name: response.name, ...(response.unit === undefined ? {} : { unit: response.unit }) },
    inputs: storedInputs(inputs, matrix),
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
    metadata: derivedMetadata(table),
  }
}
