import {
  applicabilityDomain,
  type ClassScores,
  type ClassUnitResult,
  calibrate,
  classScoreIntervals,
  classScores,
  classShares,
  type DomainVerdict,
  type FeatureMatrix,
  foldVerdicts,
  likeliestClasses,
  seededGenerator,
  takeFeatures,
} from '@zerosec/engine'
import type { ClassModelName } from './class-model-names.ts'
import { decidedRows, summariseDecisions } from './decisions.ts'
import { blendedShares, fitFinish } from './finish.ts'
import type { ClassModelOutcome, ClassOutcome, Finish } from './outcome.ts'
import type { ClassificationParameters } from './parameters.ts'
import type { ClassPlan } from './plan.ts'
import type { ClassPreparation } from './prepare.ts'

/** Apart from the streams that deal the folds. */
const STREAM = 7101

interface Family {
  readonly name: ClassModelName
  readonly units: readonly ClassUnitResult[]
}

/** What the units found, joined: results come family by family, all rows first, then the outer folds. */
export function gatherClasses(
  preparation: ClassPreparation,
  plan: ClassPlan,
  results: readonly ClassUnitResult[],
  parameters: ClassificationParameters,
  seed: number,
  durationSeconds: number,
): ClassOutcome {
  const { target, rowNumbers } = preparation
  const k = preparation.classes.labels.length
  const perModel = plan.folds.outer.length + 1
  const families = plan.models.map((name, at) => ({ name, units: results.slice(at * perModel, (at + 1) * perModel) }))
  const finish = finishOf(families, 0, plan, preparation, parameters)
  const tested = testedByBlend(families, plan, preparation, parameters)
  const measured = domainFeatures(preparation)
  const domain = measured && applicabilityDomain(measured)
  const verdicts = domain
    ? foldVerdicts(domain, measured, plan.folds.outer)
    : Array.from(target, (): DomainVerdict | null => null)
  for (const { unknown } of preparation.readings) for (const row of unknown) verdicts[row] = 'outside'
  const rows = decidedRows({ preparation, ...tested, verdicts })
  const models = families.map((family) => modelOutcome(family, plan, target, k, parameters.metric))
  const judge = (shares: Float64Array) => scoresOf(target, shares, k)
  const known = knownRows(tested.shares, k)
  const predicted = likeliestClasses(tested.shares, k)
  return {
    preparation,
    folds: plan.folds.outer.length,
    models: models.toSorted((a, b) => metricOf(a.scores, parameters) - metricOf(b.scores, parameters)),
    leader: models.reduce((a, b) => (b.innerScore < a.innerScore ? b : a)),
    members: families.flatMap(({ name }, at) =>
      finish.weights[at]! > 0 ? [{ name, weight: finish.weights[at]! }] : [],
    ),
    finish,
    ...tested,
    scores: judge(tested.shares),
    rawScores: judge(tested.rawShares),
    intervals: classScoreIntervals(
      pick(target, known),
      pickShares(tested.shares, known, k),
      pick(predicted, known),
      k,
      seededGenerator(seed).stream(STREAM),
      plan.groups ? { groups: Int32Array.from(pick(plan.groups, known)) } : {},
    ),
    foldScores: foldScores(plan, target, tested.shares, k, parameters),
    baseline: baselineScores(plan, target, k),
    rows,
    decisions: summariseDecisions(rows, preparation.classes, parameters),
    domain,
    outside: Array.from(rowNumbers).filter((_, row) => verdicts[row] === 'outside'),
    trials: results.reduce((sum, { trials }) => sum + trials.length, 0),
    isStopped: results.some(({ isStopped }) => isStopped),
    durationSeconds,
  }
}

/** All but the scores of texts, which come last; null where there is nothing else. */
function domainFeatures({ matrix, inputs }: ClassPreparation): FeatureMatrix | null {
  const features = [...inputs.keys()].filter((j) => inputs[j]!.kind !== 'text')
  return features.length === 0 ? null : takeFeatures(matrix, features)
}

/** @param part  0: all rows; else the outer fold, from 1 */
function finishOf(
  families: readonly Family[],
  part: number,
  plan: ClassPlan,
  { classes }: ClassPreparation,
  parameters: ClassificationParameters,
): Finish {
  const { study, folds } = plan
  const outer = part === 0 ? undefined : folds.outer[part - 1]!
  return fitFinish(
    {
      predictions: families.map(({ units }) => units[part]!.outOfFold),
      target: outer ? pick(study.target, outer.training) : study.target,
      weights: study.weights && (outer ? pick(study.weights, outer.training) : study.weights),
      classes: study.classes,
      inner: outer ? outer.inner : folds.final,
    },
    classes.ok,
    parameters,
  )
}

