import { createStudy } from '../tuning/study.ts'
import { FoldPruner } from './fold-pruner.ts'
import type { Evaluation, FittedModel, LearnerSession, Setting } from './learner.ts'
import { type LearnerName, learnerNamed } from './learners/learner-named.ts'
import { fitStarts, type Narrowing, narrowSpace } from './narrow-space.ts'
import { type StudyData, scoreOf } from './study-data.ts'

export interface StudyOptions {
  readonly trials: number
  /** Hyperparameters that are fixed or narrowed by the user. */
  readonly narrowed: Narrowing
  /** After a trial: whether to begin no other. */
  readonly shouldStop?: () => boolean
  readonly onTrial?: (trial: StudyTrial, best: number) => void
}

export interface StudyTrial {
  readonly setting: Setting
  /** Score in the unit of the response; of a pruned trial over the folds that it was given. */
  readonly score: number
  readonly isPruned: boolean
}

export interface StudyResult {
  readonly setting: Setting
  readonly rounds: number | null
  readonly score: number
  readonly trials: readonly StudyTrial[]
  /** Whether fewer trials were made than asked for, and there were more to make. */
  readonly isStopped: boolean
  /** n: the prediction of each row by models that did not see it; NaN where there is none. */
  readonly outOfFold: Float64Array
  readonly fitted: FittedModel
}

/**
 * Searches the settings of a model: each trial is judged fold by fold and given up where it can't win, then the best is fitted to all
 * rows. The same data, options and seed give the same result.
 *
 * @throws RangeError for a setting that the learner does not know; CodedError of narrowSpace
 */
export function runStudy(data: StudyData, name: LearnerName, options: StudyOptions): StudyResult {
  const learner = learnerNamed(name)
  const space = narrowSpace(learner.space(data), options.narrowed, name, learner.limits)
  const study = createStudy(space, { seed: data.seed, enqueue: fitStarts(space, learner.starts(data)) })
  const session = learner.open(data)
  const pruner = new FoldPruner(data.folds.length)
  const trials: StudyTrial[] = []
  let best: { setting: Setting; evaluation: Evaluation } | undefined
  let isStopped = false
  const wanted = Math.min(options.trials, learner.mostTrials?.(data) ?? Number.POSITIVE_INFINITY)
  while (trials.length < wanted) {
    const trial = study.ask()
    if (trial === null) break // a discrete space that is used up
    const setting = trial.parameters as Setting
    const { evaluation, lastLoss } = judge(session, setting, pruner, (folds, loss) =>
      study.report(trial, folds, scoreOf(data.metric, loss)),
    )
    const score = scoreOf(data.metric, lastLoss)
    study.tell(trial, evaluation ? { values: [score] } : { state: 'pruned' })
    trials.push({ setting, score, isPruned: evaluation === null })
    if (evaluation && (best === undefined || evaluation.meanLoss < best.evaluation.meanLoss))
      best = { setting, evaluation }
    options.onTrial?.(trials.at(-1)!, scoreOf(data.metric, best!.evaluation.meanLoss))
    if (options.shouldStop?.()) {
      isStopped = trials.length < wanted
      break
    }
  }
  return { ...finish(data, session, best!), trials, isStopped }
}

function judge(
  session: LearnerSession,
  setting: Setting,
  pruner: FoldPruner,
  onFold: (folds: number, meanLoss: number) => void,
): { evaluation: Evaluation | null; lastLoss: number } {
  let lastLoss = Number.POSITIVE_INFINITY
  pruner.begin()
  const evaluation = session.evaluate(setting, (folds, sum, rows) => {
    lastLoss = sum / rows
    onFold(folds, lastLoss)
    return pruner.goesOn(folds, lastLoss)
  })
  if (evaluation) lastLoss = evaluation.meanLoss
  return { evaluation, lastLoss }
}

function finish(
  data: StudyData,
  session: LearnerSession,
  { setting, evaluation }: { setting: Setting; evaluation: Evaluation },
): Pick<StudyResult, 'setting' | 'rounds' | 'score' | 'outOfFold' | 'fitted'> {
  return {
    setting,
    rounds: evaluation.rounds ?? null,
    score: scoreOf(data.metric, evaluation.meanLoss),
    outOfFold: session.outOfFold(setting, evaluation),
    fitted: session.fit(setting, evaluation),
  }
}
