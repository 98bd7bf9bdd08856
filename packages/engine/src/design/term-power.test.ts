import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { cubeFactors, designProblem, fullFactorial, quadraticModel } from '../../test/design-problems.ts'
import { designRegion } from './constrained-region.ts'
import { designModel } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import { evaluateDesign } from './evaluate-design.ts'
import type { Factor } from './factor.ts'
import { type PowerOptions, termPower } from './term-power.ts'

const power = (problem: DesignProblem, runs: Float64Array, options: Partial<PowerOptions> = {}) =>
  termPower(problem, evaluateDesign(problem, designRegion(problem.factors, problem.constraints), runs), {
    sigma: 1,
    effect: 2,
    alpha: 0.05,
    ...options,
  })

const catalyst: Factor = { kind: 'categorical', name: 'catalyst', levels: ['A', 'B', 'C'] }

describeWithReferenceData('termPower, against the reference', () => {
  it.each<[string, DesignProblem, Float64Array, number]>([
    ['POW-2^3-main', designProblem(cubeFactors(3), '.'), fullFactorial([-1, 1], 3), 1],
    ['POW-2^3-2FI', designProblem(cubeFactors(3), '.^2'), fullFactorial([-1, 1], 3), 1],
    ['POW-2^4-main', designProblem(cubeFactors(4), '.'), fullFactorial([-1, 1], 4), 1],
    ['POW-2^4-2FI-s2', designProblem(cubeFactors(4), '.^2'), fullFactorial([-1, 1], 4), 2],
    ['POW-3^2-quad', designProblem(cubeFactors(2), quadraticModel(2)), fullFactorial([-1, 0, 1], 2), 1],
  ])('%s to 1e-8', (id, problem, runs, sigma) => {
    const { power: rows } = JSON.parse(readFileSync(referencePath('reference/reference.json'), 'utf8'))
      .doe_power_fds_alias as { power: (Record<string, number> & { id: string })[] }
    const row = rows.find((one) => one.id === id)!
    const { terms, coefficients } = power(problem, runs, { sigma })
    for (const { label, power: found, errorDegreesOfFreedom } of terms) {
      const kind = label.includes('^') ? 'power_quadratic' : label.includes(':') ? 'power_interaction' : 'power_linear'
      expect(errorDegreesOfFreedom).toBe(row['df_error'])
      expect(found).toBeCloseTo(row['power_each'] ?? row[kind]!, 9)
    }
    expect(terms.map((term) => term.power)).toEqual(coefficients.slice(1).map((one) => one.power))
  })
})

describe('termPower', () => {
  it('is alpha where there is no effect, rises with the effect, and is 0.8 at the detectable effect', () => {
    const problem = designProblem(cubeFactors(3), '.')
    const runs = fullFactorial([-1, 1], 3)
    expect(power(problem, runs, { effect: 0 }).terms[0]!.power).toBeCloseTo(0.05, 13)
    const { detectableEffect } = power(problem, runs).terms[0]!
    expect(power(problem, runs, { effect: detectableEffect! }).terms[0]!.power).toBeCloseTo(0.8, 9)
    expect(power(problem, runs, { effect: 1e9 }).terms[0]!.power).toBe(1)
  })

  it('gives a category of three levels the power of its hardest pair, whatever the coding', () => {
    // two runs a level: means differ by ±1 at two levels, noncentrality 2·(1 + 1)
    const problem = designProblem([catalyst], '.')
    const runs = Float64Array.of(0, 0, 1, 1, 2, 2)
    const [term] = power(problem, runs).terms
    expect(term).toMatchObject({ degreesOfFreedom: 2, errorDegreesOfFreedom: 3 })
    // R: pf(qf(.95, 2, 3), 2, 3, ncp = 4, lower.tail = FALSE)
    expect(term!.power).toBeCloseTo(0.18506177481105285, 12)
    for (const coding of ['treatment', 'effects'] as const) {
      const { terms } = problem.model
      const other = { ...problem, model: designModel([catalyst], terms, coding) }
      expect(power(other, runs).terms[0]!.power).toBeCloseTo(term!.power!, 12)
    }
  })

  it('takes a category of two levels for what it is, a number from −1 to 1', () => {
    const two: Factor = { kind: 'categorical', name: 'mill', levels: ['old', 'new'] }
    const asCategory = power(
      designProblem([two, ...cubeFactors(1)], 'mill * x1'),
      Float64Array.of(0, -1, 0, 1, 1, -1, 1, 1, 0, 0),
    )
    const asNumber = power(designProblem(cubeFactors(2), 'x1 * x2'), Float64Array.of(-1, -1, -1, 1, 1, -1, 1, 1, -1, 0))
    asCategory.terms.forEach((term, k) => expect(term.power).toBeCloseTo(asNumber.terms[k]!.power!, 12))
  })

  it('says in words why there is no test', () => {
    const saturated = power(designProblem(cubeFactors(2), '.'), Float64Array.of(-1, -1, 1, -1, 0, 1))
    expect(saturated.terms[0]).toMatchObject({ power: null, detectableEffect: null })
    expect(saturated.terms[0]!.reason).toContain('3 runs estimate 3 coefficients')
    const singular = power(designProblem(cubeFactors(2), '.'), Float64Array.of(-1, -1, 1, 1, 0, 0))
    expect(singular.coefficients[0]!.reason).toContain("can't estimate")
  })

  it('tests hard-to-change factors against the scatter between whole plots', () => {
    const problem = designProblem(cubeFactors(2), 'x1 * x2', {
      wholePlots: { sizes: [2, 2, 2, 2], factors: ['x1'], varianceRatio: 1 },
    })
    const runs = Float64Array.of(-1, -1, -1, 1, 1, -1, 1, 1, -1, -1, -1, 1, 1, -1, 1, 1)
    const { terms } = power(problem, runs)
    expect(terms.map(({ label, errorDegreesOfFreedom }) => [label, errorDegreesOfFreedom])).toEqual([
      ['x1', 2],
      ['x2', 2],
      ['x1:x2', 2],
    ])
    expect(terms[0]!.power).toBeLessThan(terms[1]!.power!)
  })

  it('leaves blocks out', () => {
    const factors: Factor[] = [...cubeFactors(1), { kind: 'block', name: 'day', levels: ['1', '2'], sizes: [3, 3] }]
    const { terms } = power(designProblem(factors, 'x1'), Float64Array.of(-1, 0, 0, 0, 1, 0, -1, 1, 0, 1, 1, 1))
    expect(terms.map(({ label }) => label)).toEqual(['x1'])
  })

  it('refuses a sigma that is not positive', () => {
    const problem = designProblem(cubeFactors(1), '.')
    expect(() => power(problem, Float64Array.of(-1, 1, 0), { sigma: 0 })).toThrow(RangeError)
  })
})
