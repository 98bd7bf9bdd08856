import type { Report } from '@zerosec/report'
import { describe, expect, it } from 'vitest'
import { analyse, csvOf, linearValues, scattered } from '../../test/analyse.ts'

const n = 24
const x = scattered(n, 2)
const z = scattered(n, 3)
const noise = scattered(n, 5)
const y = x.map((value, i) => 3 * value - z[i]! + 0.1 * noise[i]!)
const good = { x, z, y }
const replaced = (values: readonly number[], i: number, value: string | null) =>
  values.map((each, k) => (k === i ? value : each))

describe('linear analysis refuses what has no answer, in words', () => {
  it.each([
    ['an empty file', '', {}, 'file_empty', /empty/],
    ['a header alone', 'x,z,y\n', {}, 'file_header_only', /no rows/],
    ['one column', csvOf({ y }), {}, 'columns_too_few', /one column, "y"/],
    ['an unknown target', csvOf(good), { target_column: 'strengh' }, 'column_unknown', /no column "strengh".*x, z, y/],
    ['an unknown feature', csvOf(good), { feature_columns: ['x', 'w'] }, 'column_unknown', /no column "w"/],
    [
      'the target as a feature',
      csvOf(good),
      { feature_columns: ['x', 'y'] },
      'parameter_invalid',
      /can't explain itself/,
    ],
    ['the target in the formula', csvOf(good), { terms: 'x + log(y)' }, 'parameter_invalid', /can't explain itself/],
    ['a formula of another response', csvOf(good), { terms: 'z ~ x' }, 'parameter_invalid', /explains "z"/],
    ['a broken formula', csvOf(good), { terms: 'x + (z' }, 'formula_invalid', /at "the end": \) is missing/],
    ['an all-missing target', csvOf({ x, z, y: x.map(() => null) }), {}, 'column_all_missing', /"y"/],
    [
      'an all-missing feature',
      csvOf({ ...good, w: x.map(() => null) }),
      { feature_columns: ['w', 'x'] },
      'column_all_missing',
      /"w"/,
    ],
    ['a constant target', csvOf({ x, z, y: x.map(() => 7) }), {}, 'response_constant', /"y" is 7 in every/],
    [
      'a target constant once rows are left out',
      csvOf({ x: replaced(x, 0, null), y: x.map((_, i) => (i === 0 ? 1 : 7)) }),
      {},
      'response_constant',
      /is 7/,
    ],
    [
      'a target of categories',
      csvOf({ x, z, y: x.map((value) => (value > 0 ? 'OK' : 'NG')) }),
      {},
      'response_not_numeric',
      /classification/,
    ],
    [
      'no feature that varies',
      csvOf({ x: x.map(() => 1), z: x.map(() => 2), y }),
      {},
      'factors_none',
      /x, z \(constant\)/,
    ],
    [
      'named features that do not vary',
      csvOf({ ...good, w: x.map(() => 3) }),
      { feature_columns: ['w'] },
      'factors_none',
      /w is 3 in every usable row/,
    ],
    ['an infinite value', csvOf({ ...good, x: replaced(x, 4, 'inf') }), {}, 'values_infinite', /"x".*row 6/],
    [
      'text in a number column',
      csvOf({ ...good, x: replaced(x, 4, 'abt 3') }),
      {},
      'values_not_numeric',
      /"x".*row 6.*"abt 3"/,
    ],
    ['text in the target', csvOf({ ...good, y: replaced(y, 4, 'abt 3') }), {}, 'values_not_numeric', /"y".*row 6/],
    ['values beyond computing', csvOf({ ...good, x: replaced(x, 4, '1e200') }), {}, 'values_too_large', /"x"/],
    [
      'powers beyond computing',
      csvOf({ ...good, x: replaced(x, 4, '1e20') }),
      { terms: 'I(x^12)' },
      'values_too_large',
      /"x"/,
    ],
    [
      'a logarithm of a negative number',
      csvOf(good),
      { terms: 'log(x)' },
      'value_outside_domain',
      /log\(x\).*row \d+.*"x" is -0\./,
    ],
    ['a root of a negative number', csvOf(good), { terms: 'sqrt(x)' }, 'value_outside_domain', /sqrt\(x\)/],
    [
      'a power of a category',
      csvOf({ ...good, m: x.map((_, i) => 'AB'[i % 2]!) }),
      { terms: 'I(m^2)' },
      'formula_invalid',
      /holds categories/,
    ],
    [
      'more columns than rows',
      csvOf(
        Object.fromEntries([
          ...Array.from({ length: 9 }, (_, k) => [`x${k}`, scattered(8, k + 2.3)]),
          ['y', y.slice(0, 8)],
        ]),
      ),
      {},
      'rows_too_few',
      /8 usable rows are too few for least squares with 10 coefficients, which takes at least 11 \(method lasso or ridge/,
    ],
    [
      'no row without a missing cell',
      csvOf({ x: x.map((v, i) => (i % 2 ? v : null)), z: z.map((v, i) => (i % 2 ? null : v)), y }),
      {},
      'rows_too_few',
      /^0 usable/,
    ],
    ['three rows', csvOf({ x: x.slice(0, 3), y: y.slice(0, 3) }), { method: 'lasso' }, 'rows_too_few', /3 usable/],
    [
      'a model too large',
      csvOf(Object.fromEntries([...Array.from({ length: 70 }, (_, k) => [`x${k}`, x]), ['y', y]])),
      { method: 'ridge', terms: 'interactions' },
      'model_too_large',
      /coefficients/,
    ],
  ])('%s', async (_, csv, parameters, code, message) => {
    await expect(analyse(csv, { target_column: 'y', ...parameters })).rejects.toThrow(
      expect.objectContaining({
        code,
        message: expect.stringMatching(message),
      }),
    )
  })
})

describe('linear analysis goes on, and says what it left out', () => {
  const warningsOf = async (csv: string, parameters: Record<string, unknown> = {}) => {
    const report = await analyse(csv, { target_column: 'y', ...parameters })
    return { report, codes: report.warnings.map(({ code }) => code), warnings: report.warnings }
  }

  it('leaves rows with a missing cell out and lists them', async () => {
    const { report, warnings } = await warningsOf(csvOf({ ...good, x: replaced(x, 4, null), y: replaced(y, 9, null) }))
    expect(linearValues(report)['rows_used']).toBe(n - 2)
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'rows_left_out', count: 2, rows: [6, 11], columns: ['y', 'x'] }),
    )
  })

  it('names the columns that it does not use', async () => {
    const { warnings } = await warningsOf(
      csvOf({
        id: x.map((_, i) => `S${String(i).padStart(3, '0')}`),
        day: x.map((_, i) => `2024-04-${String(i + 1).padStart(2, '0')}`),
        flat: x.map(() => 5),
        sparse: x.map((value, i) => (i < 3 ? value : null)),
        ...good,
      }),
    )
    const warning = warnings.find(({ code }) => code === 'columns_left_out')
    expect(warning!.columns!.toSorted()).toEqual(['day', 'flat', 'id', 'sparse'])
    expect(warning!.message).toMatch(/id \(identifier\).*day \(dates\).*flat \(constant\).*sparse \(more than half/)
  })

  it('takes a running number for a factor unless its name says what it is', async () => {
    const terms = async (name: string) => {
      const { report } = await warningsOf(csvOf({ [name]: x.map((_, i) => i + 1), x, y }))
      return linearValues(report).coefficients.map(({ term }) => term)
    }
    expect(await terms('No.')).toEqual(['(Intercept)', 'x'])
    expect(await terms('試料番号')).toEqual(['(Intercept)', 'x'])
    expect(await terms('time')).toEqual(['(Intercept)', 'time', 'x'])
  })

  it('takes no number of a run sheet for a factor, and its blocks for one', async () => {
    const order = x.map((_, i) => ((7 * i) % n) + 1)
    const sheet = { 'No.': order, 実施順: order.toReversed(), 'Whole plot': x.map((_, i) => 1 + (i % 4)), ...good }
    const blocks = x.map((_, i) => `B${1 + (i % 3)}`)
    const { report, warnings } = await warningsOf(csvOf({ ...sheet, Block: blocks }))
    expect(linearValues(report).coefficients.map(({ term }) => term)).toEqual([
      '(Intercept)',
      'x',
      'z',
      'Block[B1]',
      'Block[B2]',
    ])
    const warning = warnings.find(({ code }) => code === 'columns_left_out')
    expect(warning!.message).toMatch(/No\., 実施順, Whole plot \(running number\)/)
    const named = await warningsOf(csvOf(sheet), { feature_columns: ['No.', 'x'] })
    expect(linearValues(named.report).coefficients.map(({ term }) => term)).toEqual(['(Intercept)', 'No.', 'x'])
  })

  it('takes long texts for levels where they are named as a factor', async () => {
    const recipe = x.map(
      (_, i) => `${'AB'[i % 2]}: washed and dried at 80 degrees for three hours and cooled in the open air`,
    )
    const { report, codes } = await warningsOf(csvOf({ x, recipe, y }), { feature_columns: ['x', 'recipe'] })
    expect(codes).not.toContain('columns_left_out')
    expect(linearValues(report).coefficients).toHaveLength(3)
  })

  it('leaves a factor out that is constant where the others have values', async () => {
    const { report, warnings } = await warningsOf(
      csvOf({ x: x.map((v, i) => (i < 4 ? null : v)), w: x.map((_, i) => (i < 4 ? 1 : 0)), y }),
    )
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'columns_constant', columns: ['w'] }))
    expect(linearValues(report).coefficients.map(({ term }) => term)).toEqual(['(Intercept)', 'x'])
  })

  it('writes dependent columns as an equation', async () => {
    const water = x.map((value) => 0.3 + 0.2 * value)
    const sand = z.map((value) => 0.3 + 0.2 * value)
    const cement = water.map((value, i) => 1 - value - sand[i]!)
    const { report, warnings } = await warningsOf(csvOf({ 砂: sand, セメント: cement, 水: water, y }))
    const warning = warnings.find(({ code }) => code === 'columns_dependent')
    expect(warning!.message).toMatch(/水 = 1 − 砂 − セメント\./)
    expect(linearValues(report).coefficients.at(-1)).toMatchObject({ term: '水', estimate: null, p: null })
    expect(linearValues(report)['cv_r2']).toBeGreaterThan(0.9)
    expect(anovaNote(report)).toContain('0 degrees of freedom: the other terms already determine this one')
    expect(anovaNote((await warningsOf(csvOf(good))).report)).not.toContain('0 degrees of freedom')
  })

  it('flags a copy of the response', async () => {
    const { warnings } = await warningsOf(csvOf({ ...good, copy: y.map((value, i) => 2 * value + 1e-6 * noise[i]!) }))
    expect(warnings[0]).toMatchObject({ code: 'leakage', level: 'serious', columns: ['copy'] })
  })

  it('flags factors that move together, influential rows and rows fitted exactly', async () => {
    const twin = x.map((value, i) => value + 0.001 * noise[i]!)
    expect((await warningsOf(csvOf({ ...good, twin }))).warnings).toContainEqual(
      expect.objectContaining({ code: 'collinear', columns: ['x', 'twin'] }),
    )
    const far = csvOf({ x: replaced(x, 3, '40'), z, y })
    expect((await warningsOf(far)).warnings).toContainEqual(expect.objectContaining({ code: 'influential', rows: [5] }))
    const alone = csvOf({ ...good, m: x.map((_, i) => (i === 7 ? 'C' : 'AB'[i % 2]!)) })
    const { warnings } = await warningsOf(alone)
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'leverage_one', rows: [9] }))
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'rows_not_predictable', rows: [9], count: 1 }))
  })

  it('flags an outlier by its row', async () => {
    const { warnings } = await warningsOf(csvOf({ ...good, y: replaced(y, 12, String(y[12]! + 3)) }))
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'outliers', rows: [14] }))
  })

  it('flags a drift in the order of the rows', async () => {
    const { codes } = await warningsOf(csvOf({ x, z, y: y.map((value, i) => value + Math.sin(i / 4)) }))
    expect(codes).toContain('rows_ordered')
  })

  it('flags what repeated settings tell against the model', async () => {
    const steps = Array.from({ length: 24 }, (_, i) => i % 6)
    const { codes } = await warningsOf(csvOf({ x: steps, y: steps.map((value, i) => value ** 2 + 0.1 * noise[i]!) }))
    expect(codes).toContain('lack_of_fit')
  })

  it('says when factors predict nothing', async () => {
    const { report, codes } = await warningsOf(csvOf({ x: scattered(n, 7), y: scattered(n, 11) }))
    expect(codes).toContain('prediction_worthless')
    expect(report.headline).toMatch(/no better than by the mean/)
  })

  it('leaves each row out once where folds outnumber rows', async () => {
    const { report, codes } = await warningsOf(csvOf(good), { cv_splits: 100 })
    expect(codes).toContain('leave_one_out')
    const { press, cv_rmse: rmse, cv_folds: folds } = linearValues(report)
    expect(folds).toBe(n)
    expect(Number(rmse) ** 2 * n).toBeCloseTo(Number(press), 10)
  })

  it('runs a saturated-looking table by lasso', async () => {
    const wide = Object.fromEntries([
      ...Array.from({ length: 30 }, (_, k) => [`x${k}`, scattered(n, k + 2.5)]),
      ['x', x],
      ['y', y],
    ])
    const { report } = await warningsOf(csvOf(wide), { method: 'lasso' })
    expect(linearValues(report).effects[0]!.input).toBe('x')
  })
})

function anovaNote(report: Report): string | undefined {
  const blocks = report.sections.flatMap((section) => section.blocks)
  return blocks.flatMap((block) => (block.kind === 'table' && block.id === 'anova' ? [block.note] : []))[0]
}
