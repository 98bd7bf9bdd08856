import { type CalculatorBlock, checkReport, evaluateCalculator, type FigureBlock, type Report } from '@zerosec/report'
import { describe, expect, it } from 'vitest'
import { analyse, csvOf, estimates, linearValues, scattered } from '../../test/analyse.ts'

const n = 40
const x = scattered(n, 2).map((value) => 100 + 20 * value)
const z = scattered(n, 3)
const m = x.map((_, i) => 'ABC'[Math.floor(1.37 * i) % 3]!)
const noise = scattered(n, 5)
const shift: Record<string, number> = { A: 0, B: 2, C: 5 }
const y = x.map((value, i) => 10 + 0.5 * value - 8 * z[i]! * z[i]! + shift[m[i]!]! + 0.4 * noise[i]!)
const data = { x, z, m, y }
const run = (columns: Record<string, readonly (number | string | null)[]>, parameters: Record<string, unknown> = {}) =>
  analyse(csvOf(columns), { target_column: 'y', ...parameters })

const METHODS = ['ols', 'ridge', 'lasso', 'elastic_net']

describe('linear analysis', () => {
  it.each(METHODS)('%s rescales a coefficient with its column and keeps every score', async (method) => {
    const report = await run(data, { method })
    const rescaled = await run({ ...data, x: x.map((value) => value * 1024) }, { method })
    for (const score of ['r2', 'cv_rmse', 'cv_r2', 'holdout_rmse']) {
      expect(Number(rescaled.values[score])).toBeCloseTo(Number(report.values[score]), 8)
    }
    expect(estimates(rescaled)['x']! * 1024).toBeCloseTo(estimates(report)['x']!, 8)
    const standardized = (of: Report) => linearValues(of).coefficients[1]!.standardized!
    expect(standardized(rescaled)).toBeCloseTo(standardized(report), 8)
  })

  it('finds the same model whatever the order of the rows', async () => {
    const order = x.map((_, i) => (i * 7 + 3) % n)
    const permuted = Object.fromEntries(
      Object.entries(data).map(([name, column]) => [name, order.map((i) => column[i]!)]),
    )
    const [report, other] = [await run(data, { terms: 'quadratic' }), await run(permuted, { terms: 'quadratic' })]
    const ours = Object.entries(estimates(report))
    expect(Object.keys(estimates(other))).toEqual(ours.map(([term]) => term))
    for (const [term, estimate] of ours) expect(estimates(other)[term]).toBeCloseTo(estimate!, 7)
    expect(Number(other.values['press'])).toBeCloseTo(Number(report.values['press']), 8)
  })

  it.each(['main', 'interactions', 'm*x', '0 + m + x', 'x + m:x'])(
    'fits the same by effects and treatment coding: %s',
    async (terms) => {
      const effects = await run(data, { terms, coding: 'effects' })
      const treatment = await run(data, { terms, coding: 'treatment' })
      for (const name of ['r2', 'press', 'aic', 'cv_rmse', 'holdout_r2']) {
        expect(Number(treatment.values[name])).toBeCloseTo(Number(effects.values[name]), 8)
      }
      expect(linearValues(treatment).anova.map(({ sum_of_squares: squares }) => squares.toFixed(6))).toEqual(
        linearValues(effects).anova.map(({ sum_of_squares: squares }) => squares.toFixed(6)),
      )
    },
  )

  it('compares levels with their mean, or with the first one', async () => {
    const [effects, treatment] = [estimates(await run(data)), estimates(await run(data, { coding: 'treatment' }))]
    expect(treatment['m[C]']).toBeCloseTo(5, 0)
    expect(effects['m[A]']! + effects['m[B]']!).toBeCloseTo(
      -treatment['m[C]']! + (treatment['m[B]']! + treatment['m[C]']!) / 3,
      8,
    )
  })

  it('measures on rows the model never saw, and reports the model of all rows', async () => {
    const report = await run(data)
    const none = await run(data, { train_test_split: 0, cv_splits: 3 })
    expect(estimates(none)).toEqual(estimates(report))
    expect([none.values['holdout_rmse'], none.values['holdout_rows']]).toEqual([null, 0])
    expect(report.values['holdout_rows']).toBe(8)
    expect(Number(report.values['cv_rmse'])).toBeGreaterThan(Number(report.values['train_rmse']))
  })

  it('is the same twice, and measures differently under another seed', async () => {
    const [first, second] = [await run(data), await run(data)]
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
    const other = await run(data, { random_seed: 7 })
    expect(other.values['cv_rmse']).not.toBe(first.values['cv_rmse'])
    expect(other.values['coefficients']).toEqual(first.values['coefficients'])
    expect([other.seed, other.parameters['random_seed']]).toEqual([7, 7])
  })

  it.each(METHODS)('%s passes through the means, and leaves residuals that add up to zero', async (method) => {
    const report = await run(data, { method })
    const points = figures(report).find(({ id }) => id === 'residuals_vs_fitted')!
    const { values } = (points.spec['layer'] as { data: { values: { residual: number }[] } }[])[1]!.data
    expect(values.reduce((sum, { residual }) => sum + residual, 0)).toBeCloseTo(0, 8)
  })

  it('gives the effect of a factor in interactions as the mean over the levels, whatever the coding', async () => {
    const slopes = (of: Report) => {
      const { x: slope = 0, 'm[B]:x': b = 0, 'm[C]:x': c = 0 } = estimates(of)
      return slope! + (b! + c!) / 3
    }
    const treatment = await run(data, { terms: 'm*x', coding: 'treatment' })
    const effectOfX = (of: Report) => linearValues(of).effects.find(({ input }) => input === 'x')!.effect
    const range = Math.max(...x) - Math.min(...x)
    expect(effectOfX(treatment)).toBeCloseTo(slopes(treatment) * range, 8)
    expect(effectOfX(await run(data, { terms: 'm*x', coding: 'effects' }))).toBeCloseTo(effectOfX(treatment), 8)
  })

  it('ranks the factors by what they do over their range', async () => {
    const { effects } = linearValues(await run(data, { terms: '. + I(z^2)' }))
    expect(effects.map(({ input }) => input)).toEqual(['x', 'm', 'z'])
    expect(effects[0]!.effect).toBeCloseTo(0.5 * (Math.max(...x) - Math.min(...x)), 0)
    expect(effects[1]).toMatchObject({ from: 'A', to: 'C' })
  })
})

