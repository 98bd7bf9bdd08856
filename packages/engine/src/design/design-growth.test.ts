import { describe, expect, it } from 'vitest'
import { secondOrderTerms } from '../linear/terms.ts'
import { designGrowth, growthSizes, resizedProblem } from './design-growth.ts'
import { designModel } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'

const NAMES = ['x', 'z']
const FACTORS: Factor[] = NAMES.map((name) => ({ kind: 'continuous', name, low: 0, high: 10 }))
const QUADRATIC: DesignProblem = {
  factors: FACTORS,
  model: designModel(FACTORS, { intercept: true, terms: secondOrderTerms(NAMES, NAMES) }),
  criterion: { kind: 'D' },
  runs: 9,
  constraints: [],
}
const POWER = { sigma: 1, effect: 2, alpha: 0.05 }

describe('designGrowth', () => {
  it('never loses determinant, variance or power as runs are added', () => {
    const steps = designGrowth(QUADRATIC, { sizes: [5, 6, 7, 9, 12, 15], seed: 1, starts: 3, power: POWER })
    expect(steps.map(({ runs }) => runs)).toEqual([5, 6, 7, 9, 12, 15])
    expect(steps[0]).toMatchObject({ dEfficiency: 0, averageVariance: null, lowestPower: null })
    expect(steps.map(({ errorDegreesOfFreedom }) => errorDegreesOfFreedom)).toEqual([0, 0, 1, 3, 6, 9])
    for (let i = 2; i < steps.length; i++) {
      const [smaller, larger] = [steps[i - 1]!, steps[i]!]
      expect(larger.dEfficiency * larger.runs).toBeGreaterThan(smaller.dEfficiency * smaller.runs)
      expect(larger.medianPower!).toBeGreaterThan(smaller.medianPower ?? 0)
      expect(larger.lowestPower!).toBeLessThanOrEqual(larger.medianPower!)
    }
    // the best design of nine runs is the 3² factorial: det = 5184 = (9·D)⁶
    expect(steps[3]!.dEfficiency).toBeCloseTo(5184 ** (1 / 6) / 9, 9)
  })

  it.each([0, 1, 7])(
    'takes a smaller design with runs added where one start finds none that is better: seed %i',
    (seed) => {
      const ragged: DesignProblem = { ...QUADRATIC, criterion: { kind: 'G' } }
      const sizes = [7, 8, 9, 10, 11]
      const scores = designGrowth(ragged, { sizes, seed, starts: 1, power: POWER }).map(({ score }) => score)
      expect(scores.toSorted((a, b) => a! - b!)).toEqual(scores)
    },
  )

  it('refuses sizes that do not ascend', () => {
    expect(() => designGrowth(QUADRATIC, { sizes: [7, 7], seed: 1, starts: 1, power: POWER })).toThrow(RangeError)
  })
})

describe('growthSizes', () => {
  it('goes from the number of coefficients to two and a half times as many, through the problem’s own', () => {
    expect(growthSizes(QUADRATIC)).toEqual([7, 9, 11, 13, 15])
    expect(growthSizes({ ...QUADRATIC, existing: new Float64Array(8), runs: 4 })).toEqual([2, 4, 6, 8, 10])
  })

  it('takes whole plots as they are and ends where rows run out', () => {
    const wholePlots = { sizes: [3, 3, 3], factors: ['x'], varianceRatio: 1 }
    expect(growthSizes({ ...QUADRATIC, wholePlots })).toEqual([6, 9, 12, 15])
    const candidates = { runs: new Float64Array(22), repeats: false }
    expect(growthSizes({ ...QUADRATIC, candidates })).toEqual([7, 9, 11])
  })
})

describe('resizedProblem', () => {
  it('gives blocks their share of the runs, and whole plots their size', () => {
    const day: Factor = { kind: 'block', name: 'day', levels: ['1', '2', '3'], sizes: [4, 4, 2] }
    const [, , resized] = resizedProblem({ ...QUADRATIC, factors: [...FACTORS, day], runs: 10 }, 12).factors
    expect(resized).toMatchObject({ sizes: [5, 5, 2] })
    const wholePlots = { sizes: [3, 3, 3], factors: ['x'], varianceRatio: 1 }
    expect(resizedProblem({ ...QUADRATIC, wholePlots }, 14).wholePlots!.sizes).toEqual([3, 3, 3, 3, 2])
  })
})
