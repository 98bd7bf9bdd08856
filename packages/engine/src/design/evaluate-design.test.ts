import { describe, expect, it } from 'vitest'
import { cubeFactors, designProblem, fullFactorial, quadraticModel } from '../../test/design-problems.ts'
import { factorCholesky, logDeterminant } from '../linalg/cholesky.ts'
import { seededGenerator } from '../random/generator.ts'
import { designRegion } from './constrained-region.ts'
import type { DesignProblem } from './design-problem.ts'
import { evaluateDesign } from './evaluate-design.ts'
import { informationMatrix } from './information.ts'

const evaluate = (problem: DesignProblem, runs: Float64Array) =>
  evaluateDesign(problem, designRegion(problem.factors, problem.constraints), runs)

describe('evaluateDesign', () => {
  it('knows 2³ for main effects: everything is 1, leverage p/n, variance (1 + 3/3)/8 on average and 4/8 at a corner', () => {
    const result = evaluate(designProblem(cubeFactors(3), '.'), fullFactorial([-1, 1], 3))
    expect(result).toMatchObject({ runs: 8, coefficients: 4, rank: 4, dependencies: [] })
    expect(result.degreesOfFreedom).toEqual({ error: 4, lackOfFit: 4, pureError: 0 })
    for (const efficiency of [result.dEfficiency, result.aEfficiency, result.gEfficiency]) {
      expect(efficiency).toBeCloseTo(1, 13)
    }
    expect(result.logDet).toBeCloseTo(4 * Math.log(8), 13)
    expect(result.averageVariance).toBeCloseTo(2 / 8, 13)
    expect(result.largestVariance?.value).toBeCloseTo(4 / 8, 13)
    expect(result.smallestEigenvalue).toBeCloseTo(8, 12)
    expect(result.condition).toBeCloseTo(1, 12)
    for (const leverage of result.leverages) expect(leverage).toBeCloseTo(0.5, 14)
    for (const error of result.standardErrors!) expect(error).toBeCloseTo(1 / Math.sqrt(8), 14)
    expect(result.varianceInflation![0]).toBeNull()
    expect(result.varianceInflation!.slice(1)).toEqual([1, 1, 1].map((one) => expect.closeTo(one, 13)))
  })

  it('keeps to the invariants on random runs of a quadratic model', () => {
    const problem = designProblem(cubeFactors(3), quadraticModel(3))
    const generator = seededGenerator(1)
    const runs = Float64Array.from({ length: 14 * 3 }, () => 2 * generator.uniform() - 1)
    const result = evaluate(problem, runs)
    const sum = result.leverages.reduce((a, b) => a + b)
    expect(sum).toBeCloseTo(10, 11)
    expect(Math.max(...result.leverages)).toBeLessThanOrEqual(1 + 1e-12)
    const plain = logDeterminant(factorCholesky(informationMatrix(problem, runs), 10)!, 10)
    expect(result.logDet).toBeCloseTo(plain, 9)
    // the harmonic mean of eigenvalues is below their geometric mean, and the smallest below both
    expect(result.aEfficiency).toBeLessThan(result.dEfficiency)
    expect(result.smallestEigenvalue).toBeLessThan(14 * result.aEfficiency)
    expect(result.largestVariance!.value).toBeGreaterThan(Math.max(...result.leverages))
    for (const factor of result.varianceInflation!.slice(1)) expect(factor).toBeGreaterThan(1)
  })

  it('inflates no variance of a column that is correlated with the intercept alone', () => {
    const result = evaluate(designProblem(cubeFactors(1), '.'), Float64Array.of(-1, 1, 1))
    expect(result.varianceInflation).toEqual([null, expect.closeTo(1, 13)])
  })

  it('counts existing runs and tells replicates from settings', () => {
    const factors = cubeFactors(2)
    const all = fullFactorial([-1, 1], 2)
    const problem = designProblem(factors, 'x1 + x2', { existing: all })
    const result = evaluate(problem, Float64Array.of(1, 1, 0, 0, 0, 1e-12))
    expect(result.runs).toBe(7)
    expect(result.degreesOfFreedom).toEqual({ error: 4, lackOfFit: 2, pureError: 2 })
    expect(result.leverages.length).toBe(7)
    expect(result.leverages[3]).toBeCloseTo(result.leverages[4]!, 14)
  })

  it('says which columns the runs cannot tell apart', () => {
    const half = Float64Array.of(-1, -1, 1, 1, -1, -1, -1, 1, -1, 1, 1, 1)
    const result = evaluate(designProblem(cubeFactors(3), 'x1 * x2 + x3'), half)
    expect(result).toMatchObject({ rank: 4, logDet: null, dEfficiency: 0, covariance: null, largestVariance: null })
    expect(result.dependencies).toEqual([
      { column: 4, combination: [{ column: 3, coefficient: expect.closeTo(1, 12) }] },
    ])
  })

  it('weighs whole plots as XᵀV⁻¹X from the definition', () => {
    const problem = designProblem(cubeFactors(2), 'x1 * x2', {
      wholePlots: { sizes: [2, 3, 2], factors: ['x1'], varianceRatio: 1.5 },
    })
    const runs = Float64Array.of(-1, -1, -1, 1, 1, -1, 1, 1, 1, 0, -1, 1, -1, -1)
    const result = evaluate(problem, runs)
    const plain = logDeterminant(factorCholesky(informationMatrix(problem, runs), 4)!, 4)
    expect(result.logDet).toBeCloseTo(plain, 12)
    expect(result.leverages.reduce((a, b) => a + b)).toBeCloseTo(4, 12)
  })

  it('does not mind fewer runs than coefficients', () => {
    const result = evaluate(designProblem(cubeFactors(3), '.'), Float64Array.of(1, 1, 1, -1, 1, 1))
    expect(result.rank).toBe(2)
    expect(result.dependencies.map(({ column }) => column)).toEqual([2, 3])
  })
})
