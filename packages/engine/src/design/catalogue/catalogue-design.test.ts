import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../../test/reference-data.ts'
import { factorCholesky, logDeterminant } from '../../linalg/cholesky.ts'
import { parseFormula } from '../../linear/formula.ts'
import { designModel } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'
import type { Factor } from '../factor.ts'
import { informationMatrix } from '../information.ts'
import { catalogueDesign } from './catalogue-design.ts'
import { fullFactorial } from './full-factorial.ts'
import { twoLevelBound } from './two-level-bound.ts'

interface Reference {
  readonly doe_d_optimal: readonly {
    readonly id: string
    readonly published: { readonly det_XtX?: number; D?: number }
  }[]
}

describeWithReferenceData('catalogueDesign, proven optima of the reference file', () => {
  it.each([
    ['ME2-sat-n4', twoLevel(3, '.', 4)],
    ['ME2-sat-n8', twoLevel(7, '.', 8)],
    ['ME2-sat-n9', twoLevel(8, '.', 9)],
    ['ME2-sat-n10', twoLevel(9, '.', 10)],
    ['ME2-sat-n11', twoLevel(10, '.', 11)],
    ['ME2-sat-n12', twoLevel(11, '.', 12)],
    ['ME2-sat-n13', twoLevel(12, '.', 13)],
    ['ME2-k11-n16', twoLevel(11, '.', 16)],
    ['ME2-k7-n12', twoLevel(7, '.', 12)],
    ['FI2-k5-n16', twoLevel(5, '.^2', 16)],
    ['FI2-k6-n32', twoLevel(6, '.^2', 32)],
    ['CAT-L18', categorical([2, 3, 3, 3, 3, 3, 3, 3], 18)],
    ['CAT-5^3-n25', categorical([5, 5, 5], 25)],
    ['CAT-4x2^4-n8', categorical([4, 2, 2, 2, 2], 8)],
    ['MIXTURE-q3-quad-n6', mixture(3, 6)],
    ['MIXTURE-q4-quad-n10', mixture(4, 10)],
    ['POLY-d5-n12', polynomial(5, 12)],
    ['POLY-d6-n7', polynomial(6, 7)],
    ['POLY-d6-n14', polynomial(6, 14)],
  ])('%s', (id, problem) => {
    const reference: Reference = JSON.parse(readFileSync(referencePath('reference/reference.json'), 'utf8'))
    const { published } = reference.doe_d_optimal.find((entry) => entry.id === id)!
    const p = problem.model.columns.length
    const expected = published.det_XtX ? Math.log(published.det_XtX) : p * Math.log(problem.runs * published.D!)
    const design = catalogueDesign(problem)!
    expect(design.origin).toMatchObject({ kind: 'catalogue', proven: true })
    expect(design.score).toBeCloseTo(expected, 9)
    expect(logDeterminant(factorCholesky(informationMatrix(problem, design.runs), p)!, p)).toBeCloseTo(expected, 9)
  })
})

describe('catalogueDesign', () => {
  // best known values of searches, which the bounds of Galil and Kiefer prove
  it.each([
    ['an orthogonal design and 2 runs', twoLevel(7, '.', 10), 18.0218266946],
    ['an odd number of columns and 2 runs', twoLevel(6, '.', 14), 18.3106372804],
    ['an orthogonal design less a run', twoLevel(7, '.', 15), 21.4875625974],
  ])('proves what searches found: %s', (_, problem, logDet) => {
    expect(catalogueDesign(problem)?.score).toBeCloseTo(logDet, 8)
  })

  it.each([
    [9, 11],
    [16, 19],
    [17, 19],
  ])('attains the bound of %i factors in %i runs', (k, n) => {
    expect(catalogueDesign(twoLevel(k, '.', n))?.score).toBeCloseTo(twoLevelBound(n, k + 1), 9)
  })

  it.each([
    ['A', -8 / 12],
    ['G', -8 / 12],
    ['E', 12],
    ['I', -(1 + 7 / 3) / 12],
  ] as const)('knows that an orthogonal array is best by %s too', (kind, score) => {
    expect(catalogueDesign({ ...twoLevel(7, '.', 12), criterion: { kind } })?.score).toBeCloseTo(score, 9)
  })

  it('takes the simplex that lower bounds leave', () => {
    const whole = mixture(3, 6)
    const factors = whole.factors.map(
      (factor): Factor => (factor.kind === 'mixture' ? { ...factor, low: 0.2 } : factor),
    )
    const { runs } = catalogueDesign({ ...whole, factors })!
    expect([...runs.subarray(0, 3)].map((share) => share.toFixed(12))).toEqual([
      '0.600000000000',
      '0.200000000000',
      '0.200000000000',
    ])
    const bounded = factors.map((factor): Factor => (factor.kind === 'mixture' ? { ...factor, high: 0.5 } : factor))
    expect(catalogueDesign({ ...whole, factors: bounded })).toBeUndefined()
  })

  it('puts runs in the order of blocks', () => {
    const blocked: Factor = { kind: 'block', name: 'day', levels: ['1', '2'], sizes: [4, 4] }
    const { factors } = twoLevel(3, '.', 8)
    const { runs } = catalogueDesign(problemOf([...factors, blocked], '.', 8))!
    expect([3, 7, 11, 15, 19, 23, 27, 31].map((at) => runs[at])).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
  })

  it.each<[string, DesignProblem]>([
    ['existing runs', { ...twoLevel(3, '.', 8), existing: Float64Array.of(1, 1, 1) }],
    ['whole plots', { ...polynomial(2, 6), wholePlots: { sizes: [3, 3], factors: ['x1'], varianceRatio: 1 } }],
    [
      'a criterion that no theorem speaks of',
      { ...twoLevel(3, '.', 8), criterion: { kind: 'bayesian_D', potential: [], priorVariance: 1 } },
    ],
    ['a mixture model whose runs are no multiple of its coefficients', mixture(3, 7)],
    [
      'blocks of different sizes',
      problemOf(
        [...twoLevel(3, '.', 8).factors, { kind: 'block', name: 'day', levels: ['1', '2'], sizes: [3, 5] }],
        '.',
        8,
      ),
    ],
    ['fewer runs than coefficients', twoLevel(8, '.', 8)],
    ['a quadratic model of several factors', problemOf(twoLevel(2, '.', 9).factors, 'x1*x2+I(x1^2)+I(x2^2)', 9)],
  ])('proves nothing for %s', (_, problem) => {
    expect(catalogueDesign(problem)).toBeUndefined()
  })

  it('takes runs from the candidates, and none where one is missing', () => {
    const problem = categorical([3, 3, 3], 9)
    const all = Float64Array.from(fullFactorial([3, 3, 3]))
    expect(catalogueDesign({ ...problem, candidates: { runs: all, repeats: false } })?.score).toBeCloseTo(
      7 * Math.log(9),
      9,
    )
    const cut = all.subarray(0, all.length - 9 * 3)
    expect(catalogueDesign({ ...problem, candidates: { runs: cut, repeats: false } })).toBeUndefined()
  })
})

