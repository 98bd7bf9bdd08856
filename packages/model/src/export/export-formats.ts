import type { BlendPredictor, Link, Predictor } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Model } from '../model.ts'

/** The formats of other programs, as errors call them. */
const FORMATS = { onnx: 'ONNX', lightgbm: 'LightGBM text', xgboost: 'XGBoost JSON' } as const

export type ExportFormat = keyof typeof FORMATS

/** The formats of other programs that hold the whole model. Cost: its members; no file is made. */
export function exportFormats(model: Model): ExportFormat[] {
  return (Object.keys(FORMATS) as ExportFormat[]).filter((format) => obstacle(model, format) === undefined)
}

/** @throws CodedError model_export_impossible with the part that the format has no place for */
export function checkExport(model: Model, format: ExportFormat): void {
  const reason = obstacle(model, format)
  if (reason !== undefined) throw new CodedError('model_export_impossible', { format: FORMATS[format], reason })
}

/** Rows are numbers there: a text could only be given as scores that ours alone computes. */
function obstacle({ inputs, predictor }: Model, format: ExportFormat): string | undefined {
  const text = inputs.find(({ kind }) => kind === 'text')
  if (text) return `it has no place for the words of the text "${text.name}"`
  return format === 'onnx' ? undefined : treesObstacle(predictor)
}

/** What keeps a predictor from being one sum of trees. */
function treesObstacle(predictor: Predictor): string | undefined {
  switch (predictor.kind) {
    case 'trees':
    case 'mean':
      return undefined
    case 'selected':
    case 'filled':
      return treesObstacle(predictor.predictor)
    case 'blend':
      return firstOf(predictor.members.map((member) => treesObstacle(member.predictor))) ?? bentMember(predictor)
    case 'transformed':
      if (predictor.transform.kind === 'none') return treesObstacle(predictor.predictor)
      return `it has no place for the transform ${predictor.transform.kind} of the target`
    case 'linear':
      return 'its linear model is no sum of trees'
    case 'logistic':
      return 'its logistic regression is no sum of trees'
    case 'calibrated':
      return 'it has no place for the calibration of shares'
    case 'gaussian_process':
      return 'its Gaussian process is no sum of trees'
    case 'gaussian_classes':
      return 'its Gaussian process of classes is no sum of trees'
    case 'neighbours':
      return 'its model of nearest neighbours is no sum of trees'
  }
}

function bentMember(blend: BlendPredictor): string | undefined {
  if (onlyMember(blend)) return undefined
  const bent = blend.members.map(({ predictor }) => linkOf(predictor)).find((link) => link !== 'identity')
  return bent && `it has no place for a member of a blend whose scores go through ${bent}`
}

/** The one member that a blend is nothing but. */
export function onlyMember({ intercept, members }: BlendPredictor): Predictor | undefined {
  return members.length === 1 && members[0]!.weight === 1 && intercept === 0 ? members[0]!.predictor : undefined
}

/** What the scores of a sum of trees go through. */
function linkOf(predictor: Predictor): Link {
  switch (predictor.kind) {
    case 'trees':
      return predictor.link
    case 'selected':
    case 'filled':
    case 'transformed':
      return linkOf(predictor.predictor)
    case 'blend': {
      const only = onlyMember(predictor)
      return only ? linkOf(only) : 'identity'
    }
    default:
      return 'identity'
  }
}

function firstOf(found: readonly (string | undefined)[]): string | undefined {
  return found.find((reason) => reason !== undefined)
}
