import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { cubeFactors, designProblem, fullFactorial, quadraticModel } from '../../test/design-problems.ts'
import { designRegion } from './constrained-region.ts'
import type { DesignProblem } from './design-problem.ts'
import { evaluateDesign } from './evaluate-design.ts'
import type { Factor } from './factor.ts'
import { fractionOfDesignSpace } from './fraction-of-design-space.ts'
import { varianceProfile } from './variance-profile.ts'

function evaluated(problem: DesignProblem, runs: Float64Array) {
  const region = designRegion(problem.factors, problem.constraints)
  return { region, evaluation: evaluateDesign(problem, region, runs) }
}

const quadratic = designProblem(cubeFactors(2), quadraticModel(2))
const grid = fullFactorial([-1, 0, 1], 2)

describeWithReferenceData('fractionOfDesignSpace and varianceProfile, against the reference', () => {
  it('FDS-3^2-quad: centre, corner, mean, maximum exactly, quantiles as far as a sample goes', () => {
    const reference = JSON.parse(readFileSync(referencePath('reference/reference.json'), 'utf8')).doe_power_fds_alias
      .fds
    const { region, evaluation } = evaluated(quadratic, grid)
    const space = fractionOfDesignSpace(quadratic, region, evaluation)!
    expect(space.mean).toBeCloseTo(reference.mean, 12)
    expect(space.maximum).toBeCloseTo(reference.max, 12)
    expect(Math.abs(space.median - reference.median)).toBeLessThan(5e-4)
    expect(Math.abs(space.minimum - reference.min)).toBeLessThan(1e-4)
    const [first] = varianceProfile(quadratic, region, evaluation.covariance!)
    expect(first!.variances[20]).toBeCloseTo(reference.center, 12)
    const corner = varianceProfile(quadratic, region, evaluation.covariance!, Float64Array.of(0, 1))[0]!
    expect(corner.variances[0]).toBeCloseTo(reference.corner, 12)
  })
})

describe('fractionOfDesignSpace', () => {
  it('is the distribution of (1 + x²)/2 for a line measured at both ends', () => {
    const line = designProblem(cubeFactors(1), '.')
    const { region, evaluation } = evaluated(line, Float64Array.of(-1, 1))
    const { curve, percentile95 } = fractionOfDesignSpace(line, region, evaluation)!
    for (const { fraction, variance } of curve) expect(variance).toBeCloseTo((1 + fraction ** 2) / 2, 3)
    expect(percentile95).toBeCloseTo((1 + 0.95 ** 2) / 2, 3)
  })

  it('rises, and its sample has the mean of the exact moments', () => {
    const problem = designProblem(
      [...cubeFactors(2), { kind: 'categorical', name: 'mill', levels: ['a', 'b', 'c'] }],
      '.^2',
    )
    const generatorRuns = fullFactorial([-1, 0.3, 1], 3).map((value, at) =>
      at % 3 === 2 ? Math.round(value) + 1 : value,
    )
    const { region, evaluation } = evaluated(problem, generatorRuns)
    const { curve, mean } = fractionOfDesignSpace(problem, region, evaluation)!
    curve.slice(1).forEach(({ variance }, i) => expect(variance).toBeGreaterThanOrEqual(curve[i]!.variance))
    const sampled = curve.reduce((sum, { variance }, i) => sum + variance * (i === 0 || i === 100 ? 0.005 : 0.01), 0)
    expect(sampled).toBeCloseTo(mean, 3)
  })

  it('has no answer where the design has none', () => {
    const { region, evaluation } = evaluated(quadratic, Float64Array.of(0, 0, 1, 1))
    expect(fractionOfDesignSpace(quadratic, region, evaluation)).toBeNull()
  })
})

describe('varianceProfile', () => {
  const component = (name: string): Factor => ({ kind: 'mixture', name, low: 0, high: 1, group: 'g', total: 1 })

  it('is (1 + x²)/4 along each factor of 2² from the centre, and as flat as that along a category', () => {
    const problem = designProblem(
      [...cubeFactors(1), { kind: 'categorical', name: 'mill', levels: ['old', 'new'] }],
      '.',
    )
    const { region, evaluation } = evaluated(problem, Float64Array.of(-1, 0, -1, 1, 1, 0, 1, 1))
    const [number, category] = varianceProfile(problem, region, evaluation.covariance!)
    number!.settings.forEach((x, i) => expect(number!.variances[i]).toBeCloseTo((2 + x * x) / 4, 13))
    expect([...category!.settings]).toEqual([0, 1])
    expect(category!.variances[0]).toBeCloseTo(category!.variances[1]!, 13)
  })

  it('moves a component of a mixture against the others in proportion', () => {
    const problem = designProblem(['a', 'b', 'c'].map(component), '0 + .')
    const { region, evaluation } = evaluated(problem, Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1))
    const curves = varianceProfile(problem, region, evaluation.covariance!, Float64Array.of(0.2, 0.4, 0.4))
    expect(curves.map(({ settings }) => settings.length)).toEqual([41, 41, 41])
    // at share t of a: t² + 2·((1 − t)/2)²
    curves[0]!.settings.forEach((t, i) => {
      expect(curves[0]!.variances[i]).toBeCloseTo(t * t + (1 - t) ** 2 / 2, 12)
    })
    expect(curves.map(({ factor }) => factor)).toEqual([0, 1, 2])
  })

  it('shows only what the region allows', () => {
    const constraints = [
      {
        kind: 'linear',
        text: 'x1 + x2 <= 0',
        coefficients: [1, 2].map((j) => ({ factor: `x${j}`, coefficient: 1 })),
        relation: '<=',
        bound: 0,
      },
    ] as const
    const problem = designProblem(cubeFactors(2), '.', { constraints })
    const { region, evaluation } = evaluated(problem, Float64Array.of(-1, -1, -1, 1, 1, -1))
    const curves = varianceProfile(problem, region, evaluation.covariance!, Float64Array.of(-0.5, -0.5))
    for (const { settings } of curves) expect(Math.max(...settings)).toBeCloseTo(0.5, 12)
  })
})
