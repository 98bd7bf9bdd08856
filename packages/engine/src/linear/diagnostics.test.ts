import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { anova } from './anova.ts'
import { coefficientTests } from './coefficient-tests.ts'
import { fitStatistics } from './fit-statistics.ts'
import { durbinWatson, influence } from './influence.ts'
import { lackOfFit } from './lack-of-fit.ts'
import { fitLeastSquares } from './least-squares.ts'
import { varianceInflation } from './variance-inflation.ts'

// an unbalanced design of two factors and a covariate fitted by R: see reference/linear-models.R
const R = JSON.parse(readFileSync(new URL('../../reference/linear-models.json', import.meta.url), 'utf8')) as Record<
  string,
  number[]
>
const x = Float64Array.from(R['x']!)
const y = Float64Array.from(R['y']!)
const terms = Int32Array.from(R['term_of_column']!)
const fit = fitLeastSquares({ x, y, rows: y.length, columns: R['columns']![0]!, hasIntercept: true })
// a, b, x, a:b
const isContainedIn = (term: number, other: number) => other === 3 && term < 2

describe('diagnostics of a fit agree with R', () => {
  it('coefficients, standard errors, p and limits', () => {
    const tests = coefficientTests(fit, 0.9)
    expectRelative(
      tests.map(({ estimate }) => estimate),
      R['coefficients']!,
    )
    expectRelative(
      tests.map(({ standardError }) => standardError),
      R['standard_errors']!,
    )
    expectRelative(
      tests.map(({ p }) => p),
      R['p']!,
      1e-9,
    )
    expectRelative(
      tests.flatMap(({ low, high }) => [low, high]),
      R['limits_90']!,
    )
  })

  it('R², AIC, BIC, log-likelihood, PRESS, F', () => {
    const s = fitStatistics(fit)
    expectRelative(
      [s.adjustedR2, s.aic, s.bic, s.logLikelihood, s.press, s.f],
      [R['adjusted_r2']!, R['aic']!, R['bic']!, R['log_likelihood']!, R['press']!, R['f']!].map(([value]) => value!),
    )
    expect(s.aicc! - s.aic!).toBeCloseTo((2 * 8 * 9) / (24 - 9), 10)
    expect(s.predictedR2).toBeCloseTo(1 - s.press! / fit.totalSumOfSquares, 14)
  })

  it('leverage, studentised residuals, Cook’s distance', () => {
    const { internallyStudentised, externallyStudentised, cooksDistance } = influence(fit)
    expectRelative([...fit.leverage], R['leverage']!)
    expectRelative(internallyStudentised, R['rstandard']!, 1e-9)
    expectRelative(externallyStudentised, R['rstudent']!, 1e-9)
    expectRelative(cooksDistance, R['cooks_distance']!, 1e-9)
  })

  it.each([
    ['I', R['ss_1']!, R['p_1']!],
    ['II', R['ss_2']!, null],
    ['III', R['ss_3']!, R['p_3']!],
  ] as const)('sums of squares of type %s', (type, sums, p) => {
    const table = anova(fit, type, terms, isContainedIn)
    expect(table.terms.map(({ degreesOfFreedom }) => degreesOfFreedom)).toEqual([2, 1, 1, 2])
    expectRelative(
      table.terms.map(({ sumOfSquares }) => sumOfSquares),
      sums,
    )
    if (p)
      expectRelative(
        table.terms.map((term) => term.p),
        p,
        1e-9,
      )
    expect([table.residual.degreesOfFreedom, table.total.degreesOfFreedom]).toEqual([17, 23])
  })
})

