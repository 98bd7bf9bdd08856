import { readFileSync } from 'node:fs'
import { expect, it, describe } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../../test/reference-data.ts'
import { factorCholesky, logDeterminant } from '../../linalg/cholesky.ts'
import { parseFormula } from '../../linear/formula.ts'
import { designModel } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'
import type { Factor } from '../factor.ts'
import { informationMatrix } from '../information.ts'
import { catalogueDesign } from './catalogue-design.ts'
import { fullFactorial } from './full-factorial.ts'

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
    ['ME2-sat-n12', twoLevel(11, '.', 12)],
    ['ME2-k11-n16', twoLevel(11, '.', 16)],
    ['ME2-k7-n12', twoLevel(7, '.', 12)],
    ['FI2-k5-n16', twoLevel(5, '.^2', 16)],
    ['FI2-k6-n32', twoLevel(6, '.^2', 32)],
    ['CAT-L18', categorical([2, 3, 3, 3, 3, 3, 3, 3], 18)],
    ['CAT-5^3-n25', categorical([5, 5, 5], 25)],
    ['CAT-4x2^4-n8', categorical([4, 2, 2, 2, 2], 8)],
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

function problemOf(factors: readonly Factor[], formula: string, runs: number): DesignProblem {
  const columns = factors.map(({ name }) => name)
  const written = formula === '.^2' ? `(${columns.join('+')})^2` : formula
  const model = designModel(factors, parseFormula(written, { columns, features: columns }))
  return { factors, model, criterion: { kind: 'D' }, runs, constraints: [] }
}
