import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../../test/reference-data.ts'
import { dOptimalReferences, iOptimalReferences } from '../../../../../test/reference-designs.ts'
import { cubeFactors, designProblem, fullFactorial, quadraticModel } from '../../../test/design-problems.ts'
import { factorCholesky, inverseFromCholesky, logDeterminant } from '../../linalg/cholesky.ts'
import { seededGenerator } from '../../random/generator.ts'
import { designRegion } from '../constrained-region.ts'
import { designMatrix, designModel, modelExpansion } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'
import { evaluateDesign } from '../evaluate-design.ts'
import type { Factor } from '../factor.ts'
import { predictionVariances } from '../prediction-variance.ts'
import { type ApproximateBound, approximateBound } from './approximate-bound.ts'

const regionOf = (problem: DesignProblem) => designRegion(problem.factors, problem.constraints)
const boundOf = (problem: DesignProblem, criterion: ApproximateBound['criterion'] = 'D') =>
  approximateBound(problem, regionOf(problem), criterion)!
const efficiencyOf = (problem: DesignProblem, runs: Float64Array) =>
  evaluateDesign(problem, regionOf(problem), runs).dEfficiency

const category = (name: string, levels: number): Factor => ({
  kind: 'categorical',
  name,
  levels: Array.from({ length: levels }, (_, i) => `${name}${i}`),
})
const component = (name: string, low = 0, high = 1): Factor => ({
  kind: 'mixture',
  name,
  low,
  high,
  group: 'g',
  total: 1,
})

describeWithReferenceData('approximateBound, against the reference', () => {
  it.each([1, 2, 3])('has the D-optimal second-order design on the cube of %i factors, to 8 digits', (k) => {
    const reference = JSON.parse(readFileSync(referencePath('reference/reference.json'), 'utf8'))
      .doe_d_approximate_second_order_cube as Record<string, number>[]
    const row = reference.find((one) => one['k'] === k)!
    const { bound, support, weights, certified, certifiedGap } = boundOf(
      designProblem(cubeFactors(k), quadraticModel(k)),
    )
    expect(certified).toBe(true)
    expect(certifiedGap).toBeLessThan(1e-6)
    expect(bound).toBeCloseTo(row['D']!, 8)
    expect(Math.abs(bound ** row['p']! / row['det_M']! - 1)).toBeLessThan(1e-7)
    const byNonzero = new Float64Array(k + 1)
    weights.forEach((weight, i) => {
      const nonzero = support.subarray(i * k, (i + 1) * k).filter((setting) => setting !== 0).length
      byNonzero[nonzero] = byNonzero[nonzero]! + weight
    })
    ;(row['weights_by_number_of_nonzero_coordinates'] as unknown as number[]).forEach((weight, nonzero) =>
      expect(Math.abs(byNonzero[nonzero]! - weight)).toBeLessThan(3e-4),
    )
  })
})

describeWithReferenceData('approximateBound, against the best designs known', () => {
  it('is exceeded by none of them', () => {
    for (const { id, problem, bestKnownD, logDetOffset } of dOptimalReferences()) {
      const p = problem.model.columns.length
      const { bound, certifiedGap } = boundOf(problem)
      const best = bestKnownD * Math.exp(-logDetOffset / p)
      expect(bound, id).toBeGreaterThanOrEqual(best * (1 - 1e-9))
      expect(bound, id).toBeLessThan(1.5 * best)
      expect(certifiedGap, id).toBeLessThan(1e-6)
    }
  })

  it('nor by the average variance of any', () => {
    for (const { id, problem, averageVariance } of iOptimalReferences()) {
      expect(boundOf(problem, 'I').bound, id).toBeLessThanOrEqual(averageVariance * (1 + 1e-9))
    }
  })
})

