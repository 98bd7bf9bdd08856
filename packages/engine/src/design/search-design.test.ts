import { describe, expect, it } from 'vitest'
import { describeWithReferenceData } from '../../../../test/reference-data.ts'
import { dOptimalReferences, iOptimalReferences } from '../../../../test/reference-designs.ts'
import { parseFormula } from '../linear/formula.ts'
import { seededGenerator } from '../random/generator.ts'
import { designRegion } from './constrained-region.ts'
import type { LinearConstraint, LogicalConstraint } from './constraint.ts'
import { criterionScore } from './criterion-score.ts'
import { designModel } from './design-model.ts'
import type { DesignProblem, DesignSearch } from './design-problem.ts'
import type { Factor } from './factor.ts'
import { estimable, mergeSearches, searchDesign, searchStarts } from './search-design.ts'

/** Reference problems that need more than 12 starts. */
const STARTS: Readonly<Record<string, number>> = { 'OPTEX-fuel-n50': 80, 'IOPT-cube-k3-n14-L5': 40 }

const BLOCKS: Factor = { kind: 'block', name: 'day', levels: ['Mon', 'Tue'], sizes: [5, 7] }
const CUT: LinearConstraint = {
  kind: 'linear',
  text: 'x1 + x2 <= 1',
  coefficients: [
    { factor: 'x1', coefficient: 1 },
    { factor: 'x2', coefficient: 1 },
  ],
  relation: '<=',
  bound: 1,
}
const FORBIDDEN: LogicalConstraint = {
  kind: 'logical',
  text: 'not (c = "B" and x1 > 0)',
  condition: {
    kind: 'not',
    part: {
      kind: 'and',
      parts: [
        { kind: 'level', factor: 'c', levels: ['B'], negated: false },
        {
          kind: 'compare',
          relation: '>',
          left: { kind: 'factor', name: 'x1' },
          right: { kind: 'number', value: 0 },
        },
      ],
    },
  },
}

const PROBLEMS: Readonly<Record<string, DesignProblem>> = {
  'D, three numbers': problem(numbers(3), quadratic(3), 11),
  'D, blocks and categories': problem([BLOCKS, ...numbers(2), category('c', 3)], '(x1 + x2)^2 + c', 12),
  'D, existing runs': problem(numbers(2), quadratic(2), 4, { existing: Float64Array.of(-1, -1, 1, -1, 0, 1) }),
  'D, no polynomial': problem([{ kind: 'continuous', name: 't', low: 1, high: 9 }, ...numbers(1)], 'log(t) * x1', 7),
  'A, quadratic': problem(numbers(2), quadratic(2), 9, { criterion: { kind: 'A' } }),
  'I, cubic': problem(numbers(2), `${quadratic(2)} + I(x1^3)`, 10, { criterion: { kind: 'I' } }),
  'I, bounded mixture': problem(mixture(3, 0.1, 0.7), '0 + (m1 + m2 + m3)^2', 8, { criterion: { kind: 'I' } }),
  'D, a corner cut off': problem(numbers(2), quadratic(2), 9, { constraints: [CUT] }),
  'D, forbidden combination': problem([...numbers(1), category('c', 2)], 'x1 * c', 8, { constraints: [FORBIDDEN] }),
  'D, candidates once each': problem(numbers(2), quadratic(2), 8, {
    candidates: { runs: randomTable(40, 2), repeats: false },
  }),
  'I, candidates': problem(numbers(2), quadratic(2), 8, {
    criterion: { kind: 'I' },
    candidates: { runs: randomTable(40, 2), repeats: true },
  }),
  'bayesian D, more columns than runs': problem(levels(6), '(x1 + x2 + x3 + x4 + x5 + x6)^2', 10, {
    criterion: { kind: 'bayesian_D', potential: Array.from({ length: 15 }, (_, j) => 7 + j), priorVariance: 1 },
  }),
}

