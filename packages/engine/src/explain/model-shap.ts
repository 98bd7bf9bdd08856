import type { FeatureMatrix } from '../features/feature-matrix.ts'
import type { Generator } from '../random/generator.ts'
import { meanOf, type PredictionFunction } from './prediction-function.ts'
import type { ShapValues } from './shap-values.ts'

export interface ModelShapOptions {
  /** What features are held against, by `backgroundRows` for example; the cost grows with its rows. */
  readonly background: FeatureMatrix
  readonly generator: Generator
  /** Predictions that a row may cost, about: within them all coalitions are asked for, else orders are drawn. */
  readonly predictions?: number
  /** Explains rows from … to − 1 only; the values are those of the whole, to the byte. */
  readonly from?: number
  readonly to?: number
}

export interface ModelShap extends ShapValues {
  /** Whether the values are exact, and the standard errors 0. */
  readonly isExact: boolean
  /** rows × features: standard errors of the drawing of orders, on the safe side, as they hold the spread of the background too. */
  readonly standardErrors: Float64Array
}

/** Predictions that are asked for at once. */
const BATCH = 32_768

/**
 * Interventional SHAP values of any model of one output against a background of B rows.
 *
 * With 2^p·B predictions a row or fewer allowed: exact, Shapley's formula over all coalitions. Else each row of the background walks to
 * the explained row feature by feature, in orders that are drawn in pairs, one the reverse of the other; each background row walks as
 * often, so that base + values sum to the prediction exactly. At least one pair for each background row.
 *
 * @throws RangeError if the background is empty or has other features, or from … to are not rows
 *
 * Source: Štrumbelj & Kononenko, KAIS 41 (2014) 647; Mitchell et al., JMLR 23 (2022) 43, for the pairs.
 */
export function modelShap(predict: PredictionFunction, matrix: FeatureMatrix, options: ModelShapOptions): ModelShap {
  const { background, generator, predictions = 4096, from = 0, to = matrix.rows } = options
  if (background.rows === 0) throw new RangeError('a background has one row at least')
  const p = matrix.columns.length
  if (background.columns.length !== p) throw new RangeError(`${background.columns.length} features against ${p}`)
  if (!(from >= 0 && to >= from && to <= matrix.rows)) {
    throw new RangeError(`rows ${from} to ${to} are not rows of ${matrix.rows}`)
  }
  const isExact = p < 20 && 2 ** p * background.rows <= predictions
  const rows = to - from
  const values = new Float64Array(rows * p)
  const standardErrors = new Float64Array(rows * p)
  const base = Float64Array.of(meanOf(predict(background)))
  const walks = Math.max(1, Math.floor(predictions / (2 * Math.max(1, p) * background.rows)))
  for (let i = 0; i < rows; i++) {
    const row = Float64Array.from(matrix.columns, (column) => column[from + i]!)
    const out = values.subarray(i * p, (i + 1) * p)
    if (isExact) enumerate(predict, background, row, out)
    else walk(predict, background, row, walks, generator.stream(from + i), out, standardErrors.subarray(i * p))
  }
  return { rows, features: p, outputs: 1, values, base, isExact, standardErrors }
}

/**
 * Rows that stand for many as a background: at evenly spaced ranks of the prediction, so that their mean prediction is near that of all.
 *
 * @param predictions  n
 * @returns at most `count` row numbers, ascending
 *
 * Cost: a sort of n.
 */
export function backgroundRows(predictions: Float64Array, count: number): Uint32Array {
  const order = Array.from(predictions.keys()).sort((a, b) => predictions[a]! - predictions[b]! || a - b)
  if (order.length <= count) return Uint32Array.from(order).sort()
  return Uint32Array.from({ length: count }, (_, k) => order[Math.floor(((k + 0.5) * order.length) / count)]!).sort()
}

