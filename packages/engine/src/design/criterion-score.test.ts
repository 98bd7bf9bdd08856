import { describe, expect, it } from 'vitest'
import { factorCholesky, inverseFromCholesky } from '../linalg/cholesky.ts'
import { mainEffects, secondOrderTerms } from '../linear/terms.ts'
import { seededGenerator } from '../random/generator.ts'
import { designRegion } from './constrained-region.ts'
import { criterionScore } from './criterion-score.ts'
import { designMatrix, designModel, modelExpansion } from './design-model.ts'
import type { Criterion, DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'
import { informationMatrix, plots } from './information.ts'

const NAMES = ['a', 'b', 'c']
const FACTORS: Factor[] = NAMES.map((name) => ({ kind: 'continuous', name, low: 0, high: 10 }))
const REGION = designRegion(FACTORS, [])
const MAIN = designModel(FACTORS, { intercept: true, terms: mainEffects(NAMES) })
const PRODUCTS = designModel(FACTORS, { intercept: true, terms: secondOrderTerms(NAMES) })
const INTERACTIONS = PRODUCTS.columns.slice(4)
const FULL = Float64Array.from([-1, 1].flatMap((a) => [-1, 1].flatMap((b) => [-1, 1].flatMap((c) => [a, b, c]))))
const HALF = Float64Array.of(-1, -1, 1, 1, -1, -1, -1, 1, -1, 1, 1, 1)

describe('criterionScore', () => {
  // of an orthogonal design of n runs M = n·I: variance of a coefficient 1/n, of a prediction (1 + a² + b² + c²)/n
  it.each<[string, Criterion, Float64Array, number]>([
    ['D of 2³', { kind: 'D' }, FULL, 4 * Math.log(8)],
    ['A of 2³', { kind: 'A' }, FULL, -4 / 8],
    ['I of 2³', { kind: 'I' }, FULL, -(1 + 3 / 3) / 8],
    ['G of 2³', { kind: 'G' }, FULL, -4 / 8],
    ['E of 2³', { kind: 'E' }, FULL, 8],
    [
      'alias of 2³, where nothing is aliased',
      { kind: 'alias', potential: INTERACTIONS, weight: 2 },
      FULL,
      4 * Math.log(8),
    ],
    [
      'alias of 2³⁻¹, where C = AB and so on',
      { kind: 'alias', potential: INTERACTIONS, weight: 2 },
      HALF,
      4 * Math.log(4) - 6,
    ],
    [
      'Bayesian D of 2³ with prior variance 1/5 on b and c',
      { kind: 'bayesian_D', potential: [2, 3], priorVariance: 0.2 },
      FULL,
      2 * Math.log(8) + 2 * Math.log(13),
    ],
  ])('%s', (_, criterion, runs, expected) => {
    expect(criterionScore(problem(criterion), REGION, runs)).toBeCloseTo(expected, 12)
  })

  it.each<Criterion>([
    { kind: 'D' },
    { kind: 'A' },
    { kind: 'I' },
    { kind: 'G' },
    { kind: 'E' },
    { kind: 'alias', potential: INTERACTIONS, weight: 1 },
    { kind: 'bayesian_D', potential: [3], priorVariance: 1 },
  ])('is −Infinity by $kind where two factors never differ', (criterion) => {
    const runs = Float64Array.from(FULL, (value, i) => (i % 3 === 1 ? FULL[i - 1]! : value))
    expect(criterionScore(problem(criterion), REGION, runs)).toBe(Number.NEGATIVE_INFINITY)
  })

  it('is −Infinity where rounding makes dependent columns look regular', () => {
    // three runs within a thousandth of each other, each made twice, for four coefficients
    const generator = seededGenerator(1)
    const scores = Array.from({ length: 200 }, () => {
      const runs = Array.from({ length: 9 }, (_, at) => (at % 3 === 0 ? 1 : 0) + 1e-3 * generator.uniform())
      return criterionScore(problem({ kind: 'E' }), REGION, Float64Array.of(...runs, ...runs))
    })
    expect(Math.max(...scores)).toBe(Number.NEGATIVE_INFINITY)
  })

  it('is −Infinity for fewer runs than coefficients', () => {
    expect(criterionScore(problem({ kind: 'D' }), REGION, FULL.slice(0, 9))).toBe(Number.NEGATIVE_INFINITY)
  })

  it('estimates more terms than runs by Bayesian D', () => {
    const supersaturated: DesignProblem = {
      ...problem({ kind: 'bayesian_D', potential: [1, 2, 3], priorVariance: 1 }),
    }
    expect(Number.isFinite(criterionScore(supersaturated, REGION, FULL.slice(0, 6)))).toBe(true)
  })

  it('counts existing runs like new ones', () => {
    const whole = problem({ kind: 'I' })
    const part = { ...whole, existing: FULL.slice(0, 15) }
    expect(criterionScore(part, REGION, FULL.slice(15))).toBeCloseTo(criterionScore(whole, REGION, FULL), 12)
  })
})

describe('informationMatrix', () => {
  it.each([0, 0.5, 1, 10])('is XᵀV⁻¹X, V = I + η·Z·Zᵀ built and inverted, for η = %d', (varianceRatio) => {
    const generator = seededGenerator(9)
    const runs = Float64Array.from({ length: 30 }, () => 2 * generator.uniform() - 1)
    const existing = Float64Array.from({ length: 9 }, () => 2 * generator.uniform() - 1)
    const wholePlots = { sizes: [3, 1, 4], factors: ['a'], varianceRatio }
    const split: DesignProblem = { ...problem({ kind: 'D' }), existing, wholePlots }
    // two runs beyond the plots are plots of their own; existing runs have no plot error
    const plotOf = [-1, -1, -1, 0, 0, 0, 1, 2, 2, 2, 2, 3, 4]
    const n = plotOf.length
    const v = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n]
      const isShared = plotOf[i] === plotOf[j] && plotOf[i]! >= 0
      return (i === j ? 1 : 0) + (isShared ? varianceRatio : 0)
    })
    const inverse = inverseFromCholesky(factorCholesky(v, n)!, n)
    const x = designMatrix(modelExpansion(FACTORS, MAIN.columns), Float64Array.of(...existing, ...runs), 3)
    informationMatrix(split, runs).forEach((value, at) => {
      const [r, s] = [Math.floor(at / 4), at % 4]
      let expected = 0
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) expected += x[i * 4 + r]! * inverse[i * n + j]! * x[j * 4 + s]!
      expect(value).toBeCloseTo(expected, 10)
    })
  })
})

describe('plots', () => {
  it('are single runs without whole plots', () => {
    expect(plots(undefined, 2)).toEqual([
      { from: 0, to: 1, shared: 0 },
      { from: 1, to: 2, shared: 0 },
    ])
  })
})

function problem(criterion: Criterion): DesignProblem {
  return { factors: FACTORS, model: MAIN, criterion, runs: 8, constraints: [] }
}
