import { describe, expect, it } from 'vitest'
import { type FeatureMatrix, numericMatrix, takeRows } from '../../features/feature-matrix.ts'
import { seededGenerator } from '../../random/generator.ts'
import { applicabilityDomain } from './applicability-domain.ts'
import { domainOf } from './domain-verdict.ts'
import { foldVerdicts } from './fold-verdicts.ts'

const draw = seededGenerator(5)
const N = 120
const all = Int32Array.from({ length: N }, (_, row) => row)
const folds = [0, 1, 2, 3].map((fold) => ({
  training: all.filter((row) => row % 4 !== fold),
  test: all.filter((row) => row % 4 === fold),
}))
const numbers = () => Float64Array.from({ length: N }, () => draw.normal())

describe('foldVerdicts', () => {
  it('judges a row by the rows that its fold learnt from, not by itself', () => {
    const x = numbers()
    x[17] = 40
    const matrix = numericMatrix([x, numbers()])
    const whole = applicabilityDomain(matrix)
    expect(foldVerdicts(whole, matrix, folds)[17]).toBe('outside')
    // all rows together hold its value, and its range
    const [own] = domainOf({ ...whole, edgeDistance: 1e9, farDistance: 1e9, leverage: null }, takeRows(matrix, [17]))
    expect(own!.verdict).toBe('inside')
  })

  it('calls a level outside that only its own fold has', () => {
    const levels = Int32Array.of(0, 3)
    const codes = Float64Array.from(all, (row) => (row % 4 === 2 && row < 20 ? 2 : row % 2))
    const matrix: FeatureMatrix = { rows: N, columns: [numbers(), codes], levels }
    const verdicts = foldVerdicts(applicabilityDomain(matrix), matrix, folds)
    for (const row of all) if (codes[row] === 2) expect(verdicts[row]).toBe('outside')
  })

  it('finds few rows of one cloud outside, and says nothing of rows that no fold tests', () => {
    const matrix = numericMatrix([numbers(), numbers()])
    const verdicts = foldVerdicts(applicabilityDomain(matrix), matrix, folds.slice(1))
    expect(verdicts.filter((_, row) => row % 4 === 0).every((verdict) => verdict === null)).toBe(true)
    expect(verdicts.filter((verdict) => verdict === 'outside').length).toBeLessThan(0.06 * N)
    expect(verdicts.filter((verdict) => verdict === 'inside').length).toBeGreaterThan(0.6 * N)
  })

  it('takes no row for far because its fold learnt from few', () => {
    const uniform = () => Float64Array.from({ length: N }, () => draw.uniform())
    const matrix = numericMatrix([uniform(), uniform(), uniform()])
    const few = [{ training: all.filter((row) => row % 4 === 0), test: all.filter((row) => row % 4 !== 0) }]
    const whole = applicabilityDomain(matrix)
    const verdicts = foldVerdicts(whole, matrix, few)
    expect(verdicts.filter((verdict) => verdict === 'outside').length).toBeLessThan(0.1 * N)
  })

  it('agrees with the domain of the training rows themselves', () => {
    const matrix = numericMatrix([numbers(), numbers().map((value) => Math.exp(value))])
    const verdicts = foldVerdicts(applicabilityDomain(matrix), matrix, folds)
    let same = 0
    for (const { training, test } of folds) {
      const own = { ...applicabilityDomain(takeRows(matrix, training)), leverage: null }
      domainOf(own, takeRows(matrix, test)).forEach(({ verdict }, i) => {
        if (verdict === verdicts[test[i]!]) same++
      })
    }
    // the scale is that of all rows, which moves a row that lies on a limit
    expect(same).toBeGreaterThan(0.95 * N)
  })

  it('needs no more rows than there are', () => {
    const matrix = numericMatrix([Float64Array.of(1, 2, 3)])
    const two = [{ training: Int32Array.of(0, 1), test: Int32Array.of(2) }]
    expect(foldVerdicts(applicabilityDomain(matrix), matrix, two)).toEqual([null, null, 'outside'])
  })
})
