import {
  type ChosenInterval,
  chooseInterval,
  type FeatureMatrix,
  type HeldOutPredictions,
  intervalAt,
  type LocalDifficulty,
  localDifficulty,
  seededGenerator,
} from '@zerosec/engine'

/** A division that measures. */
export interface MeasuringFold {
  readonly training: Int32Array
  readonly test: Int32Array
  /** Predictions of the training rows by inner folds; NaN where there is none. */
  readonly inner: Float64Array
}

export interface CrossIntervals {
  /** n; NaN where a row was never predicted. */
  readonly low: Float64Array
  readonly high: Float64Array
  /** Share of the predicted rows inside. */
  readonly coverage: number
  /** From all rows: what travels with the model. */
  readonly chosen: ChosenInterval
  /** What `chosen` is scaled by; null where it follows nothing or the prediction alone. */
  readonly difficulty: LocalDifficulty | null
}

/** With fewer tested rows to go by, the predictions of the inner folds are taken, if they are more. */
const FEWEST_TESTED = 20
/** Apart from the streams that deal the folds. */
const STREAM = 7001

/**
 * Cross-conformal prediction: a row's prediction and the difficulty of its place come from the folds that it is not in; the shape and
 * the offsets of a fold's intervals come from the rows that its models learnt from. So the share of rows inside is measured on rows that
 * had no part in their interval. In folds that follow time those rows are the earlier ones.
 *
 * @param predicted  n: by models that did not see the row; NaN where there is none
 *
 * Source: Vovk, Cross-conformal predictors (2015). Cost: for each fold `chooseInterval`, and once n · min(n, 2000) · p.
 */
export function crossIntervals(
  matrix: FeatureMatrix,
  target: Float64Array,
  predicted: Float64Array,
  folds: readonly MeasuringFold[],
  level: number,
  seed: number,
): CrossIntervals {
  const known = knownRows(predicted)
  const local = difficulties(matrix, target, predicted, folds, known)
  const held: HeldOutPredictions = { target, predicted, ...(local ? { scales: { neighbours: local.ofRows } } : {}) }
  const low = new Float64Array(target.length).fill(Number.NaN)
  const high = low.slice()
  const generator = seededGenerator(seed).stream(STREAM)
  const slack = roundingOf(target)
  const choose = (from: HeldOutPredictions, rows: Int32Array, stream: number) =>
    padded(chooseInterval(rowsOf(from, rows), [level], level, generator.stream(stream)), slack)
  for (const [at, fold] of folds.entries()) {
    const { interval } = choose(...calibration(held, fold), at + 1)
    for (const row of fold.test) {
      ;[low[row], high[row]] = intervalAt(interval, predicted[row]!, level, local?.ofRows[row])
    }
  }
  const inside = known.filter((row) => target[row]! >= low[row]! && target[row]! <= high[row]!).length
  const chosen = choose(held, known, 0)
  const difficulty = chosen.interval.scaledBy === 'neighbours' ? local!.difficulty : null
  return { low, high, coverage: inside / known.length, chosen, difficulty }
}

/** Rows with a prediction. */
export function knownRows(predicted: Float64Array): Int32Array {
  return Int32Array.from(predicted.keys()).filter((row) => !Number.isNaN(predicted[row]!))
}

/** Null in folds that follow time: before the first there is nothing to judge a place by. */
function difficulties(
  matrix: FeatureMatrix,
  target: Float64Array,
  predicted: Float64Array,
  folds: readonly MeasuringFold[],
  known: Int32Array,
): { readonly ofRows: Float64Array; readonly difficulty: LocalDifficulty } | null {
  if (known.length < target.length) return null
  const foldOf = new Int32Array(target.length)
  for (const [at, { test }] of folds.entries()) for (const row of test) foldOf[row] = at
  const { difficulty, ofTraining } = localDifficulty(
    matrix,
    target.map((value, row) => value - predicted[row]!),
    foldOf,
  )
  return { difficulty, ofRows: ofTraining }
}

/** The predictions that a fold's intervals are made from, and their rows. */
function calibration(held: HeldOutPredictions, { training, inner }: MeasuringFold): [HeldOutPredictions, Int32Array] {
  const tested = training.filter((row) => !Number.isNaN(held.predicted[row]!))
  const places = tested.length < FEWEST_TESTED ? knownRows(inner) : new Int32Array(0)
  if (places.length <= tested.length) return [held, tested]
  const predicted = new Float64Array(held.predicted.length)
  for (const place of places) predicted[training[place]!] = inner[place]!
  return [{ target: held.target, predicted }, places.map((place) => training[place]!)]
}

/** Errors below it are those of arithmetic: an interval made of them would leave out equal ones by chance. */
function roundingOf(target: Float64Array): number {
  const low = target.reduce((a, b) => Math.min(a, b))
  const high = target.reduce((a, b) => Math.max(a, b))
  return 1e-9 * (high - low) + 1e-12 * Math.max(high, -low)
}

/** Wider by `slack` on both sides at least. */
function padded({ interval, candidates }: ChosenInterval, slack: number): ChosenInterval {
  const pad = slack / interval.floor
  const lower = interval.lower.map((offset) => offset - pad)
  const upper = interval.upper.map((offset) => offset + pad)
  return { interval: { ...interval, lower, upper }, candidates }
}

function rowsOf({ target, predicted, scales }: HeldOutPredictions, rows: Int32Array): HeldOutPredictions {
  const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!)
  return {
    target: take(target),
    predicted: take(predicted),
    ...(scales?.neighbours ? { scales: { neighbours: take(scales.neighbours) } } : {}),
  }
}