describe('approximateBound', () => {
  it('has the largest variance p, at every support point (Kiefer & Wolfowitz)', () => {
    const k = 3
    const problem = designProblem(cubeFactors(k), quadraticModel(k))
    const { support, weights, symmetric } = boundOf(problem)
    expect(symmetric).toEqual(['x1', 'x2', 'x3'])
    const mirrored: number[] = []
    const shares: number[] = []
    weights.forEach((weight, i) => {
      const images = fullFactorial([-1, 1], k).map((sign, at) => sign * support[i * k + (at % k)]!)
      mirrored.push(...images)
      for (let image = 0; image < 2 ** k; image++) shares.push(weight / 2 ** k)
    })
    const expansion = modelExpansion(problem.factors, problem.model.columns)
    const p = expansion.width
    const rows = designMatrix(expansion, Float64Array.from(mirrored), k)
    const information = new Float64Array(p * p)
    shares.forEach((share, i) => {
      for (let at = 0; at < p * p; at++) {
        information[at] = information[at]! + share * rows[i * p + Math.floor(at / p)]! * rows[i * p + (at % p)]!
      }
    })
    const inverse = inverseFromCholesky(factorCholesky(information, p)!, p)
    const onSupport = predictionVariances(rows, inverse, p).filter((_, i) => shares[i]! > 1e-4)
    expect(onSupport.length).toBeGreaterThan(p)
    for (const variance of onSupport) expect(Math.abs(variance - p)).toBeLessThan(1e-5)
    const everywhere = fullFactorial([-1, -0.7, -0.4, 0, 0.2, 0.5, 0.9, 1], k)
    const most = Math.max(...predictionVariances(designMatrix(expansion, everywhere, k), inverse, p))
    expect(most).toBeLessThan(p * (1 + 2e-7))
  })

  const grid = (problem: DesignProblem): DesignProblem => ({
    ...problem,
    candidates: { runs: regionOf(problem).candidates(100_000), repeats: true },
  })

  it.each<[string, DesignProblem]>([
    ['quadratic', designProblem(cubeFactors(3), quadraticModel(3), { runs: 14 })],
    ['two-factor interactions', designProblem(cubeFactors(4), '.^2', { runs: 14 })],
    [
      'a three-level category in interaction',
      designProblem([category('c', 3), ...cubeFactors(2)], `${quadraticModel(2)} + c * x1 + c:I(x2^2)`),
    ],
    ['categories alone', designProblem([category('a', 2), category('b', 3), category('c', 4)], 'a * b + c')],
    [
      'discrete levels that are not symmetric',
      designProblem([{ kind: 'discrete', name: 'd', levels: [1, 2, 5] }, ...cubeFactors(1)], 'd * x1 + I(d^2)'),
    ],
    [
      'blocks of unequal size',
      designProblem(
        [...cubeFactors(2), { kind: 'block', name: 'day', levels: ['1', '2'], sizes: [4, 7] }],
        quadraticModel(2),
        { runs: 11 },
      ),
    ],
    [
      'existing runs of a factorial',
      designProblem(cubeFactors(2), quadraticModel(2), { runs: 5, existing: fullFactorial([-1, 1], 2) }),
    ],
  ])('gives by symmetry what all settings give: %s', (_, problem) => {
    for (const criterion of ['D', 'A'] as const) {
      const reduced = boundOf(problem, criterion)
      const plain = boundOf(grid(problem), criterion)
      expect(reduced.certified).toBe(true)
      expect(Math.abs(reduced.bound / plain.bound - 1)).toBeLessThan(3e-7)
    }
  })

  it('bounds the average variance as well, from below', () => {
    const problem = designProblem([category('c', 3), ...cubeFactors(2)], `${quadraticModel(2)} + c`, { runs: 18 })
    const { bound, certifiedGap } = boundOf(problem, 'I')
    expect(certifiedGap).toBeLessThan(1e-6)
    const full = Float64Array.from([0, 1, 2].flatMap((level) => [...withFirst(level, fullFactorial([-1, 0, 1], 2), 2)]))
    const { averageVariance, runs } = evaluateDesign(problem, regionOf(problem), full)
    expect(averageVariance! * runs).toBeGreaterThan(bound * 18)
    expect(averageVariance! * runs).toBeLessThan(1.3 * bound * 18)
  })

  it('is 1 for main effects, and the same for any coding of categories up to the change of scale', () => {
    const factors = [category('a', 2), ...'bcdefgh'.split('').map((name) => category(name, 3))]
    const problem = designProblem(factors, '.', { runs: 18 })
    expect(boundOf(problem).bound).toBeCloseTo(1, 10)
    const treatment = { ...problem, model: designModel(factors, problem.model.terms, 'treatment') }
    const generator = seededGenerator(2)
    const runs = Float64Array.from({ length: 18 * 8 }, (_, at) => generator.integer(at % 8 === 0 ? 2 : 3))
    const ratio = efficiencyOf(problem, runs) / efficiencyOf(treatment, runs)
    expect(boundOf(problem).bound / boundOf(treatment).bound).toBeCloseTo(ratio, 9)
  })

  it('is not exceeded by any choice of 6 out of 11 candidates, and comes close where each can be taken once', () => {
    const generator = seededGenerator(3)
    const runs = Float64Array.from({ length: 11 * 2 }, () => 2 * generator.uniform() - 1)
    const once = designProblem(cubeFactors(2), '.^2', { runs: 6, candidates: { runs, repeats: false } })
    let best = 0
    for (let bits = 0; bits < 2 ** 11; bits++) {
      const chosen = Array.from({ length: 11 }, (_, i) => i).filter((i) => (bits >> i) & 1)
      if (chosen.length !== 6) continue
      best = Math.max(
        best,
        efficiencyOf(once, Float64Array.from(chosen.flatMap((i) => [runs[2 * i]!, runs[2 * i + 1]!]))),
      )
    }
    const { bound, certified } = boundOf(once)
    const repeated = boundOf({ ...once, candidates: { runs, repeats: true } }).bound
    expect(certified).toBe(true)
    expect(bound).toBeGreaterThanOrEqual(best)
    expect(bound).toBeLessThan(1.03 * best)
    expect(repeated).toBeGreaterThan(bound)
    // as many as there are: nothing is left to choose
    const all = { ...once, runs: 11 }
    expect(boundOf(all).bound).toBeCloseTo(efficiencyOf(all, runs), 10)
  })

  it('is attained by an orthogonal split-plot design, and exceeded by no random one', () => {
    const wholePlots = { sizes: [4, 4, 4, 4], factors: ['x1'], varianceRatio: 2 }
    const problem = designProblem(cubeFactors(3), 'x1 * x2 + x3', { runs: 16, wholePlots })
    const half = fullFactorial([-1, 1], 2)
    const orthogonal = Float64Array.from([-1, 1, -1, 1].flatMap((level) => [...withFirst(level, half, 2)]))
    const { bound } = boundOf(problem)
    expect(efficiencyOf(problem, orthogonal)).toBeCloseTo(bound, 10)
    const uneven = { ...problem, wholePlots: { ...wholePlots, sizes: [2, 3, 5, 6] } }
    const unevenBound = boundOf(uneven).bound
    const generator = seededGenerator(5)
    for (let draw = 0; draw < 40; draw++) {
      const runs = Float64Array.from({ length: 48 }, () => (generator.uniform() < 0.5 ? -1 : 1))
      let start = 0
      for (const size of uneven.wholePlots.sizes) {
        for (let i = start; i < start + size; i++) runs[3 * i] = runs[3 * start]!
        start += size
      }
      expect(efficiencyOf(uneven, runs)).toBeLessThanOrEqual(unevenBound)
    }
    expect(approximateBound(problem, regionOf(problem), 'A')).toBeNull()
  })

  it('knows the simplex: a sixth on each vertex and each middle of an edge for a quadratic mixture', () => {
    const problem = designProblem(
      ['a', 'b', 'c'].map((name) => component(name)),
      '0 + .^2',
      { runs: 6 },
    )
    const lattice = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5)
    const { bound, certified } = boundOf(problem)
    expect(Math.abs(bound / efficiencyOf(problem, lattice) - 1)).toBeLessThan(2e-7)
    expect(certified).toBe(false)
  })

  it('finds support between the levels of a grid where constraints or cubes need it', () => {
    const cubic = designProblem(cubeFactors(1), 'x1 + I(x1^2) + I(x1^3)', { runs: 4 })
    // ±1 and ±1/√5 (Guest 1958)
    const guest = Float64Array.of(-1, -1 / Math.sqrt(5), 1 / Math.sqrt(5), 1)
    expect(boundOf(cubic).bound).toBeCloseTo(efficiencyOf(cubic, guest), 7)
    const constrained = designProblem(cubeFactors(3), quadraticModel(3), {
      runs: 12,
      constraints: [
        {
          kind: 'linear',
          text: 'x1 + x2 <= 0.5',
          coefficients: ['x1', 'x2'].map((factor) => ({ factor, coefficient: 1 })),
          relation: '<=',
          bound: 0.5,
        },
      ],
    })
    const fine = fullFactorial(
      Array.from({ length: 17 }, (_, i) => i / 8 - 1),
      2,
    )
    const allowed: number[] = []
    for (let at = 0; at < fine.length; at += 2) {
      if (fine[at]! + fine[at + 1]! <= 0.5)
        for (const third of [-1, 0, 1]) allowed.push(fine[at]!, fine[at + 1]!, third)
    }
    const onGrid = boundOf({
      ...constrained,
      constraints: [],
      candidates: { runs: Float64Array.from(allowed), repeats: true },
    })
    const { bound, certified, symmetric } = boundOf(constrained)
    expect(symmetric).toEqual(['x3'])
    expect(certified).toBe(false)
    expect(bound).toBeGreaterThan(onGrid.bound * (1 - 1e-7))
    expect(bound).toBeLessThan(onGrid.bound * 1.001)
  })

  it('is no larger with constraints than without, and the same where they cut nothing off', () => {
    const limit = (bound: number) =>
      ({
        kind: 'linear',
        text: `x1 + x2 <= ${bound}`,
        coefficients: ['x1', 'x2'].map((factor) => ({ factor, coefficient: 1 })),
        relation: '<=',
        bound,
      }) as const
    const problem = designProblem(cubeFactors(3), quadraticModel(3), { runs: 12 })
    const free = boundOf(problem).bound
    expect(Math.abs(boundOf({ ...problem, constraints: [limit(2.5)] }).bound / free - 1)).toBeLessThan(1e-6)
    expect(boundOf({ ...problem, constraints: [limit(0)] }).bound).toBeLessThan(free)
  })

  it('with existing runs is above what the search for a best addition finds on a grid, and close to it', () => {
    const generator = seededGenerator(8)
    const existing = Float64Array.from({ length: 10 }, () => 2 * generator.uniform() - 1)
    const problem = designProblem(cubeFactors(2), quadraticModel(2), { runs: 4, existing })
    const { bound, certified, symmetric } = boundOf(problem)
    expect(symmetric).toEqual([])
    expect(certified).toBe(false)
    const levels = [-1, 0, 1]
    const points = fullFactorial(levels, 2)
    let best = 0
    for (let code = 0; code < 9 ** 4; code++) {
      const chosen = [0, 1, 2, 3].map((i) => Math.floor(code / 9 ** i) % 9)
      if (chosen.some((one, i) => i > 0 && one < chosen[i - 1]!)) continue
      const runs = Float64Array.from(chosen.flatMap((i) => [points[2 * i]!, points[2 * i + 1]!]))
      best = Math.max(best, plainEfficiency(problem, existing, runs))
    }
    expect(bound).toBeGreaterThan(best)
    expect(bound).toBeLessThan(1.1 * best)
  })

  it('takes every covariate row where there are as many as runs, and bounds by rows where there are more', () => {
    const factors: Factor[] = [...cubeFactors(1), { kind: 'covariate', name: 'z', low: -1, high: 1 }]
    const rows = Float64Array.of(0, -1, 0, -0.5, 0, 0.5, 0, 1)
    const problem = designProblem(factors, '.', { runs: 4, covariateRows: rows })
    const best = Float64Array.of(1, -1, -1, -0.5, -1, 0.5, 1, 1)
    expect(boundOf(problem).bound).toBeCloseTo(efficiencyOf(problem, best), 10)
    expect(boundOf({ ...problem, runs: 2 }).bound).toBeCloseTo(1, 8)
  })

  it('has no bound where the region can not estimate the model', () => {
    const factors: Factor[] = [{ kind: 'discrete', name: 'd', levels: [1, 2] }]
    const problem = designProblem(factors, 'd + I(d^2)', { runs: 4 })
    expect(approximateBound(problem, regionOf(problem))).toBeNull()
  })
})

/** The rows of `runs`, each with `first` before it. */
function withFirst(first: number, runs: Float64Array, k: number): Float64Array {
  return Float64Array.from({ length: (runs.length / k) * (k + 1) }, (_, at) => {
    const j = at % (k + 1)
    return j === 0 ? first : runs[Math.floor(at / (k + 1)) * k + j - 1]!
  })
}

function plainEfficiency({ factors, model }: DesignProblem, existing: Float64Array, runs: Float64Array): number {
  const expansion = modelExpansion(factors, model.columns)
  const p = expansion.width
  const rows = designMatrix(expansion, Float64Array.from([...existing, ...runs]), factors.length)
  const information = new Float64Array(p * p)
  for (let i = 0; i < rows.length; i += p) {
    for (let at = 0; at < p * p; at++) {
      information[at] = information[at]! + rows[i + Math.floor(at / p)]! * rows[i + (at % p)]!
    }
  }
  const lower = factorCholesky(information, p)
  return lower === null ? 0 : (Math.exp(logDeterminant(lower, p) / p) * p) / rows.length
}
