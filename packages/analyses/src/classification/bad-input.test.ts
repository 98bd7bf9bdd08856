import { describe, expect, it } from 'vitest'
import { analyse, csvOf, scattered } from '../../test/analyse.ts'

const n = 40
const x = scattered(n, 2)
const verdict = x.map((value) => (value > 0 ? 'YES' : 'NO'))
const QUICK = { outer_splits: 3, n_trials_inner: 1, models_to_use: ['logistic'] }
const run = (columns: Record<string, (number | string | null)[]>, parameters: object = {}) =>
  analyse(csvOf(columns), { ...QUICK, target_column: 'verdict', ...parameters }, 'classification')

describe('what has no classes', () => {
  it.each([
    ['one class', { verdict: x.map(() => 'YES') }, {}, 'class_single'],
    ['a class of one row', { verdict: verdict.map((label, i) => (i === 0 ? 'odd' : label)) }, {}, 'class_too_small'],
    ['a measured number', { verdict: scattered(n, 5) }, {}, 'class_target_numeric'],
    [
      'dates',
      { verdict: x.map((_, i) => `2024-01-${String((i % 28) + 1).padStart(2, '0')}`) },
      {},
      'class_target_unfit',
    ],
    ['an unknown class of interest', { verdict }, { positive_label: 'M' }, 'class_label_unknown'],
    ['an unknown class that is OK', { verdict }, { ok_label: 'M' }, 'class_label_unknown'],
    ['a weight of an unknown class', { verdict }, { class_weight: { M: 2 } }, 'class_label_unknown'],
    ['an unknown column', { verdict }, { target_column: 'other' }, 'column_unknown'],
    ['an unknown model', { verdict }, { hyperparams: { forest: {} } }, 'parameter_invalid'],
    ['two ways to name the classes', { verdict }, { target_columns: ['verdict', 'x'] }, 'parameter_invalid'],
    ['a class that explains itself', { verdict }, { feature_columns: ['verdict'] }, 'parameter_invalid'],
    ['too few rows', { verdict: verdict.map((label, i) => (i < 6 ? label : null)) }, {}, 'model_rows_too_few'],
  ])('is refused: %s', async (_, columns, parameters, code) => {
    await expect(run({ x, ...columns }, parameters)).rejects.toMatchObject({ code })
  })

  it.each([
    ['two ones', x.map((value) => (value > -0.1 ? 1 : 0)), x.map((value) => (value > 0.1 ? 1 : 0))],
    ['no one', x.map((value) => (value > 0.1 ? 1 : 0)), x.map((value) => (value < -0.1 ? 1 : 0))],
  ])('is refused: class columns with %s', async (_, a, b) => {
    const z = scattered(n, 3)
    const parameters = { target_column: undefined, target_columns: ['a', 'b'] }
    const csv = csvOf({ x, z, a, b })
    await expect(analyse(csv, { ...QUICK, ...parameters }, 'classification')).rejects.toMatchObject({
      code: 'class_columns_overlap',
    })
  })
})

it('leaves out rows without a class, and lists them', async () => {
  const report = await run({
    x,
    z: scattered(n, 3),
    verdict: verdict.map((label, i) => (i % 10 === 0 ? null : label)),
  })
  expect(report.values['rows_used']).toBe(36)
  expect(report.warnings.find(({ code }) => code === 'rows_left_out')).toMatchObject({
    count: 4,
    rows: [2, 12, 22, 32],
  })
})

it('says that too few rows can bound a false OK, and then never says OK', async () => {
  const report = await run({ x, z: scattered(n, 3), verdict })
  expect(report.values['ok_from']).toBeNull()
  expect(report.warnings.map(({ code }) => code)).toContain('false_ok_unbounded')
})

it('warns of a factor that gives the class away', async () => {
  const report = await run({ x: scattered(n, 5), verdict, copy: verdict.map((label) => (label === 'YES' ? 1 : 0)) })
  expect(report.warnings.find(({ code }) => code === 'leakage')).toMatchObject({ columns: ['copy'] })
})

it('takes no identifier for a factor unless it is named', async () => {
  const columns = { sample_id: x.map((_, i) => 8000 + 37 * i), x, verdict }
  const report = await run(columns)
  expect(report.values['features']).toEqual(['x'])
  expect(report.warnings.find(({ code }) => code === 'columns_left_out')).toMatchObject({ columns: ['sample_id'] })
  const named = await run(columns, { feature_columns: ['sample_id', 'x'] })
  expect(named.values['features']).toEqual(['sample_id', 'x'])
})