/** Each outer fold by a blend, a calibration and thresholds that its test rows had no part in. */
function testedByBlend(
  families: readonly Family[],
  plan: ClassPlan,
  preparation: ClassPreparation,
  parameters: ClassificationParameters,
) {
  const n = preparation.target.length
  const k = preparation.classes.labels.length
  const shares = new Float64Array(n * k).fill(Number.NaN)
  const rawShares = shares.slice()
  const foldOf = new Int32Array(n).fill(-1)
  const finishes = plan.folds.outer.map(({ test }, fold) => {
    const finish = finishOf(families, fold + 1, plan, preparation, parameters)
    const blended = blendedShares(
      families.map(({ units }) => units[fold + 1]!.tested),
      finish.weights,
    )
    const raw = classShares(blended, test.length)
    const corrected = classShares(calibrate(finish.calibration, blended, test.length), test.length)
    test.forEach((row, i) => {
      shares.set(corrected.subarray(i * k, (i + 1) * k), row * k)
      rawShares.set(raw.subarray(i * k, (i + 1) * k), row * k)
      foldOf[row] = fold
    })
    return finish
  })
  return { shares, rawShares, foldOf, finishes }
}

function modelOutcome(
  { name, units }: Family,
  plan: ClassPlan,
  target: Float64Array,
  k: number,
  metric: ClassificationParameters['metric'],
): ClassModelOutcome {
  const [final, ...folds] = units
  const shares = new Float64Array(target.length * k).fill(Number.NaN)
  for (const [fold, { test }] of plan.folds.outer.entries()) {
    const own = classShares(folds[fold]!.tested, test.length)
    test.forEach((row, i) => shares.set(own.subarray(i * k, (i + 1) * k), row * k))
  }
  return {
    name,
    scores: scoresOf(target, shares, k),
    foldScores: foldScores(plan, target, shares, k, { metric }),
    setting: final!.setting,
    rounds: final!.rounds,
    innerScore: final!.score,
    trials: final!.trials,
    fitted: final!.fitted!,
    importance: Array.from({ length: plan.study.matrix.columns.length }, (_, j) =>
      meanAndSd(folds.map(({ importance }) => importance[j]!)),
    ),
  }
}

export function metricOf(scores: ClassScores, { metric }: Pick<ClassificationParameters, 'metric'>): number {
  return metric === 'log_loss' ? scores.logLoss : scores.brier
}

/** Of the rows that have shares. */
function scoresOf(target: Float64Array, shares: Float64Array, k: number): ClassScores {
  const known = knownRows(shares, k)
  const own = pickShares(shares, known, k)
  return classScores(pick(target, known), own, likeliestClasses(own, k), k)
}

function foldScores(
  plan: ClassPlan,
  target: Float64Array,
  shares: Float64Array,
  k: number,
  parameters: Pick<ClassificationParameters, 'metric'>,
): number[] {
  return plan.folds.outer.map(({ test }) => {
    const own = pickShares(shares, test, k)
    return metricOf(classScores(pick(target, test), own, likeliestClasses(own, k), k), parameters)
  })
}

/** The shares of the classes among the training rows of each fold. */
function baselineScores({ folds }: ClassPlan, target: Float64Array, k: number): ClassScores {
  const shares = new Float64Array(target.length * k).fill(Number.NaN)
  for (const { training, test } of folds.outer) {
    const counts = new Float64Array(k)
    for (const row of training) counts[target[row]!]!++
    for (const row of test) for (let c = 0; c < k; c++) shares[row * k + c] = counts[c]! / training.length
  }
  return scoresOf(target, shares, k)
}

function knownRows(shares: Float64Array, k: number): Int32Array {
  return Int32Array.from({ length: shares.length / k }, (_, row) => row).filter(
    (row) => !Number.isNaN(shares[row * k]!),
  )
}

function pickShares(shares: Float64Array, rows: Int32Array, k: number): Float64Array {
  const own = new Float64Array(rows.length * k)
  rows.forEach((row, i) => own.set(shares.subarray(row * k, (row + 1) * k), i * k))
  return own
}

function pick(values: ArrayLike<number>, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!)
}

function meanAndSd(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, sd: values.length > 1 ? Math.sqrt(square / (values.length - 1)) : 0 }
}
