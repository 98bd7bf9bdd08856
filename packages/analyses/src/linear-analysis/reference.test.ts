import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { analyse, linearValues } from '../../test/analyse.ts'

/** A linear model as R gives it. */
interface ReferenceModel {
  readonly terms: readonly string[]
  readonly coef: readonly number[]
  readonly se: readonly number[]
  readonly t: readonly number[]
  readonly p: readonly number[]
  readonly ci_low: readonly number[]
  readonly ci_high: readonly number[]
  readonly vif: readonly number[]
  readonly anova_terms: readonly string[]
  readonly anova_ss_type1: readonly number[]
  readonly anova_f_type1: readonly (number | null)[]
  readonly max_cooks_row: number
  readonly [quantity: string]: unknown
}

interface StrdSet {
  readonly coef: readonly string[]
  readonly se: readonly string[]
  readonly residual_sd: string
  readonly r_squared: string
}

interface Reference {
  readonly linear_models_R: Readonly<Record<string, ReferenceModel>>
  readonly nist_strd_linear: Readonly<Record<string, StrdSet>>
}

const reference = () => JSON.parse(readFileSync(referencePath('reference/reference.json'), 'utf8')) as Reference

function run(file: string, parameters: Record<string, unknown>) {
  const text = readFileSync(referencePath(file), 'utf8')
  return analyse(file.endsWith('/iris.csv') ? correctedIris(text) : text, parameters)
}

/** The file's row 38 has the known slip of the UCI copy (petal length 1.5); R has Fisher's 1.4. */
function correctedIris(text: string): string {
  const lines = text.split('\n')
  lines[38] = lines[38]!.replace(',1.5,', ',1.4,')
  return lines.join('\n')
}

const R_MODELS: readonly [name: string, file: string, target: string, terms: string][] = [
  ['mtcars_full', 'mtcars', 'mpg', '.'],
  ['mtcars_wt_hp', 'mtcars', 'mpg', 'mpg ~ wt + hp'],
  ['mtcars_inter', 'mtcars', 'mpg', 'mpg ~ wt * hp'],
  ['longley', 'longley', 'Employed', 'Employed ~ . - row'],
  ['iris_species', 'iris', 'sepal_length', 'petal_length + species'],
  [
    'chemreact_so',
    'chemreact_ccd',
    'Yield',
    'Yield ~ Block + I((Time-85)/5) + I((Temp-175)/5) + I((Time-85)/5):I((Temp-175)/5) + I(((Time-85)/5)^2) + I(((Temp-175)/5)^2)',
  ],
  ['concrete', 'concrete_strength', 'strength', 'main'],
  ['resin', 'resin_kaneko', 'property', '. - `raw material 3`'],
]

const QUANTITIES: Readonly<Record<string, string>> = {
  r2: 'r2',
  adj_r2: 'adjusted_r2',
  pred_r2: 'predicted_r2',
  press: 'press',
  sigma: 'sigma',
  f: 'f',
  df1: 'model_df',
  df2: 'residual_df',
  aic_R: 'aic',
  bic_R: 'bic',
  logLik: 'log_likelihood',
  durbin_watson: 'durbin_watson',
  max_leverage: 'max_leverage',
  max_cooks: 'max_cooks',
  rstudent_max_abs: 'max_abs_studentized',
}

