import { randomisationPValue, type StudyUnit } from '@zerosec/engine'
import type { AnalysisInput } from '../analysis.ts'
import type { ModelName } from '../modelling/model-names.ts'
import { runInThreads } from '../threads/run-in-threads.ts'
import { metricOf } from './gather.ts'
import type { RandomisationOutcome, TargetOutcome } from './outcome.ts'
import type { NonlinearParameters } from './parameters.ts'
import type { TargetPlan } from './plan.ts'
import { narrowings } from './run-studies.ts'

/** The cheapest first. */
const BY_COST: readonly ModelName[] = [
  'linear',
  'neighbours',
  'random_forest',
  'extra_trees',
  'lightgbm',
  'xgboost',
  'gaussian_process',
]
/** A model is good enough to stand for all where its error is at most so many times the least. */
const GOOD = 1.15
/** The same for the response as measured, so that neither is tuned better. */
const TRIALS = 3

/**
 * Models the response as measured and in shuffled orders by the same short procedure: the cheapest good family, a few settings, inner
 * folds of all rows. Null where it was not asked for, or where no time is left.
 *
 * @param deadline  milliseconds since 1970; after it no other shuffle is begun
 */
export async function randomise(
  { parameters, seed }: AnalysisInput<NonlinearParameters>,
  plan: TargetPlan,
  outcome: TargetOutcome,
  deadline: number | null,
  onShuffle: (done: number) => void,
): Promise<RandomisationOutcome | null> {
  const repeats = parameters.y_randomisation
  const isLate = () => deadline !== null && Date.now() > deadline
  if (repeats === 0 || isLate()) return null
  const model = cheapestGood(outcome, parameters.metric)
  const all: StudyUnit = {
    target: 0,
    learner: model,
    training: Int32Array.from(plan.study.target.keys()),
    test: new Int32Array(0),
    inner: plan.folds.final,
    trials: TRIALS,
  }
  const units = [all, ...Array.from({ length: repeats }, (_, shuffle): StudyUnit => ({ ...all, shuffle }))]
  const work = {
    targets: [plan.study],
    units,
    metric: parameters.metric,
    narrowed: narrowings(parameters),
    seed,
    todo: units.map((_, at) => at),
    endsAt: null,
  }
  let done = 0
  const results = await runInThreads('studyUnits', work, units.length, {
    onResult: () => onShuffle(done++),
    shouldStop: isLate,
  })
  const [observed, ...scores] = results.map(({ score }) => score)
  if (observed === undefined || scores.length === 0) return null
  const pValue = randomisationPValue(
    -observed,
    scores.map((score) => -score),
  )
  return { model, observed, scores, pValue }
}

function cheapestGood({ models }: TargetOutcome, metric: 'rmse' | 'mae'): ModelName {
  const least = models.reduce((a, { scores }) => Math.min(a, metricOf(scores, metric)), Number.POSITIVE_INFINITY)
  const good = new Set(models.filter(({ scores }) => metricOf(scores, metric) <= GOOD * least).map(({ name }) => name))
  return BY_COST.find((name) => good.has(name))!
}
