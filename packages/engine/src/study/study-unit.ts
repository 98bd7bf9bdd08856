import { permutationImportance } from '../explain/permutation-importance.ts'
import { type FeatureMatrix, takeRows } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import type { TransformKind } from '../transforms/target-transform.ts'
import type { InnerFold } from '../validation/nested-folds.ts'
import { predictFitted } from './fold-evaluation.ts'
import type { FittedModel } from './learner.ts'
import type { LearnerName } from './learners/learner-named.ts'
import type { Narrowing } from './narrow-space.ts'
import { runStudy, type StudyResult, type StudyTrial } from './run-study.ts'
import { lossOf, type StudyMetric, scoreOf, targetsOf } from './study-data.ts'

/** A response with its rows, ready to be learnt. Plain data, its long arrays on memory that threads share. */
export interface StudyTarget {
  readonly matrix: FeatureMatrix
  readonly target: Float64Array
  readonly rowsAreExchangeable: boolean
  readonly transforms: readonly TransformKind[]
  readonly monotone: Int8Array
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
}

export interface StudyUnits {
  readonly targets: readonly StudyTarget[]
  readonly units: readonly StudyUnit[]
  readonly metric: StudyMetric
  readonly narrowed: Readonly<Partial<Record<LearnerName, Narrowing>>>
  readonly seed: number
}

export interface UnitResult extends Omit<StudyResult, 'fitted'> {
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

/** Tunes and fits on the unit's training rows, and judges on its test rows. */
export function runStudyUnit(
  { targets, units, metric, narrowed, seed }: StudyUnits,
  at: number,
  report: (progress: UnitProgress) => void,
  shouldStop: () => boolean,
): UnitResult {
  const { target: which, learner, training, test, inner, trials } = units[at]!
  const { matrix, target, rowsAreExchangeable, transforms, monotone } = targets[which]!
  const data = {
    matrix: takeRows(matrix, training),
    target: targetsOf(target, training),
    folds: inner,
    rowsAreExchangeable,
    metric,
    transforms,
    monotone,
    seed,
  }
  const made: StudyTrial[] = []
  const { fitted, ...result } = runStudy(data, learner, {
    trials,
    narrowed: narrowed[learner] ?? {},
    shouldStop,
    onTrial: (trial, best) => report({ unit: at, trial: made.push(trial), best }),
  })
  if (test.length === 0) return { ...result, tested: new Float64Array(0), importance: new Float64Array(0), fitted }
  const rows = takeRows(matrix, test)
  const actual = targetsOf(target, test)
  const { mean } = permutationImportance((given) => predictFitted(fitted, given), rows, actual, {
    loss: (a, b) => scoreOf(metric, a.reduce((sum, value, i) => sum + lossOf(metric, value - b[i]!), 0) / a.length),
    generator: seededGenerator(seed).stream(at),
    repeats: SHUFFLES,
  })
  return { ...result, tested: predictFitted(fitted, rows), importance: mean, fitted: null }
}
