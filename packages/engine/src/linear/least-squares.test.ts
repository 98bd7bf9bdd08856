import { describe, expect, it } from 'vitest'
import { factorQr, multiplyByQTransposed, upperFactor } from '../linalg/householder-qr.ts'
import { solveUpper } from '../linalg/triangular.ts'
import { seededGenerator } from '../random/generator.ts'
import { solveCentred } from './centred-solution.ts'
import { solveExactly } from './exact-solution.ts'
import { fitLeastSquares } from './least-squares.ts'
import type { LeastSquaresInput } from './least-squares-problem.ts'
import { powerOfTwoScales } from './power-of-two-scales.ts'

const ROWS = 12
const ONES = Array.from({ length: ROWS }, () => 1)
const A = ONES.map((_, i) => ((i * 7) % 5) / 10)
const B = ONES.map((_, i) => ((i * 3) % 4) / 10 + 0.013)
const Y = ONES.map((_, i) => Math.sin(i * 3.7))

describe('fitLeastSquares', () => {
  it.each([
    ['a mixture whose parts add up to 1', [ONES, A, B, A.map((a, i) => 1 - a - B[i]!)], 3, { 0: 1, 1: -1, 2: -1 }],
    ['a mixture rounded to 12 digits', [ONES, A, A.map((a) => Number((1 - a).toFixed(12)))], 2, { 0: 1, 1: -1 }],
    ['a column twice', [ONES, A, B, A], 3, { 1: 1 }],
    ['a column 3.7 times another, rounded', [ONES, A, A.map((a) => 3.7 * a)], 2, { 1: 3.7 }],
    ['a far-off column 3.7 times another', [ONES, A.map((a) => a + 1e6), A.map((a) => (a + 1e6) * 3.7)], 2, { 1: 3.7 }],
    ['a unit changed from °C to °F', [ONES, A, A.map((a) => 1.8 * a + 32)], 2, { 0: 32, 1: 1.8 }],
    ['a column of zeros', [ONES, A, ONES.map(() => 0), B], 2, {}],
    ['a second constant', [ONES, A, ONES.map(() => 4)], 2, { 0: 4 }],
    ['values of 1e200', [ONES, A.map((a) => a * 1e200), A.map((a) => a * 1e-200)], 2, { 1: 1e-400 }],
  ])('keeps the earlier columns and names the later one with its combination: %s', (_, columns, at, combination) => {
    const fit = fitLeastSquares(problem(columns, Y))
    expect(fit.aliased.map(({ column }) => column)).toEqual([at])
    const parts = Object.entries(combination).filter(([, weight]) => weight !== 0)
    const found = fit.aliased[0]!.combination.filter(({ weight }) => weight !== 0)
    expect(found.map(({ column }) => String(column))).toEqual(parts.map(([column]) => column))
    found.forEach(({ weight }, k) => expect(weight).toBeCloseTo(parts[k]![1], 6))
    expect(fit.rank).toBe(columns.length - 1)
    expect(fit.coefficients[at]).toBe(0)
    expect(fit.covarianceUnscaled[at * columns.length + at]).toBe(0)
  })

  it('names every dummy that the intercept and the others already span', () => {
    const level = (l: number, of: number) => ONES.map((_, i) => (i % of === l ? 1 : 0))
    const columns = [ONES, level(0, 3), level(1, 3), level(2, 3), level(0, 2), level(1, 2)]
    const { aliased } = fitLeastSquares(problem(columns, Y))
    expect(aliased.map(({ column }) => column)).toEqual([3, 5])
    expect(aliased[0]!.combination.map(({ column, weight }) => [column, Math.round(weight * 1e9) / 1e9])).toEqual([
      [0, 1],
      [1, -1],
      [2, -1],
    ])
  })

  it('keeps as many columns as there are rows where there are more columns', () => {
    const generator = seededGenerator(4)
    const columns = Array.from({ length: 30 }, () => ONES.map(() => generator.normal()))
    const fit = fitLeastSquares(problem(columns, Y))
    expect([fit.rank, fit.residualDegreesOfFreedom, fit.sigma]).toEqual([12, 0, 0])
    expect(fit.aliased.map(({ column }) => column)).toEqual(Array.from({ length: 18 }, (_, k) => k + 12))
    expect([...fit.leverage]).toEqual(ONES)
    expect([...fit.residuals]).toEqual(ONES.map(() => 0))
  })

  it('does not take columns for dependent because they are nearly so', () => {
    const nearly = A.map((a, i) => a + 1e-9 * B[i]!)
    const fit = fitLeastSquares(problem([ONES, A, nearly], Y))
    expect(fit.aliased).toEqual([])
    expect(fit.conditionNumber).toBeGreaterThan(1e8)
  })

  it('knows a perfect fit, whose residuals are rounding only', () => {
    const fit = fitLeastSquares(
      problem(
        [ONES, A],
        A.map((a) => 0.1 * a + 3.3),
      ),
    )
    expect([fit.residualSumOfSquares, fit.sigma]).toEqual([0, 0])
    expect([...fit.standardErrors]).toEqual([0, 0])
  })

  it('has a total sum of squares of exactly 0 for a constant response', () => {
    expect(
      fitLeastSquares(
        problem(
          [ONES, A],
          ONES.map(() => 0.1),
        ),
      ).totalSumOfSquares,
    ).toBe(0)
  })

  it('gives a row that stands alone in a column leverage 1 and residual 0', () => {
    const alone = ONES.map((_, i) => (i === 5 ? 1 : 0))
    const fit = fitLeastSquares(problem([ONES, A, alone], Y))
    expect([fit.leverage[5], fit.residuals[5]]).toEqual([1, 0])
  })

  it('agrees with Householder QR on random problems', () => {
    for (let seed = 0; seed < 20; seed++) {
      const input = randomProblem(seed, 40, 6)
      const fit = fitLeastSquares(input)
      const columnMajor = input.x.map((_, at) => input.x[(at % 40) * 6 + Math.floor(at / 40)]!)
      const qr = factorQr(columnMajor, 40, 6, 1e-12)
      const effects = input.y.slice()
      multiplyByQTransposed(effects, qr)
      const solution = effects.slice(0, 6)
      solveUpper(upperFactor(qr), solution, 6)
      expectClose(fit.coefficients, solution, 1e-10)
      const rest = effects.slice(6).reduce((sum, effect) => sum + effect ** 2, 0)
      expect(fit.residualSumOfSquares / rest).toBeCloseTo(1, 10)
      expect(fit.leverage.reduce((sum, h) => sum + h)).toBeCloseTo(6, 10)
      expectClose(fit.effects.map(Math.abs), effects.slice(0, 6).map(Math.abs), 1e-9)
    }
  })

  it('gives the same from the large-data way as from the exact one, with and without intercept', () => {
    for (const hasIntercept of [true, false]) {
      for (const rows of [64, 130, 201]) {
        const input = randomProblem(rows, rows, 7, hasIntercept)
        const scales = powerOfTwoScales(input)
        const fast = solveCentred(input, scales)!
        const exact = solveExactly(input, scales)
        for (const part of ['coefficients', 'covariance', 'residuals', 'leverage', 'factor', 'effects'] as const) {
          expectClose(fast[part], exact[part], 1e-10)
        }
      }
    }
  })

  it('leaves data to the exact way where doubles would lose digits', () => {
    const input = randomProblem(3, 100, 4)
    for (let i = 0; i < 100; i++) input.x[i * 4 + 3] = input.x[i * 4 + 2]! + 1e-4 * input.x[i * 4 + 3]!
    expect(solveCentred(input, powerOfTwoScales(input))).toBeNull()
  })

  it.each([
    ['shapes that disagree', { x: new Float64Array(5) }],
    ['no rows', { x: new Float64Array(0), y: new Float64Array(0), rows: 0 }],
    ['NaN in the response', { y: Float64Array.of(1, Number.NaN, 3) }],
    ['an infinite value', { x: Float64Array.of(1, 2, 1, Infinity, 1, 4) }],
    ['NaN before larger values', { x: Float64Array.of(1, Number.NaN, 1, 2, 1, 4) }],
  ])('refuses %s', (_, change) => {
    const x = Float64Array.of(1, 2, 1, 3, 1, 4)
    const input = { x, y: Float64Array.of(1, 2, 4), rows: 3, columns: 2, hasIntercept: true }
    expect(() => fitLeastSquares({ ...input, ...change })).toThrow(RangeError)
  })
})

function problem(columns: readonly (readonly number[])[], y: readonly number[]): LeastSquaresInput {
  const x = new Float64Array(y.length * columns.length)
  columns.forEach((column, j) => column.forEach((value, i) => (x[i * columns.length + j] = value)))
  return { x, y: Float64Array.from(y), rows: y.length, columns: columns.length, hasIntercept: true }
}

function randomProblem(seed: number, rows: number, columns: number, hasIntercept = true): LeastSquaresInput {
  const generator = seededGenerator(seed)
  const x = new Float64Array(rows * columns)
  const y = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      x[i * columns + j] = j === 0 && hasIntercept ? 1 : 10 ** (j - 2) * ((hasIntercept ? 5 : 0) + generator.normal())
      y[i] = y[i]! + x[i * columns + j]! / 10 ** (j - 2)
    }
    y[i] = y[i]! + generator.normal()
  }
  return { x, y, rows, columns, hasIntercept }
}

/** Differences relative to the largest entry. */
function expectClose(values: Float64Array, expected: Float64Array, tolerance: number): void {
  const size = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  expected.forEach((value, i) => expect(Math.abs(values[i]! - value)).toBeLessThanOrEqual(tolerance * size))
}
