import {
  type ClassUnit,
  duplicateGroups,
  type FeatureMatrix,
  linearWidth,
  mergeGroups,
  type NestedFolds,
  nestedFolds,
  numericMatrix,
  type ReplacedFeature,
  type ClassTarget as StudiedClasses,
  seededGenerator,
} from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Table } from '@zerosec/table'
import { groupCodes } from '../modelling/group-codes.ts'
import { outerTrials } from '../modelling/outer-trials.ts'
import { CLASS_MODELS, type ClassModelName, classModelNamed } from './class-model-names.ts'
import type { ClassificationParameters } from './parameters.ts'
import type { ClassPreparation } from './prepare.ts'

/** How the rows are divided, and what is tried. */
export interface ClassPlan {
  readonly study: StudiedClasses
  readonly folds: NestedFolds
  readonly models: readonly ClassModelName[]
  /** Models that would have been tried, but for the number of their columns. */
  readonly tooWide: readonly ClassModelName[]
  readonly hasRepeatedRows: boolean
  /** Of each outer fold the features that its training rows alone have made; none before texts were read. */
  readonly replaced: readonly (readonly ReplacedFeature[])[]
  /** n: rows that err together; left out where every row stands for itself. */
  readonly groups?: Int32Array
}

const INNER_FOLDS = 5
/** A Gaussian process solves a matrix of this size for each class, in each step of each fit. */
const MOST_GAUSSIAN_ROWS = 300
const MOST_GAUSSIAN_CLASSES = 5
/** Levels count as columns. */
const MOST_LOGISTIC_COLUMNS = 2000

export function planClasses(
  table: Table,
  preparation: ClassPreparation,
  parameters: ClassificationParameters,
  seed: number,
): ClassPlan {
  const { matrix, target, rows, classes } = preparation
  const duplicates = duplicateGroups(withTexts(preparation))
  const hasRepeatedRows = new Set(duplicates).size < rows.length
  const groups = parameters.group_column === undefined ? undefined : groupCodes(table, parameters.group_column, rows)
  const merged = groups ? mergeGroups(groups, duplicates) : hasRepeatedRows ? duplicates : undefined
  const given = parameters.fold_column === undefined ? undefined : groupCodes(table, parameters.fold_column, rows)
  const folds = nestedFolds(
    rows.length,
    {
      outerFolds: parameters.outer_splits,
      innerFolds: INNER_FOLDS,
      repeats: 1,
      strata: Int32Array.from(target),
      ...(merged ? { groups: merged } : {}),
      ...(given ? { given } : {}),
    },
    seededGenerator(seed),
  )
  checkFolds(preparation, folds)
  const wanted = modelsFor(preparation, parameters)
  const isWide = isAutomatic(parameters) && linearWidth(matrix.levels, 'main') > MOST_LOGISTIC_COLUMNS
  const models = wanted.filter((name) => name !== 'logistic' || !isWide)
  return {
    study: {
      matrix,
      target,
      classes: classes.labels.length,
      weights: weightsOf(preparation, parameters),
      rowsAreExchangeable: !merged,
    },
    folds,
    models,
    tooWide: wanted.filter((name) => !models.includes(name)),
    hasRepeatedRows,
    replaced: [],
    ...(merged ? { groups: merged } : {}),
  }
}

/** The units: all rows and the outer folds, for each family. */
export function classUnitsOf(plan: ClassPlan, trials: number): ClassUnit[] {
  const all = Int32Array.from(plan.study.target.keys())
  const divisions = [
    { training: all, test: new Int32Array(0), inner: plan.folds.final, trials },
    ...plan.folds.outer.map(({ training, test, inner }, fold) => ({
      training,
      test,
      inner,
      trials: outerTrials(trials),
      replaced: plan.replaced[fold] ?? [],
    })),
  ]
  return plan.models.flatMap((learner) => divisions.map((division) => ({ ...division, learner })))
}

/** Whole groups and given folds may leave a fold nothing but one class to learn from. */
function checkFolds({ target, classes }: ClassPreparation, folds: NestedFolds): void {
  const divisions = [
    folds.final,
    ...folds.outer.map(({ inner, training }) =>
      inner.map((fold) => ({ training: fold.training.map((at) => training[at]!) })),
    ),
  ]
  for (const { training } of divisions.flat()) {
    const first = target[training[0]!]!
    if (training.some((row) => target[row] !== first)) continue
    const label = classes.labels[first]!
    throw new CodedError('class_single', { column: classes.name, label })
  }
}

function isAutomatic({ models_to_use: choices }: ClassificationParameters): boolean {
  return !choices || choices.length === 0 || choices.includes('automatic')
}

/** Beside a text's own classifier trees have nothing to find in its one score. */
function modelsFor(
  { inputs, target, classes }: ClassPreparation,
  parameters: ClassificationParameters,
): ClassModelName[] {
  const { models_to_use: choices = [] } = parameters
  if (isAutomatic(parameters) && inputs.length === 0) return ['logistic']
  const isSmall = target.length <= MOST_GAUSSIAN_ROWS && classes.labels.length <= MOST_GAUSSIAN_CLASSES
  if (isAutomatic(parameters))
    return CLASS_MODELS.filter((name) => name !== 'extra_trees' && (name !== 'gaussian_process' || isSmall))
  return CLASS_MODELS.filter((name) =>
    choices.some((choice) => choice !== 'automatic' && classModelNamed(choice) === name),
  )
}

/** The features, and a column for each text: equal texts have equal numbers. */
function withTexts({ matrix, texts }: ClassPreparation): FeatureMatrix {
  const numbered = texts.map(({ values }) => {
    const numbers = new Map<string, number>()
    return Float64Array.from(values, (text) => {
      if (!numbers.has(text)) numbers.set(text, numbers.size)
      return numbers.get(text)!
    })
  })
  return numericMatrix([...matrix.columns, ...numbered])
}

/** n, of mean 1. */
function weightsOf(
  { target, classes }: ClassPreparation,
  { class_weight: wish }: ClassificationParameters,
): Float64Array | null {
  if (wish === 'none') return null
  const counts = new Float64Array(classes.labels.length)
  for (const code of target) counts[code]!++
  const ofClass = classes.labels.map((label, code) => {
    if (wish === 'balanced') return target.length / (classes.labels.length * counts[code]!)
    return wish[label] ?? 1
  })
  if (wish !== 'balanced') {
    const unknown = Object.keys(wish).find((label) => !classes.labels.includes(label))
    if (unknown !== undefined)
      throw new CodedError('class_label_unknown', {
        parameter: 'class_weight',
        label: unknown,
        column: classes.name,
        known: [...classes.labels],
      })
  }
  const mean = target.reduce((sum, code) => sum + ofClass[code]!, 0) / target.length
  const weights = new Float64Array(new SharedArrayBuffer(8 * target.length))
  for (let i = 0; i < weights.length; i++) weights[i] = ofClass[target[i]!]! / mean
  return weights
}
