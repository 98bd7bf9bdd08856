import { permutationImportance } from '../../explain/permutation-importance.ts'
import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { predictWith } from '../../predictor/predict-with.ts'
import type { Predictor } from '../../predictor/predictor.ts'
import { seededGenerator } from '../../random/generator.ts'
import type { InnerFold } from '../../validation/nested-folds.ts'
import type { Narrowing } from '../narrow-space.ts'
import { runStudy, type StudyResult, type StudyTrial } from '../run-study.ts'
import type { UnitProgress } from '../study-unit.ts'
import { type ClassData, type ClassMetric, classLossOf } from './class-data.ts'
import { type ClassLearnerName, classLearnerNamed } from './class-learner-named.ts'
import { classRows } from './refitted-class-session.ts'

/** Rows with their classes, ready to be learnt. Plain data, its long arrays on memory that threads share. */
export interface ClassTarget {
  readonly matrix: FeatureMatrix
  /** n: 0 … classes − 1. */
  readonly target: Float64Array
  readonly classes: number
  /** n, of mean 1; null: every row counts once. */
  readonly weights: Float64Array | null
  readonly rowsAreExchangeable: boolean
}

/** One study of a run of many: a family on the training rows of one division. Units do not know of each other. */
export interface ClassUnit {
  readonly learner: ClassLearnerName
  readonly training: Int32Array
  /** Rows that only judge; none for the model that is delivered. */
  readonly test: Int32Array
  readonly inner: readonly InnerFold[]
  readonly trials: number
  /** Features that differ from division to division, since they were learnt from its training rows: those of a text. Left out: none. */
  readonly replaced?: readonly ReplacedFeature[]
}

export interface ReplacedFeature {
  /** Its place among the features. */
  readonly feature: number
  /** n. */
  readonly values: Float64Array
}

export interface ClassUnits {
  readonly target: ClassTarget
  readonly units: readonly ClassUnit[]
  readonly metric: ClassMetric
  readonly narrowed: Readonly<Partial<Record<ClassLearnerName, Narrowing>>>
  readonly seed: number
}

export interface ClassUnitResult extends Omit<StudyResult, 'fitted'> {
  /** outputs × test rows: their shares. */
  readonly tested: Float64Array
  /** p: by how much the loss of the test rows rises when a feature is shuffled among them; empty without test rows. */
  readonly importance: Float64Array
  /** Null where there are test rows: the model has served. */
  readonly fitted: Predictor | null
}

const SHUFFLES = 3
/** With more features than this each is shuffled once. */
const MANY_FEATURES = 40

/** Tunes and fits on the unit's training rows, and judges on its test rows. */
export function runClassUnit(
  { target: given, units, metric, narrowed, seed }: ClassUnits,
  at: number,
  report: (progress: UnitProgress) => void,
  shouldStop: () => boolean,
): ClassUnitResult {
  const { learner, training, test, inner, trials, replaced = [] } = units[at]!
  const { classes, rowsAreExchangeable } = given
  const columns = given.matrix.columns.slice()
  for (const { feature, values } of replaced) columns[feature] = values
  const all = { ...given, matrix: { ...given.matrix, columns } }
  const data: ClassData = {
    ...classRows(all, training),
    classes,
    rowsAreExchangeable,
    folds: inner,
    metric,
    seed,
  }
  const made: StudyTrial[] = []
  const { fitted, ...found } = runStudy(data, classLearnerNamed(learner), {
    name: learner,
    trials,
    scoreOf: (meanLoss) => meanLoss,
    narrowed: narrowed[learner] ?? {},
    shouldStop,
    onTrial: (trial, best) => report({ unit: at, trial: made.push(trial), best }),
  })
  if (test.length === 0) return { ...found, tested: new Float64Array(0), importance: new Float64Array(0), fitted }
  const tested: ClassData = { ...data, ...classRows(all, test) }
  const own = Int32Array.from(test.keys())
  const { mean } = permutationImportance((given) => predictWith(fitted, given), tested.matrix, tested.target, {
    loss: (_, shares) => {
      const { sum, rows } = classLossOf(tested, own, shares)
      return sum / rows
    },
    generator: seededGenerator(seed).stream(at),
    repeats: tested.matrix.columns.length > MANY_FEATURES ? 1 : SHUFFLES,
  })
  return { ...found, tested: predictWith(fitted, tested.matrix), importance: mean, fitted: null }
}
