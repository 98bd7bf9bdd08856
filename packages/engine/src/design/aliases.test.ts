import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { cubeFactors, designProblem, fullFactorial, quadraticModel } from '../../test/design-problems.ts'
import { aliasesInWords, aliasMatrix } from './aliases.ts'
import { designRegion } from './constrained-region.ts'
import { correlationMap } from './correlation-map.ts'
import type { DesignProblem } from './design-problem.ts'
import { evaluateDesign } from './evaluate-design.ts'
import { potentialColumns } from './potential-columns.ts'

const evaluated = (problem: DesignProblem, runs: Float64Array) =>
  evaluateDesign(problem, designRegion(problem.factors, []), runs)

/** 2^(k−1) with the last factor the product of the others. */
function halfFraction(k: number): Float64Array {
  const base = fullFactorial([-1, 1], k - 1)
  const runs: number[] = []
  for (let at = 0; at < base.length; at += k - 1) {
    const run = [...base.subarray(at, at + k - 1)]
    runs.push(
      ...run,
      run.reduce((a, b) => a * b),
    )
  }
  return Float64Array.from(runs)
}

const twoLevel = (k: number) => cubeFactors(k).map(({ name }) => ({ kind: 'discrete', name, levels: [-1, 1] }) as const)

describeWithReferenceData('aliasMatrix, against the reference', () => {
  const reference = () =>
    JSON.parse(readFileSync(referencePath('reference/reference.json'), 'utf8')).doe_power_fds_alias.alias

  it('ALIAS-2^(3-1)-AB', () => {
    const problem = designProblem(twoLevel(3), '.')
    const runs = halfFraction(3)
    const potential = potentialColumns(problem)
    expect(potential.map(({ name }) => name)).toEqual(['x1:x2', 'x1:x3', 'x2:x3'])
    const matrix = aliasMatrix(problem, runs, evaluated(problem, runs), potential)!
    reference()[1]
      .alias_matrix_rows_1_A_B_C_cols_AB_AC_BC.flat()
      .forEach((expected: number, i: number) => {
        expect(matrix[i]).toBeCloseTo(expected, 14)
      })
  })

  it('ALIAS-2^(4-1)-ABC: main effects are clear of two-factor interactions', () => {
    const problem = designProblem(twoLevel(4), '.')
    const runs = halfFraction(4)
    const matrix = aliasMatrix(problem, runs, evaluated(problem, runs), potentialColumns(problem))!
    for (const value of matrix) expect(value).toBeCloseTo(reference()[0].max_abs_main, 14)
  })
})

describe('aliasesInWords', () => {
  it('says what biases what, largest first', () => {
    const problem = designProblem(cubeFactors(3), '.')
    const runs = halfFraction(3)
    const found = aliasesInWords(problem, runs, evaluated(problem, runs), potentialColumns(problem))
    expect(found.map(({ text }) => text)).toEqual([
      'the intercept is biased by 1 × (x1²)',
      'the intercept is biased by 1 × (x2²)',
      'the intercept is biased by 1 × (x3²)',
      'x1 is biased by 1 × (x2 × x3)',
      'x2 is biased by 1 × (x1 × x3)',
      'x3 is biased by 1 × (x1 × x2)',
    ])
  })

  it('finds no alias of a full factorial with interactions of three factors', () => {
    const problem = designProblem(twoLevel(3), '.^2')
    const runs = fullFactorial([-1, 1], 3)
    const potential = potentialColumns(problem, true)
    expect(potential.map(({ name }) => name)).toEqual(['x1:x2:x3'])
    expect(aliasesInWords(problem, runs, evaluated(problem, runs), potential)).toEqual([])
  })

  it('tells the columns of a singular design apart in words', () => {
    const problem = designProblem(cubeFactors(3), '.^2')
    const runs = halfFraction(3)
    const found = aliasesInWords(problem, runs, evaluated(problem, runs), [])
    expect(found.map(({ text }) => text)).toEqual([
      "x1 × x2 can't be told from x3",
      "x1 × x3 can't be told from x2",
      "x2 × x3 can't be told from x1",
    ])
    const constant = designProblem(cubeFactors(2), 'x1 + x1:x2')
    const zero = Float64Array.of(-1, 0, 1, 0, 0.5, 0)
    expect(aliasesInWords(constant, zero, evaluated(constant, zero), [])[0]!.text).toContain('is 0 in every run')
  })

  it('leaves out squares of two-level factors and of categories, and blocks', () => {
    const problem = designProblem(
      [
        ...twoLevel(1),
        { kind: 'discrete', name: 'd', levels: [1, 2, 5] },
        { kind: 'categorical', name: 'c', levels: ['p', 'q', 'r'] },
        { kind: 'block', name: 'day', levels: ['1', '2'], sizes: [4, 4] },
      ],
      'x1 + d + c',
    )
    expect([...new Set(potentialColumns(problem).map(({ name }) => name))]).toEqual([
      'd^2',
      'x1:d',
      'x1:c[q]',
      'x1:c[r]',
      'd:c[q]',
      'd:c[r]',
    ])
  })
})

describe('correlationMap', () => {
  it('is the identity for a full factorial, and names the pairs of a fraction that are one', () => {
    const problem = designProblem(twoLevel(3), '.^2')
    const clear = correlationMap(problem, fullFactorial([-1, 1], 3))
    clear.matrix.forEach((value, at) => expect(value).toBeCloseTo(at % 7 === 0 ? 1 : 0, 14))
    expect(clear.worst).toEqual([])
    const mixed = correlationMap(
      designProblem(twoLevel(3), '.'),
      halfFraction(3),
      potentialColumns(designProblem(twoLevel(3), '.')),
    )
    expect(mixed.names).toEqual(['x1', 'x2', 'x3', 'x1:x2', 'x1:x3', 'x2:x3'])
    expect(mixed.worst.map(({ first, second }) => [first, second])).toEqual([
      [0, 5],
      [1, 4],
      [2, 3],
    ])
    for (const { correlation } of mixed.worst) expect(correlation).toBeCloseTo(1, 14)
  })

  it('takes columns about their means, and gives 0 to a column that does not vary', () => {
    const problem = designProblem(cubeFactors(2), quadraticModel(2))
    const { names, matrix } = correlationMap(problem, Float64Array.of(-1, 1, 0, 1, 1, 1, 0.5, 1))
    const at = (a: string, b: string) => matrix[names.indexOf(a) * names.length + names.indexOf(b)]
    expect(at('x1', 'x2')).toBe(0)
    expect(at('x2', 'x2')).toBe(1)
    expect(at('x1', 'x1:x2')).toBeCloseTo(1, 14)
    expect(Math.abs(at('x1', 'x1^2')!)).toBeLessThan(0.3)
  })
})
