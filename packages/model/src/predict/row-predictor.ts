import {
  applyLink,
  type BlendPredictor,
  type CalibratedPredictor,
  calibrate,
  type FilledPredictor,
  invertTransform,
  outputsOf,
  type Predictor,
  predictWith,
  type SelectedPredictor,
  type TransformedPredictor,
  type TreesPredictor,
} from '@zerosec/engine'
import { PackedTrees } from './packed-trees.ts'

/**
 * Predicts one row.
 *
 * @param row  the values of the features; of a category NaN, or a code that is not there, is missing
 * @param out  outputs of the predictor, overwritten; NaN where a value is missing that the predictor needs
 * @returns how many values an inverse transform set to its end
 */
export type RowPredictor = (row: Float64Array, out: Float64Array) => number

/**
 * The predictor made ready for single rows: gives what `predictWith` gives, and NaN where that throws for a missing number.
 *
 * @param levels  of the features: 0 for a number
 *
 * Cost: a copy of all trees. A row: trees · depth, and what other members cost.
 */
export function rowPredictor(predictor: Predictor, levels: Int32Array): RowPredictor {
  switch (predictor.kind) {
    case 'trees':
      return treesOf(predictor)
    case 'selected':
      return selected(predictor, levels)
    case 'filled':
      return filled(predictor, levels)
    case 'transformed':
      return transformed(predictor, levels)
    case 'blend':
      return blended(predictor, levels)
    case 'calibrated':
      return calibrated(predictor, levels)
    default:
      return oneRowMatrix(predictor, levels)
  }
}

function treesOf({ ensemble, link }: TreesPredictor): RowPredictor {
  const trees = new PackedTrees(ensemble)
  return (row, out) => {
    trees.predict(row, out)
    applyLink(link, out, 1)
    return 0
  }
}

function selected({ features, predictor }: SelectedPredictor, levels: Int32Array): RowPredictor {
  const taken = new Float64Array(features.length)
  const inner = rowPredictor(
    predictor,
    features.map((feature) => levels[feature]!),
  )
  return (row, out) => {
    for (let j = 0; j < taken.length; j++) taken[j] = row[features[j]!]!
    return inner(taken, out)
  }
}

function filled({ fill, predictor }: FilledPredictor, levels: Int32Array): RowPredictor {
  const full = new Float64Array(levels.length)
  const inner = rowPredictor(predictor, levels)
  return (row, out) => {
    for (let j = 0; j < full.length; j++) {
      const value = row[j]!
      const isKnown = levels[j]! > 0 ? value < levels[j]! : value === value
      full[j] = isKnown ? value : fill[j]!
    }
    return inner(full, out)
  }
}

function transformed({ transform, predictor }: TransformedPredictor, levels: Int32Array): RowPredictor {
  const inner = rowPredictor(predictor, levels)
  return (row, out) => {
    const before = inner(row, out)
    const { values, clamped } = invertTransform(transform, out)
    out.set(values)
    return before + clamped
  }
}

function blended({ intercept, members }: BlendPredictor, levels: Int32Array): RowPredictor {
  const parts = members.map(({ weight, predictor }) => ({ weight, predict: rowPredictor(predictor, levels) }))
  const predicted = new Float64Array(members[0] === undefined ? 1 : outputsOf(members[0].predictor))
  return (row, out) => {
    let limited = 0
    out.fill(intercept)
    for (const { weight, predict } of parts) {
      limited += predict(row, predicted)
      for (let k = 0; k < predicted.length; k++) out[k]! += weight * predicted[k]!
    }
    return limited
  }
}

function calibrated({ calibration, predictor }: CalibratedPredictor, levels: Int32Array): RowPredictor {
  const inner = rowPredictor(predictor, levels)
  return (row, out) => {
    const limited = inner(row, out)
    out.set(calibrate(calibration, out, 1))
    return limited
  }
}

function oneRowMatrix(predictor: Predictor, levels: Int32Array): RowPredictor {
  const values = new Float64Array(levels.length)
  const columns = Array.from(levels, (_, j) => values.subarray(j, j + 1))
  const matrix = { rows: 1, columns, levels }
  const needsNumbers = ['gaussian_process', 'gaussian_classes', 'neighbours'].includes(predictor.kind)
  return (row, out) => {
    values.set(row)
    if (needsNumbers && values.some((value, j) => levels[j] === 0 && Number.isNaN(value))) {
      out.fill(Number.NaN)
      return 0
    }
    out.set(predictWith(predictor, matrix))
    return 0
  }
}
