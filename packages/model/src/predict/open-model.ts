import { type FeatureMatrix, outputsOf } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { decodeModel } from '../file/model-file.ts'
import type { Model } from '../model.ts'
import { domainInputs, featureLevels } from '../model-input.ts'
import type { InputRecord, Prediction, PredictionFlag, PredictionTrust } from './prediction.ts'
import { rowPredictor } from './row-predictor.ts'
import { type OtherColumns, RowReader } from './row-reader.ts'
import { rowDomain, rowInterval } from './row-trust.ts'

export interface OpenOptions {
  /** Of the interval, one that the model has; default: 0.9 where it has that, else its largest. */
  readonly level?: number
  /** Default: refuse. */
  readonly otherColumns?: OtherColumns
}

/** A model made ready to predict. One row at a time: it may not be used from within itself, but from anywhere else. */
export interface OpenedModel {
  readonly model: Model
  /**
   * One prediction for each record, in their order.
   *
   * @throws CodedError model_inputs_missing, model_inputs_unknown, model_input_invalid with the number of the row, from 1: then none
   *   is given
   */
  predict(records: readonly InputRecord[]): Prediction[]
}

const USUAL_LEVEL = 0.9

/**
 * Opens a model for predictions: everything that does not depend on the row is computed here.
 *
 * @param source  the bytes of a model file, or a model
 * @throws CodedError as `decodeModel`; parameter_invalid for a level that the interval does not have
 *
 * Cost: a copy of the trees and of the domain's rows. A row costs trees · depth, and for its domain some of 2,000 distances.
 */
export function openModel(source: Uint8Array | Model, options: OpenOptions = {}): OpenedModel {
  const model = 'inputs' in source ? source : decodeModel(source)
  const levels = featureLevels(model.inputs)
  const reader = new RowReader(model.inputs, options.otherColumns ?? 'refuse')
  const row = new Float64Array(levels.length)
  const matrix = { rows: 1, columns: Array.from(levels, (_, j) => row.subarray(j, j + 1)), levels }
  const known = domainInputs(model.inputs)
  const knownRow = row.subarray(0, known.length)
  const knownMatrix = {
    rows: 1,
    columns: matrix.columns.slice(0, known.length),
    levels: levels.subarray(0, known.length),
  }
  const domain = model.domain && rowDomain(model.domain, known)
  const predictValues = rowPredictor(model.predictor, levels)
  const finish = model.target.classes ? classFinish(model.target.classes) : numberFinish(model, options.level)
  const values = new Float64Array(outputsOf(model.predictor))
  const predictOne = (record: InputRecord, index: number): Prediction => {
    const flags: PredictionFlag[] = []
    reader.read(record, row, flags, index + 1)
    if (predictValues(row, values) > 0) flags.push({ kind: 'limited' })
    if (!Number.isFinite(values[0]!)) flags.push({ kind: 'no_prediction' })
    return finish(values, { domain: domain && domain(knownRow, knownMatrix), flags }, flags, row, matrix)
  }
  return { model, predict: (records) => records.map(predictOne) }
}

type Finish = (
  values: Float64Array,
  trust: PredictionTrust,
  flags: PredictionFlag[],
  row: Float64Array,
  matrix: FeatureMatrix,
) => Prediction

function numberFinish({ interval, predictor }: Model, asked: number | undefined): Finish {
  if (interval === null) {
    if (asked !== undefined) throw noLevel([])
    return (values, trust) => ({ kind: 'number', value: numberOf(values[0]!), interval: null, ...trust })
  }
  const { levels, reached } = interval.conformal
  const level = asked ?? (levels.includes(USUAL_LEVEL) ? USUAL_LEVEL : levels.at(-1)!)
  if (!levels.includes(level)) throw noLevel(levels)
  const isReached = reached[levels.indexOf(level)]!
  const ends = rowInterval(interval, predictor, level)
  return (values, trust, flags, row, matrix) => {
    const value = numberOf(values[0]!)
    if (value === null) return { kind: 'number', value, interval: null, ...trust }
    const [low, high] = ends(value, row, matrix)
    if (!isReached) flags.push({ kind: 'interval_short_of_rows', level })
    return { kind: 'number', value, interval: { level, low, high }, ...trust }
  }
}

/** One output of two classes is the share of the second. */
function classFinish(classes: readonly string[]): Finish {
  return (values, trust) => {
    if (Number.isNaN(values[0]!)) return { kind: 'class', value: null, shares: null, ...trust }
    // the leaves of a forest that agrees may add up to the last digit beyond 1
    const found = Array.from(values, (value) => Math.min(1, Math.max(0, value)))
    const shares = found.length === 1 ? [1 - found[0]!, found[0]!] : found
    const largest = shares.indexOf(shares.reduce((a, b) => Math.max(a, b)))
    const named = Object.fromEntries(classes.map((name, k) => [name, shares[k]!]))
    return { kind: 'class', value: classes[largest]!, shares: named, ...trust }
  }
}

/** Null without a cell that is needed, and where the value can't be computed, as of the logarithm of 0. */
function numberOf(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function noLevel(levels: readonly number[]): CodedError {
  const problem =
    levels.length === 0 ? 'the model has no interval' : `the interval of the model has ${levels.join(', ')}`
  return new CodedError('parameter_invalid', { parameter: 'level', problem })
}