describe('searchDesign', () => {
  it.each(Object.entries(PROBLEMS))('returns allowed runs with the score of their definition: %s', (_, problem) => {
    const { design } = search(problem, 0, 3)
    const region = designRegion(problem.factors, problem.constraints)
    expect(design.score).toBeCloseTo(criterionScore(problem, region, design.runs), 9)
    expect(design.runs.length).toBe(problem.runs * problem.factors.length)
    for (let at = 0; at < design.runs.length; at += problem.factors.length) {
      expect(region.contains(design.runs, at)).toBe(true)
    }
  })

  it.each(Object.entries(PROBLEMS))('finds the same whether its starts are divided or not: %s', (_, problem) => {
    const whole = search(problem, 0, 4)
    expect(mergeSearches([search(problem, 2, 2), search(problem, 0, 2)])).toEqual(whole)
    expect(search(problem, 0, 4)).toEqual(whole)
  })

  it.each([
    [
      'log det n^p where columns can be orthogonal',
      problem(numbers(3), '(x1 + x2 + x3)^2', 7, { existing: Float64Array.of(-1, 1, -1) }),
      7 * Math.log(8),
    ],
    [
      '3^2 for a quadratic in two factors, det 5184',
      problem(numbers(2), quadratic(2), 8, { existing: new Float64Array(2) }),
      Math.log(5184),
    ],
    [
      'a mixture at vertices and middles, det (1/4)^6',
      problem(mixture(3), '0 + (m1 + m2 + m3)^2', 5, { existing: Float64Array.of(0, 1, 0) }),
      -6 * Math.log(4),
    ],
    [
      'an even split for the average of a line: variance (1 + 1/3) / n',
      problem(numbers(1), 'x1', 5, { criterion: { kind: 'I' }, existing: Float64Array.of(-1) }),
      -4 / 18,
    ],
  ])('finds %s', (_, problem, score) => {
    const { design } = search(problem, 0, 4)
    expect(design.origin.kind).not.toBe('catalogue')
    expect(design.score).toBeCloseTo(score, 9)
  })

  it('takes every candidate once at most where none may be repeated', () => {
    const { design } = search(PROBLEMS['D, candidates once each']!, 0, 5)
    const runs = Array.from({ length: 8 }, (_, i) => design.runs.slice(2 * i, 2 * i + 2).join())
    expect(new Set(runs).size).toBe(8)
  })

  it('finds the best of many candidates although it looks at a pool of them', () => {
    const corners = [-1, 1].flatMap((x) => [-1, 1].map((y) => [x, y])).flat()
    const inner = Array.from(randomTable(9000, 2), (value) => 0.9 * value)
    const runs = Float64Array.from([...inner, ...corners])
    const problemOfMany = problem(numbers(2), 'x1 * x2', 8, { candidates: { runs, repeats: true } })
    expect(search(problemOfMany, 0, 1).design.score).toBeCloseTo(4 * Math.log(8), 9)
  })

  it('calls back with better and better designs, and stops between starts when asked', () => {
    const scores: number[] = []
    const { starts, design } = searchDesign(problem(numbers(4), quadratic(4), 17), {
      seed: 3,
      firstStart: 0,
      starts: 50,
      sweeps: 50,
      onBetter: ({ score }) => scores.push(score),
      shouldStop: () => scores.length >= 2,
    })
    expect(starts).toBeLessThan(50)
    expect(scores).toEqual(scores.toSorted((a, b) => a - b))
    expect(scores.at(-1)).toBe(design.score)
  })

  it.each([
    ['fewer runs than coefficients', problem(numbers(2), quadratic(2), 5), 'design_runs_too_few'],
    [
      'too few new runs beside existing ones',
      problem(numbers(2), quadratic(2), 1, { existing: Float64Array.of(0, 0, 1, 1) }),
      'design_runs_too_few_beside',
    ],
    ['a square of two levels', problem(levels(2), 'x1 + x2 + I(x2^2)', 8), 'design_inestimable'],
    [
      'fewer candidates than runs',
      problem(numbers(1), 'x1', 5, { candidates: { runs: Float64Array.of(-1, 0, 1), repeats: false } }),
      'design_candidates_too_few',
    ],
  ])('refuses %s', (_, problem, code) => {
    expect(() => search(problem, 0, 2)).toThrow(expect.objectContaining({ code }))
  })

  it('names the columns that no allowed runs estimate', () => {
    expect(() => search(problem(levels(2), 'x1 + x2 + I(x2^2)', 8), 0, 2)).toThrow('(Intercept), x2^2')
  })
})

