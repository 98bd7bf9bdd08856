import {
  duplicateGroups,
  type InnerFold,
  linearWidth,
  mergeGroups,
  type NestedFolds,
  nestedFolds,
  type OuterFold,
  type SelectionRule,
  type StudyTarget,
  type StudyUnit,
  seededGenerator,
  type TransformKind,
  transformRefusal,
} from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Table } from '@zerosec/table'
import { columnNamed } from '../factor-columns.ts'
import { groupCodes } from '../modelling/group-codes.ts'
import { MODELS, type ModelName, modelNamed } from '../modelling/model-names.ts'
import { outerTrials } from '../modelling/outer-trials.ts'
import type { NonlinearParameters } from './parameters.ts'
import type { Preparation } from './prepare.ts'

/** A model that would have been tried: its factors have too many levels, or in some fold too few rows are left to fit it on. */
export interface LeftOutModel {
  readonly name: ModelName
  readonly reason: 'too_wide' | 'too_few_rows'
}

/** How one response is divided, and what is tried for it. */
export interface TargetPlan {
  readonly study: StudyTarget
  readonly folds: NestedFolds
  readonly models: readonly ModelName[]
  /** Of the models those that are only measured, for comparison: they are not delivered. */
  readonly yardsticks: readonly ModelName[]
  readonly leftOut: readonly LeftOutModel[]
  readonly hasRepeatedRows: boolean
}

const INNER_FOLDS = 5
/** A linear model chooses its penalty by cross-validation within them. */
const FEWEST_FITTED = 4
/** A Gaussian process solves a matrix of this size in each trial. */
const MOST_GAUSSIAN_ROWS = 2000
/** Neighbours compare every pair of rows. */
const MOST_NEIGHBOUR_ROWS = 2000
/** With 10,000 a small study of trees takes above two minutes, and a linear model's moments 800 MB. */
const MOST_FACTORS = 300
/** Levels count as columns; the ridge takes their third power. */
const MOST_LINEAR_COLUMNS = 400
/** Of two numbers that are correlated more than this one says nearly all that both do. */
const CORRELATION_LIMIT = 0.9

export function planTarget(
  table: Table,
  preparation: Preparation,
  parameters: NonlinearParameters,
  seed: number,
): TargetPlan {
  const { matrix, target, rows, response } = preparation
  const duplicates = duplicateGroups(matrix)
  const hasRepeatedRows = new Set(duplicates).size < rows.length
  const groups = parameters.group_column === undefined ? undefined : groupCodes(table, parameters.group_column, rows)
  const merged = groups ? mergeGroups(groups, duplicates) : hasRepeatedRows ? duplicates : undefined
  const time = parameters.time_column === undefined ? undefined : numbersOf(table, parameters.time_column, rows)
  const given = parameters.fold_column === undefined ? undefined : groupCodes(table, parameters.fold_column, rows)
  const planned = nestedFolds(
    rows.length,
    {
      outerFolds: parameters.outer_splits,
      innerFolds: INNER_FOLDS,
      repeats: 1,
      ...(merged ? { groups: merged } : {}),
      ...(time ? { time } : {}),
      ...(given ? { given } : {}),
    },
    seededGenerator(seed),
  )
  const folds = { ...planned, final: fittable(planned.final), outer: planned.outer.map(withFittable) }
  const fewest = Math.min(...[folds.final, ...folds.outer.map(({ inner }) => inner)].flat().map(fittedRows))
  const wanted = modelsFor(rows.length, parameters)
  const isWide = isAutomatic(parameters) && linearWidth(matrix.levels, 'main') > MOST_LINEAR_COLUMNS
  const models = wanted.filter((name) => name !== 'linear' || (fewest >= FEWEST_FITTED && !isWide))
  if (models.length === 0) {
    throw new CodedError('model_rows_too_few', { column: response.name, rows: rows.length, needed: 2 * FEWEST_FITTED })
  }
  return {
    study: {
      matrix,
      target,
      rowsAreExchangeable: !merged && !time,
      transforms: transformsFor(target, parameters),
      monotone: monotoneOf(preparation, parameters),
      selection: selectionOf(matrix.columns.length, parameters),
    },
    folds,
    models,
    yardsticks: isAutomatic(parameters) ? models.filter((name) => name === 'neighbours') : [],
    leftOut: wanted
      .filter((name) => !models.includes(name))
      .map((name) => ({ name, reason: isWide ? 'too_wide' : 'too_few_rows' })),
    hasRepeatedRows,
  }
}

