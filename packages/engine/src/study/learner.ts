import type { Predictor } from '../predictor/predictor.ts'
import type { TargetTransform } from '../transforms/target-transform.ts'
import type { SearchSpace } from '../tuning/space.ts'
import type { StudyBasis, StudyData } from './study-data.ts'

/** Values of a model's hyperparameters by name; `transform` is the transform of the response. */
export type Setting = Readonly<Record<string, number | string>>

/** A family of models that can be tuned. Adding one is a file in `learners/` and its name in `learner-named.ts`. */
export interface Learner<Data extends StudyBasis = StudyData, Fitted = FittedModel> {
  /** What may be searched for these data. */
  space(data: Data): SearchSpace
  /** What the algorithm takes of its numbers, where that is less than any number from 0: [lowest, highest]. */
  readonly limits?: Readonly<Record<string, readonly [number, number]>>
  /** Settings that are known to be good, tried first. */
  starts(data: Data): readonly Setting[]
  /** Trials after which more are not worth their time; left out: as many as are asked for. */
  mostTrials?(data: Data): number
  /** Of the trials, those that go on after each fold; left out: a third. */
  keptShare?(data: Data): number
  /** Does once for the study what all its trials share: bins, filled cells, scales. */
  open(data: Data): LearnerSession<Fitted>
}

export interface LearnerSession<Fitted = FittedModel> {
  /**
   * Judges a setting by rows that its models did not see.
   *
   * @param watch  told the losses so far after each fold; false: the setting is given up
   * @returns null where it was given up
   */
  evaluate(setting: Setting, watch: FoldWatch): Evaluation | null
  /**
   * n: the prediction of each row by models that did not see it, in the unit of the response; NaN where there is none. Of classes outputs × n
   * shares. Of the best setting.
   */
  outOfFold(setting: Setting, evaluation: Evaluation): Float64Array
  /** Fits on all rows of the study. */
  fit(setting: Setting, evaluation: Evaluation): Fitted
}

/** @param lossSum  over the rows of the folds so far */
export type FoldWatch = (folds: number, lossSum: number, rows: number) => boolean

export interface Evaluation {
  readonly meanLoss: number
  /** Of boosting: the number of rounds with the least loss over all folds. */
  readonly rounds?: number
}

export interface FittedModel {
  readonly predictor: Predictor
  /** What the predictor predicts is the transformed response. */
  readonly transform: TargetTransform
}