describeWithReferenceData('linear analysis beside R 4.2.2', () => {
  it.each(R_MODELS)('gives every number of %s', async (name, file, target, terms) => {
    const expected = reference().linear_models_R[name]!
    const report = await run(`tables/${file}.csv`, { target_column: target, terms, coding: 'treatment' })
    const values = linearValues(report)
    for (const [theirs, ours] of Object.entries(QUANTITIES)) agrees(values[ours], expected[theirs], 1e-9, ours)
    agrees(values['f_p'], expected['f_p'], 1e-7, 'f_p')
    expect(values['max_cooks_row']).toBe(expected.max_cooks_row + 1)
    const coefficients = values.coefficients as unknown as Record<string, number>[]
    expect(coefficients.length).toBe(expected.coef.length)
    coefficients.forEach((row, j) => {
      agrees(row['estimate'], expected.coef[j], 1e-9, `coefficient ${j}`)
      agrees(row['std_error'], expected.se[j], 1e-9, `standard error ${j}`)
      agrees(row['t'], expected.t[j], 1e-9, `t ${j}`)
      agrees(row['p'], expected.p[j], 1e-7, `p ${j}`)
      agrees(row['low'], expected.ci_low[j], 1e-9, `low ${j}`)
      agrees(row['high'], expected.ci_high[j], 1e-9, `high ${j}`)
      if (j > 0) agrees(row['vif'], expected.vif[j - 1], 1e-9, `vif ${j}`)
    })
    values.anova.forEach((row, k) => {
      const { sequential_sum_of_squares: squares, sequential_f: f } = row as unknown as Record<string, number>
      agrees(squares, expected.anova_ss_type1[k], 1e-9, `sum of squares ${k}`)
      agrees(f, expected.anova_f_type1[k], 1e-9, `F ${k}`)
    })
    expect(values.anova.length).toBe(expected.anova_ss_type1.length - 1)
  })

  it('shows r2 0.615520 for the concrete data', async () => {
    const report = await run('tables/concrete_strength.csv', { target_column: 'strength' })
    expect(Number(linearValues(report)['r2']).toFixed(6)).toBe('0.615520')
  })

  it('tests the lack of fit of a response surface as R does', async () => {
    const lackOfFit = reference().linear_models_R['chemreact_lack_of_fit']!
    const [, file, target, terms] = R_MODELS.find(([name]) => name === 'chemreact_so')!
    const report = await run(`tables/${file}.csv`, { target_column: target, terms })
    const ours = linearValues(report)['lack_of_fit'] as Record<string, number>
    expect(ours['df']).toBe(lackOfFit['df'])
    for (const name of ['f', 'p']) agrees(ours[name], lackOfFit[name], 1e-9, name)
  })
})

const powers = (k: number) => Array.from({ length: k }, (_, i) => (i === 0 ? 'x' : `I(x^${i + 1})`)).join(' + ')

describeWithReferenceData('linear analysis on the data sets of NIST', () => {
  it.each([
    ['Longley', 'main', 7, 8],
    ['NoInt1', 'y ~ 0 + x', 12, 12],
    ['Wampler1', powers(5), 7, 0],
    ['Wampler4', powers(5), 7, 8],
    ['Wampler5', powers(5), 5.5, 8],
    ['Filip', powers(10).replaceAll('x', 'x1'), 7, 8],
  ])('%s through the terms %s', async (name, terms, coefficientDigits, errorDigits) => {
    const certified = reference().nist_strd_linear[name]!
    const report = await run(`reference/nist/${name}.csv`, { target_column: 'y', terms, train_test_split: 0 })
    const coefficients = linearValues(report).coefficients as unknown as Record<string, number>[]
    coefficients.forEach((row, j) => {
      agrees(row['estimate'], Number(certified.coef[j]), 10 ** -coefficientDigits, `coefficient ${j}`)
      if (errorDigits > 0) agrees(row['std_error'], Number(certified.se[j]), 10 ** -errorDigits, `error ${j}`)
    })
    expect(coefficients.length).toBe(certified.coef.length)
    agrees(linearValues(report)['r2'], Number(certified.r_squared), 1e-9, 'r2')
  })
})

describeWithReferenceData('linear analysis on awkward tables', () => {
  it('finds the two features of three hundred that matter', async () => {
    const report = await run('awkward/20_wide_p_gt_n.csv', { target_column: 'y', method: 'lasso' })
    const { coefficients, ...values } = linearValues(report)
    const chosen = coefficients.filter(({ estimate }) => estimate !== 0).map(({ term }) => term)
    expect(chosen).toEqual(['(Intercept)', '特徴量0', '特徴量1'])
    expect(Number(values['cv_r2'])).toBeGreaterThan(0.95)
  })

  it('flags the copied response and leaves out what is no factor', async () => {
    const report = await run('awkward/09_concrete_leaks_constants.csv', { target_column: '圧縮強度（MPa）' })
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ code: 'leakage', level: 'serious', columns: ['強度_コピー'] }),
    )
    const leftOut = report.warnings.find(({ code }) => code === 'columns_left_out')!
    expect(leftOut.columns).toEqual(expect.arrayContaining(['実験日', '備考']))
  })

  it('names the mixture that adds up to one', async () => {
    const report = await run('tables/resin_kaneko.csv', { target_column: 'property' })
    const dependent = report.warnings.find(({ code }) => code === 'columns_dependent')!
    expect(dependent.message).toMatch(/raw material 3 = 1 − raw material 1 − raw material 2\./)
  })
})

function agrees(ours: unknown, theirs: unknown, tolerance: number, what: string): void {
  const difference = Math.abs(Number(ours) - Number(theirs)) / (Math.abs(Number(theirs)) || 1)
  expect({ what, ours, theirs, isClose: difference <= tolerance }).toEqual({ what, ours, theirs, isClose: true })
}