describe('the report of the linear analysis', () => {
  it.each([
    ['ols', 'main'],
    ['ols', 'quadratic'],
    ['ols', 'y ~ x + I(((z+1)/2)^3) + log(x):m'],
    ['ols', 'y ~ 1'],
    ['ridge', 'interactions'],
    ['lasso', '. + I(z^2)'],
    ['elastic_net', '0 + x + m'],
  ])('%s with %s: keeps the rules of reports and has at least five figures', async (method, terms) => {
    const report = await run(data, { method, terms })
    checkReport(report)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(figures(report).length).toBeGreaterThanOrEqual(5)
    expect(new Set(figures(report).map(({ id }) => id)).size).toBe(figures(report).length)
  })

  it.each([
    ['ols', 'm*x + I(z^2) + log(x)'],
    ['lasso', 'main'],
  ])('%s: the calculator predicts what the model fits', async (method, terms) => {
    const report = await run(data, { method, terms })
    const calculator = blocks(report).find((block) => block.kind === 'calculator') as CalculatorBlock
    const points = figures(report).find(({ id }) => id === 'residuals_vs_fitted')!
    const { values } = (points.spec['layer'] as { data: { values: { row: number; fitted: number }[] } }[])[1]!.data
    for (const { row, fitted } of values) {
      const inputs = { x: x[row - 2]!, z: z[row - 2]!, m: m[row - 2]! }
      expect(evaluateCalculator(calculator, inputs).prediction).toBeCloseTo(fitted, 8)
    }
    expect(calculator.covariance === null).toBe(method === 'lasso')
  })

  it('covers new rows with the interval of its calculator as often as it says', async () => {
    const calculator = blocks(await run(data, { terms: '. + I(z^2)' })).find(
      (block) => block.kind === 'calculator',
    ) as CalculatorBlock
    const inside = x.filter((value, i) => {
      const { predictionLow, predictionHigh } = evaluateCalculator(calculator, { x: value, z: z[i]!, m: m[i]! })
      return y[i]! > predictionLow && y[i]! < predictionHigh
    })
    expect(inside.length / n).toBeGreaterThan(0.9)
  })

  it('names rows by their line of the file in figures and tables', async () => {
    const report = await run({ ...data, x: x.map((value, i) => (i === 0 ? null : value)) })
    const table = blocks(report).find((block) => block.kind === 'table' && block.id === 'unusual_rows')
    const rows = table?.kind === 'table' ? table.rows.map(([row]) => row) : []
    expect(rows.every((row) => Number(row) >= 3 && Number(row) <= n + 1)).toBe(true)
  })

  it('stays small for many rows and many factors', async () => {
    const rows = 12_000
    const long = await run({ x: scattered(rows, 2), z: scattered(rows, 3), y: scattered(rows, 5) })
    expect(JSON.stringify(long).length).toBeLessThan(6e6)
    expect(
      figures(long).every(({ caption }) => !/of 12000 rows/.test(caption ?? '') || /evenly spaced/.test(caption!)),
    ).toBe(true)
    expect(
      figures(long).filter(({ caption }) => /5000 of 12000 rows are drawn/.test(caption ?? '')).length,
    ).toBeGreaterThan(3)
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, k) => [`f${k}`, scattered(90, k + 2.3)]))
    const wide = await run({ ...many, y: scattered(90, 5) })
    const effects = figures(wide).find(({ id }) => id === 'effects')!
    expect(effects.caption).toMatch(/The 25 largest of \d\d\./)
  })
})

function blocks(report: Report) {
  return report.sections.flatMap((section) => section.blocks)
}

function figures(report: Report): FigureBlock[] {
  return blocks(report).filter((block) => block.kind === 'figure')
}
