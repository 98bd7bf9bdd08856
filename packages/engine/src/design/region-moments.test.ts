import { expect, it } from 'vitest'
import { parseFormula } from '../linear/formula.ts'
import { seededGenerator } from '../random/generator.ts'
import { designRegion } from './constrained-region.ts'
import { designMatrix, designModel, modelExpansion } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'
import { regionMoments } from './region-moments.ts'

it('is 1, 1/3 and 1/5 for the even moments of a number over −1 … 1, discrete or not', () => {
  const square: Factor = { kind: 'discrete', name: 'z', levels: [0, 1, 4] }
  const moments = momentsOf([{ kind: 'continuous', name: 'x', low: 3, high: 9 }, square], 'x + z + I(x^2)')
  const expected = [1, 0, 0, 1 / 3, 0, 1 / 3, 0, 0, 0, 0, 1 / 3, 0, 1 / 3, 0, 0, 1 / 5]
  expected.forEach((value, at) => expect(moments[at]).toBeCloseTo(value, 14))
})

it('is the identity for orthonormal contrasts, averaged over the levels', () => {
  const moments = momentsOf([{ kind: 'categorical', name: 'c', levels: ['A', 'B', 'C', 'D'] }], 'c')
  moments.forEach((value, at) => expect(value).toBeCloseTo(at % 5 === 0 ? 1 : 0, 14))
})

it('is close to that of a random sample where functions are no polynomials', () => {
  const factors: Factor[] = [
    { kind: 'continuous', name: 't', low: 1, high: 20 },
    { kind: 'categorical', name: 'c', levels: ['A', 'B', 'C'] },
  ]
  const problem = problemOf(factors, 'log(t) * c')
  const generator = seededGenerator(2)
  const runs = Float64Array.from({ length: 80_000 }, (_, at) =>
    at % 2 === 0 ? 2 * generator.uniform() - 1 : generator.integer(3),
  )
  const sampled = regionMoments({ ...problem, candidates: { runs, repeats: true } }, designRegion(factors, []))
  regionMoments(problem, designRegion(factors, [])).forEach((value, at) => expect(sampled[at]).toBeCloseTo(value, 1))
})

it('is 2/((q + 1)·q) and half of it for shares of a mixture of q, to a sample’s accuracy', () => {
  const factors = ['a', 'b', 'c'].map(
    (name): Factor => ({ kind: 'mixture', name, low: 0, high: 1, group: 'g', total: 1 }),
  )
  const moments = momentsOf(factors, '0 + a + b + c')
  moments.forEach((value, at) => expect(value).toBeCloseTo(at % 4 === 0 ? 1 / 6 : 1 / 12, 2))
})

it('is the mean over candidates where they are given', () => {
  const factors: Factor[] = [{ kind: 'continuous', name: 'x', low: -1, high: 1 }]
  const problem = problemOf(factors, 'x')
  const runs = Float64Array.of(-1, 0, 0.5)
  const rows = designMatrix(modelExpansion(factors, problem.model.columns), runs, 1)
  expect(rows).toEqual(Float64Array.of(1, -1, 1, 0, 1, 0.5))
  const moments = regionMoments({ ...problem, candidates: { runs, repeats: true } }, designRegion(factors, []))
  ;[1, -0.5 / 3, -0.5 / 3, 1.25 / 3].forEach((value, at) => expect(moments[at]).toBeCloseTo(value, 14))
})

function momentsOf(factors: readonly Factor[], formula: string): Float64Array {
  return regionMoments(problemOf(factors, formula), designRegion(factors, []))
}

function problemOf(factors: readonly Factor[], formula: string): DesignProblem {
  const names = factors.map(({ name }) => name)
  const model = designModel(factors, parseFormula(formula, { columns: names, features: names }))
  return { factors, model, criterion: { kind: 'I' }, runs: 6, constraints: [] }
}
