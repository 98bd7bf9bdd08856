import type { Report } from '@zerosec/report'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { analyseToFiles, csvOf, scattered } from '../../test/analyse.ts'

const n = 40
const x = scattered(n, 2)
const z = scattered(n, 3)
const y = x.map((value, i) => 10 + 5 * value - 3 * z[i]! + 0.2 * scattered(n, 5)[i]!)
const data = { x, z, y }
type Columns = Record<string, readonly (number | string | null)[]>

const QUICK = { target_columns: ['y'], models_to_use: ['linear'], outer_splits: 3, n_trials: 1 }
const run = async (columns: Columns, parameters: Record<string, unknown> = {}): Promise<Report> =>
  (await analyseToFiles(csvOf(columns), { ...QUICK, ...parameters }, 'nonlinear_analysis')).report
const first = (rows: number): Columns => ({ x: x.slice(0, rows), z: z.slice(0, rows), y: y.slice(0, rows) })
const warningOf = ({ warnings }: Report, code: string) => warnings.find((each) => each.code === code)
const target = ({ values }: Report) => (values as unknown as { targets: Record<string, unknown>[] }).targets[0]!

beforeEach(() => vi.stubEnv('ZEROSEC_THREADS', '1'))
afterEach(() => vi.unstubAllEnvs())

describe('nonlinear analysis refuses', () => {
  it.each<[string, Columns, Record<string, unknown>, string]>([
    ['four rows', first(4), {}, 'model_rows_too_few'],
    ['five rows for a linear model', first(5), {}, 'model_rows_too_few'],
    ['one group', { ...data, g: x.map(() => 'a') }, { group_column: 'g' }, 'groups_too_few'],
    ['one fold', { ...data, f: x.map(() => 1) }, { fold_column: 'f' }, 'fold_column_constant'],
    ['one time', { ...data, t: x.map(() => 7) }, { time_column: 't' }, 'time_column_constant'],
    ['a constant response', { ...data, y: y.map(() => 3) }, {}, 'response_constant'],
    ['infinite factors', { ...data, x: x.map((value, i) => (i === 3 ? 'inf' : value)) }, {}, 'values_infinite'],
    [
      'an infinite response',
      { ...data, y: y.map((value, i) => (i === 3 ? '-Infinity' : value)) },
      {},
      'values_infinite',
    ],
    ['factors that do not vary', { x: x.map(() => 1), y }, {}, 'factors_none'],
    ['an unknown response', data, { target_columns: ['nothing'] }, 'column_unknown'],
    ['an unknown factor', data, { feature_columns: ['nothing'] }, 'column_unknown'],
    ['a response of texts', { ...data, y: x.map((_, i) => `text ${i}`) }, {}, 'response_not_numeric'],
    ['the logarithm of values below 0', { ...data, y: x }, { transform: 'log' }, 'target_transform_impossible'],
    ['a linear model that keeps monotone factors', data, { monotone: { x: 1 } }, 'parameter_invalid'],
    [
      'monotone factors that there are not',
      data,
      { monotone: { q: 1 }, models_to_use: ['xgboost'] },
      'parameter_invalid',
    ],
    ['settings of a model that there is not', data, { hyperparams: { svm: { c: 1 } } }, 'parameter_invalid'],
    ['settings that a model has not', data, { hyperparams: { linear: { c: 1 } } }, 'hyperparameter_unknown'],
    ['settings out of range', data, { hyperparams: { linear: { method: 'none' } } }, 'hyperparameter_invalid'],
    ['a choice of no factors', data, { feature_selection: 'top_k', top_k: 0 }, 'parameter_invalid'],
    ['an unknown selection', data, { feature_selection: 'lasso' }, 'parameter_invalid'],
    ['fewer than no shuffles', data, { y_randomisation: -1 }, 'parameter_invalid'],
    ['one outer fold', data, { outer_splits: 1 }, 'parameter_invalid'],
  ])('%s', async (_what, columns, parameters, code) => {
    await expect(run(columns, parameters)).rejects.toMatchObject({ code })
  })
})

