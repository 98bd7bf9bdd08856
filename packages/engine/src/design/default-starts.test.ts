import { expect, it } from 'vitest'
import { secondOrderTerms } from '../linear/terms.ts'
import { defaultStarts } from './default-starts.ts'
import { designModel } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'

it('gives small problems many starts and large ones a few', () => {
  const starts = [quadratic(2, 8), quadratic(5, 26), quadratic(10, 80)].map(defaultStarts)
  expect(starts).toEqual(starts.toSorted((a, b) => b - a))
  expect(starts[0]).toBe(60)
  expect(starts[2]).toBeGreaterThanOrEqual(4)
})

it('gives a large table of candidates fewer starts than a small one', () => {
  const [small, large] = [100, 100_000].map((count) =>
    defaultStarts({ ...quadratic(2, 8), candidates: { runs: new Float64Array(count * 2), repeats: false } }),
  )
  expect(large).toBeLessThan(small!)
})

function quadratic(k: number, runs: number): DesignProblem {
  const factors = Array.from({ length: k }, (_, j): Factor => ({ kind: 'continuous', name: `x${j}`, low: 0, high: 1 }))
  const names = factors.map(({ name }) => name)
  const model = designModel(factors, { intercept: true, terms: secondOrderTerms(names, names) })
  return { factors, model, criterion: { kind: 'D' }, runs, constraints: [] }
}
