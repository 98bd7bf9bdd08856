import {
  type ApplicabilityDomain,
  type FeatureMatrix,
  modelShap,
  outputsOf,
  type Predictor,
  predictWith,
  seededGenerator,
  shapOfOutput,
  takeRows,
  treeShap,
} from '@zerosec/engine'
import { levelsOf, type Model } from '@zerosec/model'

/** What each factor adds to predictions: base + Σ of a row's values = its prediction. */
export interface Contributions {
  readonly inputs: readonly string[]
  /** Of the rows given those that are explained. */
  readonly rows: readonly number[]
  /** rows × inputs. */
  readonly values: Float64Array
  /** The mean prediction of the training rows that the factors are held against. */
  readonly base: number
  readonly predictions: Float64Array
  /** False: of a part of the model orders were drawn; the sum is exact all the same. */
  readonly isExact: boolean
  readonly backgroundRows: number
}

const BACKGROUND_ROWS = 32
/** Predictions that a row may cost for a part of the model that is no sum of trees. */
const PREDICTIONS = 8192

/**
 * Interventional SHAP values against up to 32 training rows, which travel with the model's domain: of sums of trees exact, of other
 * parts by all coalitions of up to eight factors, else by drawn orders.
 *
 * @param position  of a model of classes: that of the class whose share is explained; else 0
 * @param matrix  the rows of the table as the model's features
 * @returns null for a model that knows no training rows, and for one that reads texts, whose words are no factors
 *
 * Cost: of trees leaves · 32 for the rows that differ, else 8,192 predictions a row.
 */
export function explainRows(
  model: Model,
  matrix: FeatureMatrix,
  rows: readonly number[],
  position: number,
  seed: number,
  progress: (share: number) => void,
): Contributions | null {
  if (!model.domain || model.inputs.length !== matrix.columns.length) return null
  const background = backgroundOf(model, model.domain)
  const explained = takeRows(matrix, rows)
  const p = model.inputs.length
  const values = new Float64Array(rows.length * p)
  const total: Part = { values, base: 0, isExact: true }
  const { output, isRest } = shareOutput(model, position)
  const parts = partsOf(model.predictor)
  parts.forEach(({ weight, predictor }, k) => {
    const part = explainPart(predictor, explained, { background, output, seed }, (share) =>
      progress((k + share) / parts.length),
    )
    for (let i = 0; i < values.length; i++) values[i]! += weight * part.values[i]!
    total.base += weight * part.base
    total.isExact &&= part.isExact
  })
  const predictions = outputOf(model.predictor, explained, output)
  const base = total.base + (model.predictor.kind === 'blend' ? model.predictor.intercept : 0)
  return {
    inputs: model.inputs.map(({ name }) => name),
    rows,
    values: isRest ? values.map((value) => -value) : values,
    base: isRest ? 1 - base : base,
    predictions: isRest ? predictions.map((share) => 1 - share) : predictions,
    isExact: total.isExact,
    backgroundRows: background.rows,
  }
}

interface Part {
  readonly values: Float64Array
  base: number
  isExact: boolean
}

interface Against {
  readonly background: FeatureMatrix
  readonly output: number
  readonly seed: number
}

function partsOf(predictor: Predictor): readonly { weight: number; predictor: Predictor }[] {
  return predictor.kind === 'blend' ? predictor.members : [{ weight: 1, predictor }]
}

function explainPart(
  predictor: Predictor,
  matrix: FeatureMatrix,
  against: Against,
  progress: (share: number) => void,
): Part {
  const { background, output } = against
  if (predictor.kind === 'trees' && predictor.link === 'identity') {
    const shap = treeShap(predictor.ensemble, matrix, { kind: 'interventional', background })
    return { values: shapOfOutput(shap, output), base: shap.base[output]!, isExact: true }
  }
  return explainByCoalitions(predictor, matrix, against, progress)
}

function explainByCoalitions(
  predictor: Predictor,
  matrix: FeatureMatrix,
  { background, output, seed }: Against,
  progress: (share: number) => void,
): Part {
  const p = matrix.columns.length
  const values = new Float64Array(matrix.rows * p)
  const predict = (given: FeatureMatrix) => outputOf(predictor, given, output)
  const generator = seededGenerator(seed)
  let base = 0
  let isExact = true
  for (let row = 0; row < matrix.rows; row++) {
    progress(row / matrix.rows)
    const shap = modelShap(predict, matrix, { background, generator, predictions: PREDICTIONS, from: row, to: row + 1 })
    values.set(shap.values, row * p)
    base = shap.base[0]!
    isExact &&= shap.isExact
  }
  return { values, base, isExact }
}

/** Which output tells the share of a class. Of two classes there may be one, the share of the second: the first has the rest. */
export function shareOutput(
  { predictor, target }: Pick<Model, 'predictor' | 'target'>,
  position: number,
): { output: number; isRest: boolean } {
  const isOne = target.classes?.length === 2 && outputsOf(predictor) === 1
  return { output: isOne ? 0 : position, isRest: isOne && position === 0 }
}

/** n: one output of the model. */
export function outputOf(predictor: Predictor, matrix: FeatureMatrix, output: number): Float64Array {
  return predictWith(predictor, matrix).subarray(output * matrix.rows, (output + 1) * matrix.rows)
}

/** Training rows, evenly spaced among those that the domain holds, in their own units. */
function backgroundOf({ inputs }: Model, { scaling, reference, features }: ApplicabilityDomain): FeatureMatrix {
  const p = inputs.length
  const all = reference.length / p
  const rows = Math.min(all, BACKGROUND_ROWS)
  const at = Array.from({ length: rows }, (_, k) => Math.floor(((k + 0.5) * all) / rows))
  const columns = inputs.map((_, j) => {
    const feature = features[j]!
    const constant = feature.kind === 'number' ? feature.low : 0
    const spread = scaling.spread[j]!
    return Float64Array.from(at, (row) => (spread === 0 ? constant : reference[row * p + j]! * spread))
  })
  return { rows, columns, levels: Int32Array.from(inputs, levelsOf) }
}
