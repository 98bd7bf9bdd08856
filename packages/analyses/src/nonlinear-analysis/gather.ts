import {
  applicabilityDomain,
  blendWeights,
  foldVerdicts,
  meanAbsoluteError,
  r2Score,
  rootMeanSquaredError,
  type UnitResult,
} from '@zerosec/engine'
import type { ModelName } from '../modelling/model-names.ts'
import { crossIntervals, knownRows, type MeasuringFold } from './cross-intervals.ts'
import type { DomainOutcome, IntervalOutcome, ModelOutcome, Scores, TargetOutcome } from './outcome.ts'
import type { TargetPlan } from './plan.ts'
import type { Preparation } from './prepare.ts'
import { selectionOutcome } from './selection-outcome.ts'

export interface GatherOptions {
  readonly metric: 'rmse' | 'mae'
  readonly interval: number
  readonly seed: number
}

/** What a family found on all rows, then in the outer folds. */
interface Family {
  readonly name: ModelName
  readonly units: readonly UnitResult[]
}

/** What the units of one response found, joined: results come family by family, all rows first, then the outer folds. */
export function gatherTarget(
  preparation: Preparation,
  plan: TargetPlan,
  results: readonly UnitResult[],
  options: GatherOptions,
  durationSeconds: number,
): TargetOutcome {
  const { target } = preparation
  const { outer } = plan.folds
  const perModel = outer.length + 1
  const families = plan.models.map((name, k) => ({ name, units: results.slice(k * perModel, (k + 1) * perModel) }))
  const models = families.map(({ name, units }) => modelOutcome(name, units, plan, target, options.metric))
  const eligible = families.filter(({ name }) => !plan.yardsticks.includes(name))
  const finalWeights = weightsOf(
    eligible.map(({ units }) => units[0]!),
    target,
    all(target.length),
    options.metric,
  )
  const { predicted, foldOf, measuring } = testedByBlend(eligible, plan, target, options.metric)
  const known = knownRows(predicted)
  const actual = pick(target, known)
  return {
    preparation,
    folds: outer.length,
    models: models.toSorted((a, b) => metricOf(a.scores, options.metric) - metricOf(b.scores, options.metric)),
    leader: models
      .filter(({ name }) => !plan.yardsticks.includes(name))
      .reduce((a, b) => (b.innerScore < a.innerScore ? b : a)),
    weights: eligible.flatMap(({ name }, k) =>
      finalWeights.weights[k]! > 0 ? [{ name, weight: finalWeights.weights[k]! }] : [],
    ),
    predicted,
    scores: scoresOf(actual, pick(predicted, known)),
    foldScores: foldScores(plan, target, predicted, options.metric),
    baseline: baselineScores(plan, target),
    foldOf,
    interval: intervalOutcome(preparation, predicted, measuring, options),
    domain: domainOutcome(preparation, plan),
    selection: selectionOutcome(families[0]!.units, plan.study.matrix.columns.length),
    randomisation: null,
    trials: results.reduce((sum, { trials }) => sum + trials.length, 0),
    isStopped: results.some(({ isStopped }) => isStopped),
    durationSeconds,
  }
}

/** The blend of each outer fold, chosen and weighed on its training rows, on its test rows. */
function testedByBlend(families: readonly Family[], plan: TargetPlan, target: Float64Array, metric: 'rmse' | 'mae') {
  const predicted = new Float64Array(target.length).fill(Number.NaN)
  const foldOf = new Int32Array(target.length).fill(-1)
  const measuring = plan.folds.outer.map(({ training, test }, fold): MeasuringFold => {
    const units = families.map(({ units }) => units[fold + 1]!)
    const own = Float64Array.from(training, (row) => target[row]!)
    const { weights } = weightsOf(units, own, all(own.length), metric)
    const tested = blended(
      units.map(({ tested }) => tested),
      weights,
    )
    test.forEach((row, i) => {
      predicted[row] = tested[i]!
      foldOf[row] = fold
    })
    const inner = blended(
      units.map(({ outOfFold }) => outOfFold),
      weights,
    )
    return { training, test, inner }
  })
  return { predicted, foldOf, measuring }
}

