import { type FeatureMatrix, takeRows } from '../features/feature-matrix.ts'
import { effectGrid } from './effect-grid.ts'
import { levelOrder } from './level-order.ts'
import { type PredictionFunction, withColumn } from './prediction-function.ts'

/** How the prediction follows a feature where there are rows. */
export interface AccumulatedEffects {
  readonly feature: number
  /** Edges of the bins of a number, ascending; levels of a category in the order of their likeness. */
  readonly points: Float64Array
  /** Points: the effect against the mean over the rows, which is 0. */
  readonly effects: Float64Array
  /** Steps between points (one fewer): rows that the step was measured on. None: the step is taken as 0. */
  readonly counts: Int32Array
  /** Steps: standard error of the mean difference; NaN below two rows. */
  readonly standardErrors: Float64Array
  /** Rows that were left out: no value, or a level that is not among the points. */
  readonly elsewhere: number
}

/**
 * Accumulated local effects of one feature: differences of the prediction across each bin, for the rows in the bin, added up. Other
 * than partial dependence it never asks for combinations far from any row, and features that go together are not mixed up.
 *
 * @param most  the largest number of points
 * @throws RangeError  as `effectGrid`
 *
 * Cost: two predictions a row (four for a category), and for a category of L levels L² × features for their order. Source: Apley & Zhu,
 * JRSS B 82 (2020) 1059, and their R package ALEPlot for categories.
 */
export function accumulatedEffects(
  predict: PredictionFunction,
  matrix: FeatureMatrix,
  feature: number,
  most = 25,
): AccumulatedEffects {
  const { points: ascending, elsewhere } = effectGrid(matrix, feature, most)
  const isCategory = matrix.levels[feature]! > 0
  const points = isCategory ? levelOrder(matrix, feature, ascending) : ascending
  const steps = isCategory ? levelSteps(matrix.columns[feature]!, points) : binSteps(matrix.columns[feature]!, points)
  const measured = measureSteps(predict, matrix, feature, points, steps)
  const effects = new Float64Array(points.length)
  for (let k = 1; k < points.length; k++) effects[k] = effects[k - 1]! + measured.means[k - 1]!
  const mean = isCategory
    ? meanOverLevels(matrix.columns[feature]!, points, effects)
    : meanOverRows(matrix.columns[feature]!, points, effects, steps)
  for (let k = 0; k < points.length; k++) effects[k]! -= mean
  return { feature, points, effects, counts: measured.counts, standardErrors: measured.standardErrors, elsewhere }
}

/** Which rows measure which step. */
interface Steps {
  readonly rows: number[]
  readonly steps: number[]
}

function binSteps(column: Float64Array, edges: Float64Array): Steps {
  const rows: number[] = []
  const steps: number[] = []
  if (edges.length < 2) return { rows, steps }
  column.forEach((value, row) => {
    if (Number.isNaN(value)) return
    let low = 0
    let high = edges.length - 2
    while (low < high) {
      const middle = (low + high) >> 1
      if (edges[middle + 1]! < value) low = middle + 1
      else high = middle
    }
    rows.push(row)
    steps.push(low)
  })
  return { rows, steps }
}

/** A row of a level measures the step to it and the step from it. */
function levelSteps(column: Float64Array, order: Float64Array): Steps {
  const placeOf = new Map(Array.from(order, (level, place) => [level, place]))
  const rows: number[] = []
  const steps: number[] = []
  column.forEach((level, row) => {
    const place = placeOf.get(level)
    if (place === undefined) return
    for (const step of [place - 1, place]) {
      if (step < 0 || step > order.length - 2) continue
      rows.push(row)
      steps.push(step)
    }
  })
  return { rows, steps }
}

function measureSteps(
  predict: PredictionFunction,
  matrix: FeatureMatrix,
  feature: number,
  points: Float64Array,
  { rows, steps }: Steps,
) {
  const count = Math.max(0, points.length - 1)
  const counts = new Int32Array(count)
  const means = new Float64Array(count)
  const squares = new Float64Array(count)
  const taken = takeRows(matrix, rows)
  const at = (offset: number) =>
    predict(
      withColumn(
        taken,
        feature,
        Float64Array.from(steps, (k) => points[k + offset]!),
      ),
    )
  const before = rows.length === 0 ? new Float64Array(0) : at(0)
  const after = rows.length === 0 ? before : at(1)
  steps.forEach((step, i) => {
    // Welford: the running mean and the sum of squares about it
    const change = after[i]! - before[i]!
    const away = change - means[step]!
    counts[step]!++
    means[step]! += away / counts[step]!
    squares[step]! += away * (change - means[step]!)
  })
  const standardErrors = squares.map((sum, k) =>
    counts[k]! < 2 ? Number.NaN : Math.sqrt(sum / (counts[k]! - 1) / counts[k]!),
  )
  return { counts, means, standardErrors }
}

/** Between the edges of its bin a row has the effect in proportion. */
function meanOverRows(
  column: Float64Array,
  edges: Float64Array,
  effects: Float64Array,
  { rows, steps }: Steps,
): number {
  let sum = 0
  rows.forEach((row, i) => {
    const k = steps[i]!
    const share = (column[row]! - edges[k]!) / (edges[k + 1]! - edges[k]!)
    sum += effects[k]! + share * (effects[k + 1]! - effects[k]!)
  })
  return rows.length === 0 ? 0 : sum / rows.length
}

function meanOverLevels(column: Float64Array, order: Float64Array, effects: Float64Array): number {
  const effectOf = new Map(Array.from(order, (level, place) => [level, effects[place]!]))
  let sum = 0
  let rows = 0
  for (const level of column) {
    const effect = effectOf.get(level)
    if (effect === undefined) continue
    sum += effect
    rows++
  }
  return rows === 0 ? 0 : sum / rows
}
