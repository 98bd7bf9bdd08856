import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { fitLogistic } from './fit-logistic.ts'
import { gradientOf, type LogisticProblem, penaltyOf, scoreRows, scoresOf, sharesAndLoss } from './logistic-problem.ts'

interface Case {
  readonly classes: number
  readonly C: number
  readonly weighted: boolean
  readonly intercepts: readonly number[]
  readonly coefficients: readonly number[]
}

const { logistic: cases } = JSON.parse(
  readFileSync(new URL('../../../reference/classification.json', import.meta.url), 'utf8'),
) as { logistic: Case[] }

const N = 60
const scattered = (k: number) => Array.from({ length: N }, (_, i) => (((i + 1) * Math.sqrt(k)) % 1) - 0.5)
const columns = [2, 3, 5].map(scattered)
const noise = scattered(7)
const design = Float64Array.from({ length: 3 * N }, (_, at) => columns[at % 3]![Math.floor(at / 3)]!)
const TARGETS: Readonly<Record<number, Float64Array>> = {
  2: Float64Array.from(noise, (value, i) => (columns[0]![i]! + 0.5 * columns[1]![i]! + 0.6 * value > 0 ? 1 : 0)),
  3: Float64Array.from(noise, (value, i) => {
    const score = columns[0]![i]! - columns[2]![i]! + 0.4 * value
    return score < -0.25 ? 0 : score < 0.25 ? 1 : 2
  }),
}
const WEIGHTS = Float64Array.from({ length: N }, (_, i) => 1 + (i % 3))

function problem(classes: number, penalty: number, weighted = false): LogisticProblem {
  return {
    rows: N,
    columns: 3,
    design,
    target: TARGETS[classes]!,
    classes,
    weights: weighted ? WEIGHTS : null,
    penalty,
  }
}

describe('fitLogistic', () => {
  it.each(cases)('finds what scikit-learn finds: $classes classes, C $C, weights $weighted', (expected) => {
    const fit = fitLogistic(problem(expected.classes, 1 / expected.C, expected.weighted), { tolerance: 1e-10 })
    expect(fit.hasConverged).toBe(true)
    for (const name of ['intercepts', 'coefficients'] as const) {
      expect(fit[name].length).toBe(expected[name].length)
      fit[name].forEach((value, j) => expect(value).toBeCloseTo(expected[name][j]!, 4))
    }
  })

  it.each([2, 3])('has the gradient of its objective, of %i classes', (classes) => {
    const given = problem(classes, 0.3, true)
    const theta = Float64Array.from({ length: 4 * scoresOf(given) }, (_, at) => Math.sin(at + 1))
    const valueAt = (at: Float64Array) => {
      const scores = new Float64Array(N * scoresOf(given))
      scoreRows(given, at, scores)
      return { value: sharesAndLoss(given, scores) + penaltyOf(given, at), shares: scores }
    }
    const gradient = new Float64Array(theta.length)
    gradientOf(given, theta, valueAt(theta).shares, gradient)
    theta.forEach((_, j) => {
      const step = (size: number) => valueAt(theta.map((value, at) => (at === j ? value + size : value))).value
      expect(gradient[j]).toBeCloseTo((step(1e-5) - step(-1e-5)) / 2e-5, 5)
    })
  })

  it.each([2, 3])('finds the same by conjugate gradients as by the whole Hessian, of %i classes', (classes) => {
    const exact = fitLogistic(problem(classes, 0.05), { solver: 'exact', tolerance: 1e-10 })
    const conjugate = fitLogistic(problem(classes, 0.05), { solver: 'conjugate', tolerance: 1e-10 })
    expect(conjugate.hasConverged).toBe(true)
    conjugate.coefficients.forEach((value, j) => expect(value).toBeCloseTo(exact.coefficients[j]!, 6))
    conjugate.intercepts.forEach((value, j) => expect(value).toBeCloseTo(exact.intercepts[j]!, 6))
  })

  it('keeps its head where a column separates the classes', () => {
    const target = Float64Array.from(columns[0]!, (value) => (value > 0 ? 1 : 0))
    const fit = fitLogistic({ ...problem(2, 1e-6), target })
    expect(fit.hasConverged).toBe(true)
    expect(fit.coefficients.every(Number.isFinite)).toBe(true)
    expect(fit.coefficients[0]).toBeGreaterThan(20)
  })

  it('says the shares of the classes where the columns say nothing', () => {
    const generator = seededGenerator(1)
    const target = Float64Array.from({ length: 30 }, () => Math.floor(3 * generator.uniform()))
    const { intercepts } = fitLogistic({
      rows: 30,
      columns: 1,
      design: new Float64Array(30),
      target,
      classes: 3,
      weights: null,
      penalty: 1,
    })
    const shares = [0, 1, 2].map((label) => target.filter((value) => value === label).length / 30)
    const total = intercepts.reduce((sum, value) => sum + Math.exp(value), 0)
    intercepts.forEach((value, k) => expect(Math.exp(value) / total).toBeCloseTo(shares[k]!, 6))
  })

  it.each([
    ['no penalty', { penalty: 0 }],
    ['one class', { classes: 1 }],
    ['a class that there is not', { target: new Float64Array(N).fill(2) }],
    ['a negative weight', { weights: new Float64Array(N).fill(-1) }],
    ['a cell too few', { design: design.slice(1) }],
  ])('refuses %s', (_, wrong) => {
    expect(() => fitLogistic({ ...problem(2, 1), ...wrong })).toThrow(RangeError)
  })
})
