import {
  applicabilityDomain,
  type ColumnPiece,
  conformalInterval,
  type FeatureMatrix,
  type FeaturePiece,
  type Predictor,
} from '@zerosec/engine'
import type { Model as ModelFile } from '@zerosec/model'
import type { Table } from '@zerosec/table'
import type { AnalysisFile } from '../analysis.ts'
import { derivedMetadata } from '../derived-columns.ts'
import type { ModelInput } from '../modelling/inputs.ts'
import { modelFormats, storedInputs } from '../modelling/model-formats.ts'
import { VERSION } from '../version.ts'
import type { Fit } from './fit.ts'
import type { Model } from './model.ts'
import type { Preparation } from './prepare.ts'
import type { Validation } from './validation.ts'

export interface DeliveredParts {
  readonly preparation: Preparation
  readonly model: Model
  readonly fit: Fit
  readonly crossValidation: Validation
}

/** Beside the level of the report: those that other models have. */
const LEVELS = [0.8, 0.9, 0.95]
/** Of more rows the distances that a domain is made of take longer than all the rest. */
const MOST_DOMAIN_ROWS = 1000

/** The fitted model as files: what the calculator of the report calculates, for serving and for other programs. None without inputs. */
export function modelFiles(parts: DeliveredParts, table: Table, seed: number, level: number): AnalysisFile[] {
  const { preparation, model, fit, crossValidation } = parts
  const { response, data } = preparation
  const { inputs, matrix } = featuresOf(preparation)
  if (inputs.length === 0) return []
  const { rmse, r2 } = crossValidation
  const delivered: ModelFile = {
    target: { name: response.name, ...(response.unit === undefined ? {} : { unit: response.unit }) },
    inputs: storedInputs(inputs, matrix),
    predictor: predictorOf(model, fit, inputs),
    interval: intervalOf(data.response, crossValidation, level),
    domain: matrix.rows <= MOST_DOMAIN_ROWS ? applicabilityDomain(matrix) : null,
    training: {
      rows: matrix.rows,
      tableSha256: table.sha256,
      seed,
      version: VERSION,
      algorithm: fit.method,
      scores: { ...(rmse === null ? {} : { cv_rmse: rmse }), ...(r2 === null ? {} : { cv_r2: r2 }) },
    },
    metadata: derivedMetadata(table),
  }
  return modelFormats(delivered, 'model')
}

/** The inputs as models see them, in the order of the analysis; levels have the codes of its own coding. */
function featuresOf({ inputs: factors, data }: Preparation): { inputs: ModelInput[]; matrix: FeatureMatrix } {
  const inputs: ModelInput[] = []
  const columns: Float64Array[] = []
  for (const { name, unit } of factors) {
    const column = data.frame.columns.get(name)!
    const named = { name, ...(unit === undefined ? {} : { unit }) }
    if (column.kind === 'number') inputs.push({ kind: 'number', ...named })
    else inputs.push({ kind: 'category', ...named, levels: column.levels })
    columns.push(column.kind === 'number' ? column.values : Float64Array.from(column.codes))
  }
  const levels = Int32Array.from(inputs, (input) => (input.kind === 'category' ? input.levels.length : 0))
  return { inputs, matrix: { rows: data.rows.length, columns, levels } }
}

/** Columns that the method left out, or that the data can't tell apart, have no part in a prediction. */
function predictorOf({ columns }: Model, { coefficients }: Fit, inputs: readonly ModelInput[]): Predictor {
  const featureOf = new Map(inputs.map(({ name }, feature) => [name, feature]))
  const intercept = columns.findIndex(({ pieces }) => pieces.length === 0)
  const kept = columns.flatMap((_, j) => (j !== intercept && coefficients[j] !== 0 ? [j] : []))
  return {
    kind: 'linear',
    linear: {
      intercept: intercept < 0 ? 0 : coefficients[intercept]!,
      coefficients: Float64Array.from(kept, (j) => coefficients[j]!),
      columns: kept.map((j) => columns[j]!.pieces.map((piece) => featurePiece(piece, featureOf.get(piece.input)!))),
    },
  }
}

function featurePiece(piece: ColumnPiece, feature: number): FeaturePiece {
  if (piece.kind === 'level') return { kind: 'level', feature, codes: piece.codes }
  if (piece.kind === 'function') return { kind: 'function', feature, function: piece.function }
  const { power, center, scale } = piece
  return { kind: 'power', feature, power, center, scale }
}

/** Of the errors of rows that were predicted from the others, which hold for any method. */
function intervalOf(target: Float64Array, { predicted }: Validation, level: number): ModelFile['interval'] {
  const rows = Array.from(predicted.keys()).filter((row) => Number.isFinite(predicted[row]!))
  if (rows.length === 0) return null
  const levels = [...new Set([...LEVELS, level])]
  const shape = { kind: 'symmetric', scaledBy: 'none', floor: 1 } as const
  return { conformal: conformalInterval({ target, predicted }, shape, levels, rows), difficulty: null }
}