function enumerate(predict: PredictionFunction, background: FeatureMatrix, row: Float64Array, out: Float64Array): void {
  const p = row.length
  const coalitions = 2 ** p
  const worth = new Float64Array(coalitions)
  const batch = Math.max(1, Math.floor(BATCH / background.rows))
  for (let start = 0; start < coalitions; start += batch) {
    const count = Math.min(batch, coalitions - start)
    const predicted = predict(mixed(background, row, count, (c, j) => (((start + c) >>> j) & 1) === 1))
    for (let c = 0; c < count; c++) {
      worth[start + c] = meanOf(predicted.subarray(c * background.rows, (c + 1) * background.rows))
    }
  }
  const weights = sizeWeights(p)
  for (let mask = 0; mask < coalitions; mask++) {
    const weight = weights[bitCount(mask)]!
    for (let j = 0; j < p; j++)
      if (((mask >>> j) & 1) === 0) out[j]! += weight * (worth[mask | (1 << j)]! - worth[mask]!)
  }
}

/** The background once for each of `count` coalitions, with the row's values where its features are in. */
function mixed(
  background: FeatureMatrix,
  row: Float64Array,
  count: number,
  isIn: (coalition: number, feature: number) => boolean,
): FeatureMatrix {
  const rows = background.rows
  const columns = background.columns.map((column, j) => {
    const values = new Float64Array(count * rows)
    for (let c = 0; c < count; c++) {
      if (isIn(c, j)) values.fill(row[j]!, c * rows, (c + 1) * rows)
      else values.set(column, c * rows)
    }
    return values
  })
  return { rows: count * rows, columns, levels: background.levels }
}

/** s!·(p − s − 1)!/p! for coalitions of s. */
function sizeWeights(p: number): Float64Array {
  const weights = new Float64Array(p + 1)
  let weight = 1 / p
  for (let s = 0; s < p; s++) {
    weights[s] = weight
    weight *= (s + 1) / (p - s - 1)
  }
  return weights
}

function bitCount(mask: number): number {
  let count = 0
  for (let rest = mask; rest > 0; rest &= rest - 1) count++
  return count
}

function walk(
  predict: PredictionFunction,
  background: FeatureMatrix,
  row: Float64Array,
  walks: number,
  generator: Generator,
  out: Float64Array,
  errors: Float64Array,
): void {
  const p = row.length
  const count = walks * background.rows
  const squares = new Float64Array(p)
  for (let number = 0; number < count; number++) {
    const from = Float64Array.from(background.columns, (column) => column[number % background.rows]!)
    const amounts = pairOfWalks(predict, background.levels, from, row, generator.permutation(p))
    for (let j = 0; j < p; j++) {
      const away = amounts[j]! - out[j]!
      out[j]! += away / (number + 1)
      squares[j]! += away * (amounts[j]! - out[j]!)
    }
  }
  for (let j = 0; j < p; j++) errors[j] = count < 2 ? Number.NaN : Math.sqrt(squares[j]! / (count - 1) / count)
}

/** What each feature adds on the walk in the given order and on its reverse, the mean of both. Cost: 2·p predictions. */
function pairOfWalks(
  predict: PredictionFunction,
  levels: Int32Array,
  from: Float64Array,
  to: Float64Array,
  order: Uint32Array,
): Float64Array {
  const p = order.length
  // stations 0 … p of the walk, and p + 1 … 2·p − 1 of the reverse between its ends
  const columns = Array.from(from, (value) => new Float64Array(2 * p).fill(value))
  order.forEach((feature, place) => {
    const column = columns[feature]!
    column.fill(to[feature]!, place + 1, p + 1)
    column.fill(to[feature]!, p + (p - place))
  })
  const predicted = predict({ rows: 2 * p, columns, levels })
  const amounts = new Float64Array(p)
  for (let place = 0; place < p; place++) {
    const reversePlace = p - 1 - place
    const before = reversePlace === 0 ? predicted[0]! : predicted[p + reversePlace]!
    const after = reversePlace === p - 1 ? predicted[p]! : predicted[p + reversePlace + 1]!
    amounts[order[place]!] = (predicted[place + 1]! - predicted[place]! + (after - before)) / 2
  }
  return amounts
}