describe('nonlinear analysis says so when', () => {
  it('there are fewer rows than folds', async () => {
    const report = await run(first(7), { outer_splits: 10 })
    expect(warningOf(report, 'folds_leave_one_out')?.message).toContain('7 rows')
    expect(target(report)['cv_folds']).toBe(7)
    expect(warningOf(report, 'interval_level_unreached')?.message).toContain('7 rows')
  })

  it('there are too few rows for one of the models', async () => {
    const report = await run(first(5), { models_to_use: ['linear', 'neighbours'] })
    expect(warningOf(report, 'model_left_out')?.message).toContain('linear')
    expect(target(report)['weights']).toEqual({ neighbours: 1 })
  })

  it('the first folds in time are small', async () => {
    const report = await run({ ...data, t: x.map((_, i) => i) }, { time_column: 't' })
    expect(warningOf(report, 'folds_rows_never_tested')?.message).toContain('first 10 rows')
    expect(target(report)).toMatchObject({ cv_folds: 3, best_model: 'linear' })
  })

  it('rows lie so thin that most are outside of the others', async () => {
    const report = await run(first(7), { models_to_use: ['neighbours'] })
    expect(warningOf(report, 'rows_outside_domain')).toMatchObject({ level: 'caution' })
  })

  it('the response is missing in some rows', async () => {
    const report = await run({ ...data, y: y.map((value, i) => (i % 10 === 4 ? null : value)) })
    expect(warningOf(report, 'rows_left_out')).toMatchObject({ count: 4, rows: [6, 16, 26, 36], columns: ['y'] })
    expect(target(report)['rows_used']).toBe(36)
  })

  it('factors have missing cells', async () => {
    const report = await run(
      { ...data, x: x.map((value, i) => (i === 2 ? null : value)) },
      { feature_selection: 'top_k' },
    )
    expect(warningOf(report, 'factors_missing')).toMatchObject({ count: 1, columns: ['x'] })
  })

  it('there are more columns than are worth to be learnt from', async () => {
    const rows = 24
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, j) => [`c${j}`, scattered(rows, j + 2.5).map((value) => value.toPrecision(3))]),
    )
    const report = await run({ ...many, y: y.slice(0, rows) }, { outer_splits: 2, models_to_use: ['random_forest'] })
    expect(warningOf(report, 'factors_many')).toMatchObject({ count: 100, level: 'caution' })
    expect(target(report)['features_used']).toHaveLength(300)
    expect(report.warnings.length).toBeLessThan(40)
  })

  it('a category has more levels than are learnt from', async () => {
    const rows = 1300
    const many = Array.from({ length: rows }, (_, i) => `L${(i * 7) % 600}`)
    const columns = { x: scattered(rows, 2), many, y: scattered(rows, 3) }
    // 100 levels occur three times and 500 twice: 250 of them hold 600 rows
    const report = await run(columns, { outer_splits: 2, models_to_use: ['neighbours'] })
    expect(warningOf(report, 'levels_rare')).toMatchObject({ count: 700, columns: ['many'] })
  })

  it('the time limit is over', async () => {
    const report = await run(data, { time_limit_s: 0.001, n_trials: 5000, y_randomisation: 5 })
    expect(warningOf(report, 'time_limit_reached')?.level).toBe('caution')
    expect(target(report)).toMatchObject({ stopped_early: true, y_randomisation: null })
    expect(warningOf(report, 'y_randomisation_cut')?.message).toContain('0 of 5')
  })

  it('the columns are in the order of groups', async () => {
    const lot = x.map((_, i) => `lot ${i >> 2}`)
    const report = await run({ lot, ...data }, { group_column: 'lot', outer_splits: 20 })
    expect(warningOf(report, 'folds_fewer_folds')?.message).toContain('10 groups')
    expect(target(report)['cv_folds']).toBe(10)
  })
})
