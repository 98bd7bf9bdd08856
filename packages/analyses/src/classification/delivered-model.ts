import type { Predictor } from '@zerosec/engine'
import type { Model } from '@zerosec/model'
import type { Table } from '@zerosec/table'
import type { AnalysisFile } from '../analysis.ts'
import { derivedMetadata } from '../derived-columns.ts'
import { modelFormats, storedInputs } from '../modelling/model-formats.ts'
import { VERSION } from '../version.ts'
import type { ClassOutcome } from './outcome.ts'
import type { ClassificationParameters } from './parameters.ts'

/** Name of what is delivered. */
export function deliveredName({ members }: ClassOutcome): string {
  return members.length === 1 ? members[0]!.name : 'blend'
}

/** The blend, or its only member, and its calibration. */
export function deliveredClasses({ members, models, finish }: ClassOutcome): Predictor {
  const fitted = members.map(({ name, weight }) => ({
    weight,
    predictor: models.find((model) => model.name === name)!.fitted,
  }))
  const predictor: Predictor =
    fitted.length === 1 ? fitted[0]!.predictor : { kind: 'blend', intercept: 0, members: fitted }
  const { calibration } = finish
  return calibration.kind === 'none' ? predictor : { kind: 'calibrated', calibration, predictor }
}

/** The model in every format that can hold it: in our own classes, domain and the thresholds of decisions travel with it. */
export function classModelFiles(
  outcome: ClassOutcome,
  table: Table,
  seed: number,
  parameters: ClassificationParameters,
): AnalysisFile[] {
  const { preparation, scores, finish } = outcome
  const { matrix, inputs, target, classes } = preparation
  const model: Model = {
    target: { name: classes.name, classes: classes.labels },
    inputs: storedInputs(inputs, matrix),
    predictor: deliveredClasses(outcome),
    interval: null,
    domain: outcome.domain,
    training: {
      rows: target.length,
      tableSha256: table.sha256,
      seed,
      version: VERSION,
      algorithm: deliveredName(outcome),
      scores: {
        cv_accuracy: scores.accuracy,
        cv_log_loss: scores.logLoss,
        cv_brier: scores.brier,
        ...(scores.rocAuc === null ? {} : { cv_roc_auc: scores.rocAuc }),
      },
    },
    metadata: {
      ...derivedMetadata(table),
      decisions: {
        alpha: parameters.alpha,
        ok_label: classes.ok === null ? null : classes.labels[classes.ok]!,
        ok_from: finish.rule?.okFrom ?? null,
        ng_below: finish.rule?.ngBelow ?? null,
        say_from: finish.sayFrom,
      },
    },
  }
  return modelFormats(model, 'model')
}