describe('anova', () => {
  it('adds up to the total in type I', () => {
    const table = anova(fit, 'I', terms)
    const sum = table.terms.reduce((total, term) => total + term.sumOfSquares, table.residual.sumOfSquares)
    expect(sum / table.total.sumOfSquares).toBeCloseTo(1, 12)
  })

  it.each(['II', 'III'] as const)('gives no degrees of freedom to terms that span each other in type %s', (type) => {
    const rows = 10
    const twice = new Float64Array(rows * 4)
    for (let i = 0; i < rows; i++) twice.set([1, i, ((i * 7) % 4) - 1, 2 * i + 1], i * 4)
    const response = Float64Array.from({ length: rows }, (_, i) => Math.cos(i * 1.7))
    const aliasedFit = fitLeastSquares({ x: twice, y: response, rows, columns: 4, hasIntercept: true })
    const table = anova(aliasedFit, type, Int32Array.of(-1, 0, 1, 2))
    expect(table.terms.map(({ degreesOfFreedom }) => degreesOfFreedom)).toEqual([0, 1, 0])
    expect(table.terms[0]).toMatchObject({ sumOfSquares: 0, meanSquare: null, f: null, p: null })
    expect(anova(aliasedFit, 'I', Int32Array.of(-1, 0, 1, 2)).terms.map((term) => term.degreesOfFreedom)).toEqual([
      1, 1, 0,
    ])
  })

  it('takes terms whose columns do not stand together', () => {
    const shuffled = anova(fit, 'III', Int32Array.of(-1, 0, 1, 0, 1, 0, 1))
    expect(shuffled.terms.map(({ degreesOfFreedom }) => degreesOfFreedom)).toEqual([3, 3])
  })

  it('refuses terms that do not fit the columns', () => {
    expect(() => anova(fit, 'I', Int32Array.of(0, 1))).toThrow(RangeError)
    expect(() => anova(fit, 'I', Int32Array.of(-2, 0, 0, 0, 0, 0, 0))).toThrow(RangeError)
  })
})

describe('varianceInflation', () => {
  it('is 1/(1 − R²) of a column on the others, and its generalisation multiplies blocks of an orthogonal split', () => {
    const single = varianceInflation(fit, x, Int32Array.of(-1, 0, 1, 2, 3, 4, 5))
    for (const { term, factor } of single) {
      const column = term + 1
      const others = [0, 1, 2, 3, 4, 5, 6].filter((j) => j !== column)
      const sub = Float64Array.from({ length: 24 * 6 }, (_, at) => x[Math.floor(at / 6) * 7 + others[at % 6]!]!)
      const own = Float64Array.from({ length: 24 }, (_, i) => x[i * 7 + column]!)
      const { r2 } = fitStatistics(fitLeastSquares({ x: sub, y: own, rows: 24, columns: 6, hasIntercept: true }))
      expect(factor! * (1 - r2!)).toBeCloseTo(1, 10)
    }
    const [whole] = varianceInflation(fit, x, Int32Array.of(-1, 0, 0, 0, 0, 0, 0))
    expect(whole!.factor).toBeCloseTo(1, 10)
    const [a, b, , ab] = varianceInflation(fit, x, terms)
    expect([a!.degreesOfFreedom, b!.degreesOfFreedom, ab!.degreesOfFreedom]).toEqual([2, 1, 2])
    expect(a!.scaled! ** 4).toBeCloseTo(a!.factor!, 10)
  })
})

describe('lackOfFit', () => {
  it('splits the residual sum of squares between replicates and the means', () => {
    const settings = [1, 1, 2, 3, 3, 3, 4, 5]
    const response = Float64Array.of(2, 3, 5, 5, 6, 7, 4, 1)
    const line = Float64Array.from(settings.flatMap((setting) => [1, setting]))
    const lineFit = fitLeastSquares({ x: line, y: response, rows: 8, columns: 2, hasIntercept: true })
    const split = lackOfFit(lineFit, line, response)!
    expect([split.pureErrorSumOfSquares, split.pureErrorDegreesOfFreedom]).toEqual([2.5, 3])
    expect(split.lackOfFitDegreesOfFreedom).toBe(3)
    expect(split.lackOfFitSumOfSquares).toBeCloseTo(lineFit.residualSumOfSquares - 2.5, 12)
    expect(split.f).toBeCloseTo((lineFit.residualSumOfSquares - 2.5) / 2.5, 12)
  })

  it('does not exist without replicates, and has no F where replicates agree or the model passes through their means', () => {
    const rows = (values: number[]) => Float64Array.from(values.flatMap((value) => [1, value]))
    const test = (values: number[], response: number[]) => {
      const input = {
        x: rows(values),
        y: Float64Array.from(response),
        rows: values.length,
        columns: 2,
        hasIntercept: true,
      }
      return lackOfFit(fitLeastSquares(input), input.x, input.y)
    }
    expect(test([1, 2, 3, 4], [1, 2, 2, 4])).toBeNull()
    expect(test([1, 1, 2, 3], [0.1, 0.1, 4, 2])).toMatchObject({ pureErrorSumOfSquares: 0, f: null, p: null })
    expect(test([1, 1, 2, 2], [1, 2, 3, 5])).toMatchObject({ lackOfFitDegreesOfFreedom: 0, f: null, p: null })
  })
})