export function metricOf(scores: Scores, metric: 'rmse' | 'mae'): number {
  return metric === 'rmse' ? scores.rmse : scores.mae
}

function modelOutcome(
  name: ModelName,
  units: readonly UnitResult[],
  plan: TargetPlan,
  target: Float64Array,
  metric: 'rmse' | 'mae',
): ModelOutcome {
  const [final, ...folds] = units
  const predicted = new Float64Array(target.length).fill(Number.NaN)
  for (const [fold, { test }] of plan.folds.outer.entries()) {
    test.forEach((row, i) => {
      predicted[row] = folds[fold]!.tested[i]!
    })
  }
  const known = knownRows(predicted)
  const features = plan.study.matrix.columns.length
  return {
    name,
    predicted,
    scores: scoresOf(pick(target, known), pick(predicted, known)),
    foldScores: foldScores(plan, target, predicted, metric),
    setting: final!.setting,
    rounds: final!.rounds,
    innerScore: final!.score,
    trials: final!.trials,
    fitted: final!.fitted!,
    importance: Array.from({ length: features }, (_, j) => meanAndSd(folds.map(({ importance }) => importance[j]!))),
  }
}

/** Weights of the families on rows that every one predicted without having seen them. */
function weightsOf(units: readonly UnitResult[], target: Float64Array, rows: Int32Array, metric: 'rmse' | 'mae') {
  const predictions = units.map(({ outOfFold }) => outOfFold)
  const known = rows.filter((row) => predictions.every((prediction) => !Number.isNaN(prediction[row]!)))
  return { weights: blendWeights(predictions, target, known, metric), rows: known }
}

function blended(predictions: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(predictions[0]!.length)
  for (const [k, prediction] of predictions.entries()) {
    if (weights[k] === 0) continue
    for (let i = 0; i < sum.length; i++) sum[i]! += weights[k]! * prediction[i]!
  }
  return sum
}

function intervalOutcome(
  { matrix, target }: Preparation,
  predicted: Float64Array,
  folds: readonly MeasuringFold[],
  { interval: level, seed }: GatherOptions,
): IntervalOutcome {
  const { low, high, coverage, chosen, difficulty } = crossIntervals(matrix, target, predicted, folds, level, seed)
  const halves = Float64Array.from(knownRows(predicted), (row) => (high[row]! - low[row]!) / 2).sort()
  return { level, low, high, coverage, half: halves[halves.length >> 1]!, chosen, difficulty }
}

function domainOutcome({ matrix, rowNumbers }: Preparation, { folds }: TargetPlan): DomainOutcome {
  const domain = applicabilityDomain(matrix)
  const verdicts = foldVerdicts(domain, matrix, folds.outer)
  return { domain, verdicts, outside: Array.from(rowNumbers).filter((_, row) => verdicts[row] === 'outside') }
}

function foldScores(plan: TargetPlan, target: Float64Array, predicted: Float64Array, metric: 'rmse' | 'mae'): number[] {
  return plan.folds.outer.map(({ test }) => metricOf(scoresOf(pick(target, test), pick(predicted, test)), metric))
}

function baselineScores({ folds }: TargetPlan, target: Float64Array): Scores {
  const rows: number[] = []
  const means: number[] = []
  for (const { training, test } of folds.outer) {
    const mean = training.reduce((sum, row) => sum + target[row]!, 0) / training.length
    for (const row of test) {
      rows.push(row)
      means.push(mean)
    }
  }
  return scoresOf(pick(target, Int32Array.from(rows)), Float64Array.from(means))
}

function scoresOf(actual: Float64Array, predicted: Float64Array): Scores {
  return {
    rmse: rootMeanSquaredError(actual, predicted),
    mae: meanAbsoluteError(actual, predicted),
    r2: r2Score(actual, predicted),
  }
}

function meanAndSd(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, sd: values.length > 1 ? Math.sqrt(square / (values.length - 1)) : 0 }
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!)
}

function all(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row)
}