describe('catalogueDesign against every design there is', () => {
  it.each([
    [2, '.', 3],
    [2, '.', 4],
    [2, '.', 5],
    [2, '.', 6],
    [2, '.', 7],
    [3, '.', 5],
    [3, '.', 6],
    [3, '.', 7],
    [3, '.', 8],
    [3, '.', 9],
    [2, '.^2', 5],
    [2, '.^2', 6],
    [3, '.^2', 8],
    [3, '.^2', 9],
    [3, '.^2', 10],
  ])('%i factors, %s, %i runs', (k, formula, n) => {
    const problem = twoLevel(k, formula, n)
    expect(catalogueDesign(problem)!.score).toBeCloseTo(bestOfAll(problem), 9)
  })

  it.each([
    [[3], 7],
    [[2, 3], 6],
    [[3, 3], 9],
  ])('categories with %j levels, %i runs', (levels, n) => {
    const problem = categorical(levels, n)
    expect(catalogueDesign(problem)!.score).toBeCloseTo(bestOfAll(problem), 9)
  })
})

/** The largest log det over every multiset of n level combinations, ends alone of numbers. */
function bestOfAll(problem: DesignProblem): number {
  const { factors, runs: n } = problem
  const p = problem.model.columns.length
  const levels = factors.map((factor) => (factor.kind === 'categorical' ? factor.levels.length : 2))
  const points = Float64Array.from(fullFactorial(levels), (level, i) =>
    factors[i % factors.length]!.kind === 'categorical' ? level : 2 * level - 1,
  )
  const count = points.length / factors.length
  const rows = Array.from({ length: count }, (_, i) => points.subarray(i * factors.length, (i + 1) * factors.length))
  const each = rows.map((row) => informationMatrix(problem, row))
  let best = Number.NEGATIVE_INFINITY
  const place = (from: number, left: number, sum: Float64Array) => {
    if (left === 0) {
      const lower = factorCholesky(sum, p)
      if (lower) best = Math.max(best, logDeterminant(lower, p))
      return
    }
    for (let i = from; i < count; i++)
      place(
        i,
        left - 1,
        sum.map((entry, at) => entry + each[i]![at]!),
      )
  }
  place(0, n, new Float64Array(p * p))
  return best
}

function twoLevel(k: number, formula: string, runs: number): DesignProblem {
  const factors = Array.from(
    { length: k },
    (_, i): Factor => ({ kind: 'continuous', name: `x${i + 1}`, low: 10, high: 20 }),
  )
  return problemOf(factors, formula, runs)
}

function categorical(levels: readonly number[], runs: number): DesignProblem {
  const factors = levels.map((count, i): Factor => {
    return { kind: 'categorical', name: `c${i + 1}`, levels: Array.from({ length: count }, (_, level) => `L${level}`) }
  })
  return problemOf(factors, '.', runs)
}

function mixture(q: number, runs: number): DesignProblem {
  const factors = Array.from({ length: q }, (_, i): Factor => {
    return { kind: 'mixture', name: `x${i + 1}`, low: 0, high: 1, group: 'mix', total: 1 }
  })
  return problemOf(factors, '.^2 - 1', runs)
}

function polynomial(degree: number, runs: number): DesignProblem {
  const powers = Array.from({ length: degree }, (_, i) => `I(x1^${i + 1})`)
  const [factor] = twoLevel(1, '.', runs).factors
  return problemOf([factor!], powers.join('+'), runs)
}

function problemOf(factors: readonly Factor[], formula: string, runs: number): DesignProblem {
  const columns = factors.map(({ name }) => name)
  const written = formula.replace('.^2', `(${columns.join('+')})^2`)
  const model = designModel(factors, parseFormula(written, { columns, features: columns }))
  return { factors, model, criterion: { kind: 'D' }, runs, constraints: [] }
}