describe('what does not exist is null, never NaN', () => {
  const fitOf = (rows: number[][], response: number[]) =>
    fitLeastSquares({
      x: Float64Array.from(rows.flat()),
      y: Float64Array.from(response),
      rows: rows.length,
      columns: rows[0]!.length,
      hasIntercept: true,
    })

  it('without residual degrees of freedom', () => {
    const saturated = fitOf(
      [
        [1, 1],
        [1, 2],
      ],
      [3, 5],
    )
    expect(fitStatistics(saturated)).toEqual({
      r2: 1,
      adjustedR2: null,
      predictedR2: null,
      press: null,
      logLikelihood: null,
      aic: null,
      aicc: null,
      bic: null,
      f: null,
      fP: null,
    })
    expect(coefficientTests(saturated, 0.95)[1]).toMatchObject({ standardError: null, t: null, p: null, low: null })
    expect(influence(saturated).cooksDistance).toEqual([null, null])
    expect(durbinWatson(saturated)).toBeNull()
    expect(anova(saturated, 'I', Int32Array.of(-1, 0)).terms[0]).toMatchObject({
      degreesOfFreedom: 1,
      f: null,
      p: null,
    })
  })

  it('for a response that does not vary', () => {
    const flat = fitOf(
      [
        [1, 1],
        [1, 2],
        [1, 4],
      ],
      [0.1, 0.1, 0.1],
    )
    expect(fitStatistics(flat)).toMatchObject({ r2: null, adjustedR2: null, predictedR2: null, aic: null, f: null })
  })

  it('for a mean without factors', () => {
    const mean = fitOf([[1], [1], [1]], [1, 2, 4])
    expect(fitStatistics(mean)).toMatchObject({ r2: 0, adjustedR2: 0, f: null, fP: null })
    expect(coefficientTests(mean, 0.95)[0]!.estimate).toBeCloseTo(7 / 3, 14)
    expect(anova(mean, 'III', Int32Array.of(-1)).terms).toEqual([])
  })

  it('for a perfect fit', () => {
    const perfect = fitOf(
      [
        [1, 1],
        [1, 2],
        [1, 4],
        [1, 5],
      ],
      [3, 5, 9, 11],
    )
    expect(fitStatistics(perfect)).toMatchObject({ r2: 1, adjustedR2: 1, predictedR2: 1, press: 0, aic: null, f: null })
    expect(coefficientTests(perfect, 0.95)[1]).toEqual({
      estimate: 2,
      standardError: 0,
      t: null,
      p: null,
      low: 2,
      high: 2,
    })
  })

  it('for a row of leverage 1, and for aliased columns', () => {
    const alone = fitOf(
      [
        [1, 0, 1],
        [1, 0, 1],
        [1, 0, 1],
        [1, 1, 1],
      ],
      [1, 2, 4, 9],
    )
    expect(influence(alone).externallyStudentised[3]).toBeNull()
    expect(fitStatistics(alone)).toMatchObject({ press: null, predictedR2: null })
    expect(coefficientTests(alone, 0.95)[2]).toEqual({
      estimate: null,
      standardError: null,
      t: null,
      p: null,
      low: null,
      high: null,
    })
    expect(
      varianceInflation(alone, Float64Array.of(1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1), Int32Array.of(-1, 0, 1))[1],
    ).toEqual({
      term: 1,
      degreesOfFreedom: 0,
      factor: null,
      scaled: null,
    })
  })

  it('for a row without which the others fit perfectly', () => {
    const outlier = fitOf(
      [
        [1, 1],
        [1, 2],
        [1, 3],
        [1, 4],
        [1, 5],
      ],
      [1, 2, 9, 4, 5],
    )
    expect(influence(outlier).externallyStudentised[2]).toBeNull()
    expect(influence(outlier).internallyStudentised[2]).not.toBeNull()
  })
})

function expectRelative(values: readonly (number | null)[], expected: readonly number[], tolerance = 1e-10): void {
  expect(values.length).toBe(expected.length)
  expected.forEach((value, i) => {
    const error = Math.abs(values[i]! - value) / Math.abs(value)
    expect(error, `entry ${i}: ${values[i]}, expected ${value}`).toBeLessThanOrEqual(tolerance)
  })
}
