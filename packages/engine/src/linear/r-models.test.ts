import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { anova } from './anova.ts'
import { coefficientTests } from './coefficient-tests.ts'
import { fitStatistics } from './fit-statistics.ts'
import { durbinWatson, influence } from './influence.ts'
import { lackOfFit } from './lack-of-fit.ts'
import { fitLeastSquares } from './least-squares.ts'
import { varianceInflation } from './variance-inflation.ts'

type Row = Record<string, number>

/** File, response, and the columns beside the intercept; every column is a term of its own. */
const MODELS: Record<string, [file: string, response: string, columns: ((row: Row) => number)[] | 'all']> = {
  mtcars_full: ['mtcars', 'mpg', 'all'],
  mtcars_wt_hp: ['mtcars', 'mpg', [(r) => r['wt']!, (r) => r['hp']!]],
  mtcars_inter: ['mtcars', 'mpg', [(r) => r['wt']!, (r) => r['hp']!, (r) => r['wt']! * r['hp']!]],
  longley: ['longley', 'Employed', 'all'],
  concrete: ['concrete_strength', 'strength', 'all'],
  chemreact_so: [
    'chemreact_ccd',
    'Yield',
    [(r) => r['block']!, x1, x2, (r) => x1(r) ** 2, (r) => x2(r) ** 2, (r) => x1(r) * x2(r)],
  ],
}

describeWithReferenceData('least squares and its diagnostics agree with R’s lm', () => {
  it.each(Object.keys(MODELS))('%s: to 1e-9, p-values to 1e-7', (name) => {
    const { x, fit } = fitted(name)
    const expected = reference(name)
    const tests = coefficientTests(fit, 0.95)
    const columns = { coef: 'estimate', se: 'standardError', t: 't', ci_low: 'low', ci_high: 'high' } as const
    for (const [theirs, ours] of Object.entries(columns))
      expectAll(
        tests.map((row) => row[ours]),
        expected[theirs],
        1e-9,
      )
    expectAll(
      tests.map(({ p }) => p),
      expected['p'],
      1e-7,
    )
    const s = fitStatistics(fit)
    const measures = influence(fit)
    const largest = (values: readonly (number | null)[]) => Math.max(...values.map((value) => Math.abs(value!)))
    const scalars: Record<string, number | null> = {
      sigma: fit.sigma,
      r2: s.r2,
      adj_r2: s.adjustedR2,
      pred_r2: s.predictedR2,
      press: s.press,
      f: s.f,
      logLik: s.logLikelihood,
      aic_R: s.aic,
      bic_R: s.bic,
      durbin_watson: durbinWatson(fit),
      max_leverage: largest([...fit.leverage]),
      max_cooks: largest(measures.cooksDistance),
      rstudent_max_abs: largest(measures.externallyStudentised),
    }
    for (const [key, value] of Object.entries(scalars)) expectAll([value], [expected[key]], 1e-9)
    expectAll([s.fP], [expected['f_p']], 1e-7)
    const terms = Int32Array.from({ length: fit.columns }, (_, j) => j - 1)
    expectAll(
      varianceInflation(fit, x, terms).map(({ factor }) => factor),
      expected['vif'],
      1e-9,
    )
    const table = anova(fit, 'I', terms)
    const sums = [...table.terms, table.residual].map(({ sumOfSquares }) => sumOfSquares)
    expectAll(sums, expected['anova_ss_type1'], 1e-9)
    expectAll(
      table.terms.map(({ f }) => f),
      (expected['anova_f_type1'] as number[]).slice(0, -1),
      1e-9,
    )
  })

  it('lack of fit of the central composite design', () => {
    const { x, y, fit } = fitted('chemreact_so')
    const { df, f, p } = reference('chemreact_lack_of_fit') as Record<string, number>
    const split = lackOfFit(fit, x, y)!
    expect(split.lackOfFitDegreesOfFreedom).toBe(df)
    expectAll([split.f, split.p], [f, p], 1e-9)
  })
})

function x1(row: Row): number {
  return (row['Time']! - 85) / 5
}

function x2(row: Row): number {
  return (row['Temp']! - 175) / 5
}

function reference(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(referencePath('reference/reference.json'), 'utf8')).linear_models_R[name]
}

function fitted(name: string) {
  const [file, response, chosen] = MODELS[name]!
  const [header, ...lines] = readFileSync(referencePath(`tables/${file}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/)
  const names = header!.split(',').map((cell) => cell.replaceAll('"', ''))
  const rows = lines.map((line): Row => {
    const cells = line.split(',').map((cell) => cell.replaceAll('"', ''))
    return Object.fromEntries(
      names
        .map((column, j) => [column, column === 'Block' ? 0 : Number(cells[j])] as const)
        .concat([['block', cells[names.indexOf('Block')] === 'B2' ? 1 : 0]]),
    )
  })
  const numeric = names.filter(
    (column) => column !== 'row' && column !== response && rows.every((row) => !Number.isNaN(row[column]!)),
  )
  const columns = [() => 1, ...(chosen === 'all' ? numeric.map((column) => (row: Row) => row[column]!) : chosen)]
  const x = Float64Array.from(rows.flatMap((row) => columns.map((column) => column(row))))
  const y = Float64Array.from(rows, (row) => row[response]!)
  return { x, y, fit: fitLeastSquares({ x, y, rows: y.length, columns: columns.length, hasIntercept: true }) }
}

function expectAll(values: readonly (number | null)[], expected: unknown, tolerance: number): void {
  const list = expected as readonly number[]
  expect(values.length).toBe(list.length)
  list.forEach((value, i) => {
    const error = Math.abs(values[i]! - value) / Math.abs(value)
    expect(error, `entry ${i}: ${values[i]}, expected ${value}`).toBeLessThanOrEqual(tolerance)
  })
}
