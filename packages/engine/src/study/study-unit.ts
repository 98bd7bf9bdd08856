import { permutationImportance } from '../explain/permutation-importance.ts'
import { type FeatureMatrix, takeFeatures, takeRows } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import type { TransformKind } from '../transforms/target-transform.ts'
import type { InnerFold } from '../validation/nested-folds.ts'
import { shuffledTarget } from '../validation/y-randomisation.ts'
import { predictFitted } from './fold-evaluation.ts'
import type { FittedModel } from './learner.ts'
import { type LearnerName, learnerNamed } from './learners/learner-named.ts'
import type { Narrowing } from './narrow-space.ts'
import { overAllFeatures } from './over-all-features.ts'
import { runStudy, type StudyResult, type StudyTrial } from './run-study.ts'
import { type SelectionRule, selectFeatures } from './select-features.ts'
import { lossOf, type StudyMetric, scoreOf, targetsOf } from './study-data.ts'

/** A response with its rows, ready to be learnt. Plain data, its long arrays on memory that threads share. */
export interface StudyTarget {
  readonly matrix: FeatureMatrix
  readonly target: Float64Array
  readonly rowsAreExchangeable: boolean
  readonly transforms: readonly TransformKind[]
  readonly monotone: Int8Array
  /** Which features are learnt from is found anew on the training rows of each unit. Left out: all. */
  readonly selection?: SelectionRule
}

/** One study of a run of many: a family on the training rows of one division. Units do not know of each other. */
export interface StudyUnit {
  readonly target: number
  readonly learner: LearnerName
  readonly training: Int32Array
  /** Rows that only judge; none for the model that is delivered. */
  readonly test: Int32Array
  readonly inner: readonly InnerFold[]
  readonly trials: number
  /** The response is put into the order of this shuffle first: what chance alone would find. Left out: as measured. */
  readonly shuffle?: number
}

export interface StudyUnits {
  readonly targets: readonly StudyTarget[]
  readonly units: readonly StudyUnit[]
  readonly metric: StudyMetric
  readonly narrowed: Readonly<Partial<Record<LearnerName, Narrowing>>>
  readonly seed: number
}

export interface UnitResult extends Omit<StudyResult, 'fitted'> {
  /** The features that were learnt from, ascending. */
  readonly selected: Int32Array
  /** Predictions of the test rows, in the unit of the response. */
  readonly tested: Float64Array
  /** p: by how much the score on the test rows rises when a feature is shuffled among them; empty without test rows. */
  readonly importance: Float64Array
  /** Null where there are test rows: the model has served. */
  readonly fitted: FittedModel | null
}

export interface UnitProgress {
  readonly unit: number
  readonly trial: number
  readonly best: number
}

const SHUFFLES = 3
/** With more features than this each is shuffled once. */
const MANY_FEATURES = 100
/** Apart from the streams of the units. */
const SHUFFLED = 9001

/** Tunes and fits on the unit's training rows, and judges on its test rows. */
export function runStudyUnit(
  { targets, units, metric, narrowed, seed }: StudyUnits,
  at: number,
  report: (progress: UnitProgress) => void,
  shouldStop: () => boolean,
): UnitResult {
  const { target: which, learner, training, test, inner, trials, shuffle } = units[at]!
  const { matrix, target, rowsAreExchangeable, transforms, monotone, selection } = targets[which]!
  const own = targetsOf(target, training)
  const learnt =
    shuffle === undefined ? own : shuffledTarget(own, seededGenerator(seed).stream(SHUFFLED).stream(shuffle))
  const rows = takeRows(matrix, training)
  const selected = selectFeatures(rows, learnt, selection ?? { kind: 'none' }, seed)
  const data = {
    matrix: takeFeatures(rows, selected),
    target: learnt,
    folds: inner,
    rowsAreExchangeable,
    metric,
    transforms,
    monotone: monotone.length === 0 ? monotone : Int8Array.from(selected, (feature) => monotone[feature]!),
    seed,
  }
  const made: StudyTrial[] = []
  const { fitted: narrow, ...found } = runStudy(data, learnerNamed(learner), {
    name: learner,
    trials,
    scoreOf: (meanLoss) => scoreOf(metric, meanLoss),
    narrowed: narrowed[learner] ?? {},
    shouldStop,
    onTrial: (trial, best) => report({ unit: at, trial: made.push(trial), best }),
  })
  const fitted = { ...narrow, predictor: overAllFeatures(narrow.predictor, selected, matrix.levels) }
  const result = { ...found, selected }
  if (test.length === 0) return { ...result, tested: new Float64Array(0), importance: new Float64Array(0), fitted }
  const tested = takeRows(matrix, test)
  const actual = targetsOf(target, test)
  const { mean } = permutationImportance((given) => predictFitted(fitted, given), tested, actual, {
    loss: (a, b) => scoreOf(metric, a.reduce((sum, value, i) => sum + lossOf(metric, value - b[i]!), 0) / a.length),
    generator: seededGenerator(seed).stream(at),
    repeats: selected.length > MANY_FEATURES ? 1 : SHUFFLES,
    sets: Array.from(selected, (feature) => [feature]),
  })
  const importance = new Float64Array(matrix.columns.length)
  selected.forEach((feature, k) => {
    importance[feature] = mean[k]!
  })
  return { ...result, tested: predictFitted(fitted, tested), importance, fitted: null }
}