function fittedRows({ training }: InnerFold): number {
  return training.length
}

/** The first inner folds that follow time may have fewer rows to fit on than a linear model takes: the later ones judge. */
function fittable(inner: readonly InnerFold[]): readonly InnerFold[] {
  const large = inner.filter((fold) => fittedRows(fold) >= FEWEST_FITTED)
  return large.length > 0 ? large : inner
}

function withFittable(outer: OuterFold): OuterFold {
  return { ...outer, inner: fittable(outer.inner) }
}

/** The units of a response: all rows and the outer folds, for each family. */
export function unitsOf(plan: TargetPlan, at: number, trials: number): StudyUnit[] {
  const all = Int32Array.from({ length: plan.study.matrix.rows }, (_, row) => row)
  const divisions = [
    { training: all, test: new Int32Array(0), inner: plan.folds.final, trials },
    ...plan.folds.outer.map(({ training, test, inner }) => ({ training, test, inner, trials: outerTrials(trials) })),
  ]
  return plan.models.flatMap((learner) => divisions.map((division) => ({ ...division, target: at, learner })))
}

function isAutomatic({ models_to_use: choices }: NonlinearParameters): boolean {
  return !choices || choices.length === 0 || choices.includes('automatic')
}

function modelsFor(rows: number, parameters: NonlinearParameters): ModelName[] {
  const { models_to_use: choices = [], monotone } = parameters
  const wanted = isAutomatic(parameters)
    ? MODELS.filter((name) => isTriedByItself(name, rows))
    : MODELS.filter((name) => choices.some((choice) => choice !== 'automatic' && modelNamed(choice) === name))
  const isConstrained = Object.values(monotone).some((direction) => direction !== 0)
  const able = isConstrained ? wanted.filter((name) => name === 'lightgbm' || name === 'xgboost') : wanted
  if (able.length > 0) return able
  throw new CodedError('parameter_invalid', {
    parameter: 'monotone',
    problem: `none of ${wanted.join(', ')} keeps monotone factors; use lightgbm or xgboost`,
  })
}

function isTriedByItself(name: ModelName, rows: number): boolean {
  if (name === 'gaussian_process') return rows <= MOST_GAUSSIAN_ROWS
  if (name === 'neighbours') return rows <= MOST_NEIGHBOUR_ROWS
  return name !== 'extra_trees'
}

/** More factors than `MOST_FACTORS` are not all learnt from, unless the user chooses how many. */
function selectionOf(factors: number, { feature_selection: kind, top_k: count }: NonlinearParameters): SelectionRule {
  if (kind === 'none' && factors > MOST_FACTORS) return { kind: 'top_k', count: MOST_FACTORS }
  if (kind === 'top_k') return { kind, count }
  return kind === 'correlation' ? { kind, limit: CORRELATION_LIMIT } : { kind }
}

function transformsFor(target: Float64Array, { transform }: NonlinearParameters): TransformKind[] {
  if (transform !== 'automatic') return [transform]
  const allowed = (['none', 'log', 'sqrt'] as const).filter((kind) => transformRefusal(kind, target) === null)
  const low = target.reduce((a, b) => Math.min(a, b))
  const high = target.reduce((a, b) => Math.max(a, b))
  // within a factor of three the transforms are nearly straight lines
  return low > 0 && high / low < 3 ? ['none'] : allowed
}

function monotoneOf({ inputs }: Preparation, { monotone }: NonlinearParameters): Int8Array {
  for (const name of Object.keys(monotone)) {
    const input = inputs.find((each) => each.name === name)
    if (input?.kind === 'number') continue
    const problem = input ? `"${name}" has no order` : `"${name}" is no factor of this model`
    throw new CodedError('parameter_invalid', { parameter: 'monotone', problem })
  }
  return Int8Array.from(inputs, ({ name }) => monotone[name] ?? 0)
}

function numbersOf(table: Table, name: string, rows: Int32Array): Float64Array {
  const column = columnNamed(table, name)
  if (column.kind !== 'number' && column.kind !== 'date') {
    throw new CodedError('parameter_invalid', {
      parameter: 'time_column',
      problem: `"${name}" holds neither numbers nor dates`,
    })
  }
  return Float64Array.from(rows, (row) => column.values[row]!)
}
