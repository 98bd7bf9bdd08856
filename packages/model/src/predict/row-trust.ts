import {
  type ApplicabilityDomain,
  difficultyAt,
  domainOf,
  type FeatureMatrix,
  type FilledPredictor,
  forestSpread,
  intervalAt,
  type LocalDifficulty,
  type Predictor,
  predictGaussianProcess,
} from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { PredictionInterval } from '../model.ts'
import type { ModelInput } from '../model-input.ts'
import { NearestReference } from './nearest-reference.ts'
import type { PredictionDomain } from './prediction.ts'

/** Rows that a local difficulty looks at: those of the engine. */
const DIFFICULTY_NEIGHBOURS = 15

/**
 * The domain of one row at a time: what `domainOf` says, asked about the nearest reference rows alone.
 *
 * @param inputs  name the domain's features
 * @returns a function of a row and the matrix with that row alone
 */
export function rowDomain(
  domain: ApplicabilityDomain,
  inputs: readonly ModelInput[],
): (row: Float64Array, matrix: FeatureMatrix) => PredictionDomain {
  const near = nearestRows(domain, domain.neighbours)
  const narrowed = { ...domain, reference: near.reference }
  return (row, matrix) => {
    near.find(row)
    const { verdict, distance, reasons } = domainOf(narrowed, matrix)[0]!
    const named = reasons.map((reason) =>
      'feature' in reason ? { ...reason, column: inputs[reason.feature]!.name } : reason,
    )
    return { verdict, distance, reasons: named }
  }
}

/**
 * The interval of one row at a time.
 *
 * @param level  one of the interval's levels
 * @throws CodedError model_file_invalid for an interval that follows a spread which this predictor does not have
 */
export function rowInterval(
  { conformal, difficulty }: PredictionInterval,
  predictor: Predictor,
  level: number,
): (predicted: number, row: Float64Array, matrix: FeatureMatrix) => readonly [low: number, high: number] {
  if (conformal.scaledBy === 'neighbours') {
    const scale = rowDifficulty(difficulty!)
    return (predicted, row, matrix) => intervalAt(conformal, predicted, level, scale(row, matrix))
  }
  if (conformal.scaledBy !== 'spread') return (predicted) => intervalAt(conformal, predicted, level)
  const spread = spreadOf(predictor)
  return (predicted, _, matrix) => intervalAt(conformal, predicted, level, spread(matrix))
}

function rowDifficulty(difficulty: LocalDifficulty): (row: Float64Array, matrix: FeatureMatrix) => number {
  const near = nearestRows(difficulty, DIFFICULTY_NEIGHBOURS)
  const errors = new Float64Array(near.rows)
  const narrowed = { ...difficulty, reference: near.reference, errors }
  return (row, matrix) => {
    const places = near.find(row)
    for (let i = 0; i < errors.length; i++) errors[i] = difficulty.errors[places[i]!]!
    return difficultyAt(narrowed, matrix)[0]!
  }
}

/** The k nearest rows of a reference as a reference of their own, which each search overwrites. */
function nearestRows(distances: ApplicabilityDomain | LocalDifficulty, k: number) {
  const { reference, scaling } = distances
  const p = scaling.spread.length
  const nearest = new NearestReference(distances, k)
  const rows = Math.min(k, reference.length / p)
  const found = new Float64Array(rows * p)
  const find = (row: Float64Array): Int32Array => {
    const places = nearest.find(row)
    for (let i = 0; i < rows; i++) {
      const from = places[i]! * p
      for (let j = 0; j < p; j++) found[i * p + j] = reference[from + j]!
    }
    return places
  }
  return { rows, reference: found, find }
}

/** A process's standard deviation, or that of a forest's trees. */
function spreadOf(predictor: Predictor): (matrix: FeatureMatrix) => number {
  if (predictor.kind === 'gaussian_process') {
    return (matrix) => Math.sqrt(predictGaussianProcess(predictor.process, matrix).variance[0]!)
  }
  if (predictor.kind === 'filled') return spreadOfFilled(predictor)
  if (predictor.kind === 'trees' && predictor.link === 'identity') {
    return (matrix) => forestSpread(predictor.ensemble, matrix)[0]!
  }
  throw new CodedError('model_file_invalid', {
    place: 'interval',
    problem: `follows the spread of a forest or a Gaussian process, and the predictor is ${predictor.kind}`,
  })
}

function spreadOfFilled({ fill, predictor }: FilledPredictor): (matrix: FeatureMatrix) => number {
  const inner = spreadOf(predictor)
  return ({ columns, levels, rows }) => {
    const full = columns.map((column, j) => {
      const isKnown = levels[j]! > 0 ? column[0]! < levels[j]! : !Number.isNaN(column[0]!)
      return isKnown ? column : Float64Array.of(fill[j]!)
    })
    return inner({ columns: full, levels, rows })
  }
}
