import { describe, expect, it } from 'vitest'
import { parseFormula } from '../../linear/formula.ts'
import { designRegion } from '../constrained-region.ts'
import { criterionScore } from '../criterion-score.ts'
import { designModel } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'
import type { Factor } from '../factor.ts'
import { catalogueStarts } from './catalogue-starts.ts'

describe('catalogueStarts', () => {
  it.each([
    // efficiency of the best start, |M|^(1/p)/n; the array itself has 1
    ['L18 and two runs', problemOf([2, 3, 3, 3, 3, 3, 3, 3], '.', 20), 0.97],
    ['L18 and two runs less', problemOf([2, 3, 3, 3, 3, 3, 3, 3], '.', 17), 0.9],
    ['a Hadamard matrix of order 28 and two runs', problemOf(Array(24).fill('x'), '.', 30), 0.95],
    ['a fraction of resolution V and 4 runs', problemOf(Array(5).fill('x'), '.^2', 20), 0.93],
    ['a composite design cut down', problemOf(Array(4).fill('x'), '.^2+squares', 17), 0.38],
  ])('are efficient, estimable, allowed and of the asked size: %s', (_, problem, efficiency) => {
    const region = designRegion(problem.factors, [])
    const starts = catalogueStarts(problem)
    const p = problem.model.columns.length
    const scores = starts.map((runs) => criterionScore(problem, region, runs))
    expect(Math.exp(Math.max(...scores) / p) / problem.runs).toBeGreaterThan(efficiency)
    for (const runs of starts) {
      expect(runs.length).toBe(problem.runs * problem.factors.length)
      for (let at = 0; at < runs.length; at += problem.factors.length) expect(region.contains(runs, at)).toBe(true)
    }
  })

  it('are made of candidates where there are any', () => {
    const problem = problemOf(['x', 'x'], '.', 5)
    const square = Float64Array.of(1, 1, 1, -1, -1, 1, -1, -1)
    expect(catalogueStarts({ ...problem, candidates: { runs: square, repeats: true } }).length).toBeGreaterThan(0)
    expect(catalogueStarts({ ...problem, candidates: { runs: square, repeats: false } })).toEqual([])
    expect(catalogueStarts({ ...problem, candidates: { runs: square.subarray(2), repeats: true } })).toEqual([])
  })
})

/** A factor with this many levels, or a continuous one. */
function problemOf(levels: readonly (number | 'x')[], formula: string, runs: number): DesignProblem {
  const factors = levels.map((count, i): Factor => {
    const name = `f${i}`
    if (count === 'x') return { kind: 'continuous', name, low: 0, high: 1 }
    return { kind: 'categorical', name, levels: Array.from({ length: count }, (_, level) => `${level}`) }
  })
  const columns = factors.map(({ name }) => name)
  const written = formula
    .replace('.^2', `(${columns.join('+')})^2`)
    .replace('squares', columns.map((name) => `I(${name}^2)`).join('+'))
  const model = designModel(factors, parseFormula(written, { columns, features: columns }))
  return { factors, model, criterion: { kind: 'D' }, runs, constraints: [] }
}