describeWithReferenceData('searchDesign on the reference problems', () => {
  it.each(dOptimalReferences().map((reference) => [reference.id, reference] as const))(
    'reaches the best known D of %s',
    (id, { problem, bestKnownD, logDetOffset, provenOptimal }) => {
      const { design } = search(problem, 0, STARTS[id] ?? 12)
      const p = problem.model.columns.length
      const d = Math.exp((design.score + logDetOffset) / p) / problem.runs
      expect(d / bestKnownD).toBeGreaterThan(1 - 1e-9)
      expect(d / bestKnownD).toBeLessThan(provenOptimal ? 1 + 1e-9 : 1.1)
    },
  )

  it.each(iOptimalReferences().map((reference) => [reference.id, reference] as const))(
    'reaches the least known average variance of %s',
    (id, { problem, averageVariance }) => {
      expect(-search(problem, 0, STARTS[id] ?? 12).design.score / averageVariance).toBeLessThan(1 + 1e-9)
    },
  )

  it('beats the best known blocking of 2^7 in 4 blocks of 8: D 0.8049815 over the terms within blocks', () => {
    const blocks: Factor = { kind: 'block', name: 'block', levels: ['1', '2', '3', '4'], sizes: [8, 8, 8, 8] }
    const factors = [blocks, ...levels(7)]
    const { design } = search(problem(factors, `(${names(7).join(' + ')})^2`, 32), 0, 6)
    // the block columns are orthogonal with unit mean square: they and the intercept contribute 32^4
    expect(Math.exp((design.score - 4 * Math.log(32)) / 28) / 32).toBeGreaterThan(0.80498)
  })

  it('makes every start regular, also where good runs for most terms say nothing of the last one', () => {
    const blend = problem(mixture(3, 0.1), '0 + m1*m2*m3', 9)
    for (let start = 0; start < 12; start++) {
      expect(searchStarts(blend, { seed: 42, firstStart: start, starts: 1, sweeps: 50 }).design.score).toBeGreaterThan(
        -22,
      )
    }
  })

  it('leaves it to the whole search to refuse a model that a part could not estimate', () => {
    const twoLevels = problem(levels(2), 'x1 + x2 + I(x1^2)', 6)
    const part = searchStarts(twoLevels, { seed: 1, firstStart: 0, starts: 2, sweeps: 20 })
    expect(part.design.score).toBe(Number.NEGATIVE_INFINITY)
    expect(() => estimable(twoLevels, mergeSearches([part, part]))).toThrow(
      expect.objectContaining({ code: 'design_inestimable' }),
    )
  })

  it('begins from an orthogonal array near the wanted size, where random starts do not arrive', () => {
    const factors = Array.from({ length: 12 }, (_, j) => category(`c${j}`, 3))
    const formula = factors.map(({ name }) => name).join(' + ')
    const found = problem(factors, formula, 38)
    const efficiency = ({ design: { score } }: DesignSearch) => Math.exp(score / 25) / 38
    expect(efficiency(search(found, 0, 1))).toBeGreaterThan(0.985)
    expect(efficiency(search(found, 4, 4))).toBeLessThan(0.98)
  })
})

function search(problem: DesignProblem, firstStart: number, starts: number): DesignSearch {
  return searchDesign(problem, { seed: 1, firstStart, starts, sweeps: 100 })
}

function problem(
  factors: readonly Factor[],
  formula: string,
  runs: number,
  more: Partial<DesignProblem> = {},
): DesignProblem {
  const columns = factors.map(({ name }) => name)
  const model = designModel(factors, parseFormula(formula, { columns, features: columns }))
  return { factors, model, criterion: { kind: 'D' }, runs, constraints: [], ...more }
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, j) => `x${j + 1}`)
}

function quadratic(count: number): string {
  return `(${names(count).join(' + ')})^2 + ${names(count)
    .map((name) => `I(${name}^2)`)
    .join(' + ')}`
}

function numbers(count: number): Factor[] {
  return names(count).map((name) => ({ kind: 'continuous', name, low: -1, high: 1 }))
}

function levels(count: number): Factor[] {
  return names(count).map((name) => ({ kind: 'discrete', name, levels: [-1, 1] }))
}

function category(name: string, count: number): Factor {
  return { kind: 'categorical', name, levels: ['A', 'B', 'C', 'D'].slice(0, count) }
}

function mixture(count: number, low = 0, high = 1): Factor[] {
  return Array.from({ length: count }, (_, j) => ({
    kind: 'mixture',
    name: `m${j + 1}`,
    low,
    high,
    group: 'blend',
    total: 1,
  }))
}

function randomTable(rows: number, columns: number): Float64Array {
  const generator = seededGenerator(5)
  return Float64Array.from({ length: rows * columns }, () => 2 * generator.uniform() - 1)
}
