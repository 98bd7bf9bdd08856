import { createStudy } from '../tuning/study.ts'
import { FoldPruner } from './fold-pruner.ts'
import type { Evaluation, FittedModel, Learner, LearnerSession, Setting } from './learner.ts'
import { fitStarts, type Narrowing, narrowSpace } from './narrow-space.ts'
import type { StudyBasis } from './study-data.ts'

export interface StudyOptions {
  /** Of the learner, for errors. */
  readonly name: string
  readonly trials: number
  /** The score of a mean loss, as it is shown. */
  readonly scoreOf: (meanLoss: number) => number
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

export interface StudyResult<Fitted = FittedModel> {
  readonly setting: Setting
  readonly rounds: number | null
  readonly score: number
  readonly trials: readonly StudyTrial[]
  /** Whether fewer trials were made than asked for, and there were more to make. */
  readonly isStopped: boolean
  /** n, of classes outputs × n: the prediction of each row by models that did not see it; NaN where there is none. */
  readonly outOfFold: Float64Array
  readonly fitted: Fitted
}

/**
 * Searches the settings of a model: each trial is judged fold by fold and given up where it can't win, then the best is fitted to all
 * rows. The same data, options and seed give the same result.
 *
 * @throws RangeError for a setting that the learner does not know; CodedError of narrowSpace
 */
export function runStudy<Data extends StudyBasis, Fitted>(
  data: Data,
  learner: Learner<Data, Fitted>,
  options: StudyOptions,
): StudyResult<Fitted> {
  const { scoreOf } = options
  const space = narrowSpace(learner.space(data), options.narrowed, options.name, learner.limits)
  const study = createStudy(space, { seed: data.seed, enqueue: fitStarts(space, learner.starts(data)) })
  const session = learner.open(data)
  const pruner = new FoldPruner(data.folds.length, learner.keptShare?.(data))
  const trials: StudyTrial[] = []
  let best: { setting: Setting; evaluation: Evaluation } | undefined
  let isStopped = false
  const wanted = Math.min(options.trials, learner.mostTrials?.(data) ?? Number.POSITIVE_INFINITY)
  while (trials.length < wanted) {
    const trial = study.ask()
    if (trial === null) break // a discrete space that is used up
    const setting = trial.parameters as Setting
    const { evaluation, lastLoss } = judge(session, setting, pruner, (folds, loss) =>
      study.report(trial, folds, scoreOf(loss)),
    )
    const score = scoreOf(lastLoss)
    study.tell(trial, evaluation ? { values: [score] } : { state: 'pruned' })
    trials.push({ setting, score, isPruned: evaluation === null })
    if (evaluation && (best === undefined || evaluation.meanLoss < best.evaluation.meanLoss))
      best = { setting, evaluation }
    options.onTrial?.(trials.at(-1)!, scoreOf(best!.evaluation.meanLoss))
    if (options.shouldStop?.()) {
      isStopped = trials.length < wanted
      break
    }
  }
  return { ...finish(session, best!, scoreOf), trials, isStopped }
}

function judge(
  session: LearnerSession<unknown>,
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

function finish<Fitted>(
  session: LearnerSession<Fitted>,
  { setting, evaluation }: { setting: Setting; evaluation: Evaluation },
  scoreOf: (meanLoss: number) => number,
): Pick<StudyResult<Fitted>, 'setting' | 'rounds' | 'score' | 'outOfFold' | 'fitted'> {
  return {
    setting,
    rounds: evaluation.rounds ?? null,
    score: scoreOf(evaluation.meanLoss),
    outOfFold: session.outOfFold(setting, evaluation),
    fitted: session.fit(setting, evaluation),
  }
}
