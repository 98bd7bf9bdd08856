import { describe, expect, it } from 'vitest'
import { type FeatureMatrix, numericMatrix, takeRows } from '../../features/feature-matrix.ts'
import { seededGenerator } from '../../random/generator.ts'
import { applicabilityDomain } from './applicability-domain.ts'
import { domainOf } from './domain-verdict.ts'
import { fitLeverage, leverageOf } from './leverage.ts'

const generator = seededGenerator(12)
const N = 400
const x = Float64Array.from({ length: N }, () => generator.normal())
const training: FeatureMatrix = {
  rows: N,
  // the second follows the first; the third is a category, whose last level never occurs
  columns: [x, x.map((value) => value + 0.2 * generator.normal()), x.map(() => generator.integer(3))],
  levels: Int32Array.of(0, 0, 4),
}
const domain = applicabilityDomain(training)
const [low, high] = [Math.min(...x), Math.max(...x)]

/** The verdict on one row. */
function judge(...cells: number[]) {
  const columns = cells.map((cell) => Float64Array.of(cell))
  return domainOf(domain, { rows: 1, columns, levels: training.levels })[0]!
}

describe('domainOf', () => {
  it('finds nothing against the middle of the data', () => {
    expect(judge(0, 0, 1)).toMatchObject({ verdict: 'inside', reasons: [] })
  })

  it.each([
    ['far above the range', [high + high - low, 0, 1], { kind: 'above_range', feature: 0, beyond: 1, limit: high }],
    ['far below the range', [low - 2 * (high - low), 0, 1], { kind: 'below_range', feature: 0, beyond: 2, limit: low }],
    ['a level without rows', [0, 0, 3], { kind: 'unknown_level', feature: 2 }],
    ['a level that is not there', [0, 0, 9], { kind: 'unknown_level', feature: 2 }],
    ['a missing cell where none was', [0, Number.NaN, 1], { kind: 'unknown_missing', feature: 1 }],
    ['a combination without rows', [2, -2, 1], { kind: 'far_from_rows', limit: domain.farDistance }],
  ])('is outside for %s, and says so', (_, cells, reason) => {
    const { verdict, reasons } = judge(...cells)
    expect(verdict).toBe('outside')
    expect(reasons).toContainEqual(expect.objectContaining({ ...reason, severity: 'outside' }))
    expect(reasons[0]!.severity).toBe('outside')
  })

  it('is at the edge a little beyond the range', () => {
    const reason = judge(high + 0.05 * (high - low), high, 1).reasons.find(({ kind }) => kind === 'above_range')
    expect(reason).toMatchObject({ severity: 'edge', limit: high })
  })

  it('sees by leverage what no feature alone shows', () => {
    expect(judge(2, -2, 1).reasons).toContainEqual(expect.objectContaining({ kind: 'high_leverage', severity: 'edge' }))
  })

  it('says of about one in twenty new rows of the same kind that they are far', () => {
    const sample = () => numericMatrix([0, 1].map(() => Float64Array.from({ length: 200 }, () => generator.normal())))
    let far = 0
    for (let repeat = 0; repeat < 20; repeat++) {
      const verdicts = domainOf(applicabilityDomain(sample()), sample())
      far += verdicts.filter(({ reasons }) => reasons.some(({ kind }) => kind === 'far_from_rows')).length
    }
    expect(far / 4000).toBeGreaterThan(0.035)
    expect(far / 4000).toBeLessThan(0.065)
  })

  it('lets cells be missing where they were in training', () => {
    const gaps = {
      ...training,
      columns: training.columns.map((column) => column.map((v, i) => (i === 0 ? Number.NaN : v))),
    }
    const row = { rows: 1, columns: [0, Number.NaN, 1].map((v) => Float64Array.of(v)), levels: training.levels }
    const kinds = domainOf(applicabilityDomain(gaps), row)[0]!.reasons.map(({ kind }) => kind)
    expect(kinds).not.toContain('unknown_missing')
  })

  it('refuses other features', () => {
    expect(() => domainOf(domain, numericMatrix([Float64Array.of(1)]))).toThrow(RangeError)
    expect(() => applicabilityDomain(numericMatrix([]))).toThrow(RangeError)
  })
})

describe('applicabilityDomain', () => {
  it('is not narrowed by replicates', () => {
    const twice = takeRows(
      training,
      Array.from({ length: 2 * N }, (_, i) => i >> 1),
    )
    const { edgeDistance, farDistance, reference } = applicabilityDomain(twice)
    expect(edgeDistance).toBeCloseTo(domain.edgeDistance, 1)
    expect(farDistance).toBeCloseTo(domain.farDistance, 1)
    expect(reference.length).toBe(domain.reference.length)
  })

  it('keeps 2,000 rows at most', () => {
    const column = Float64Array.from({ length: 5000 }, () => generator.uniform())
    expect(applicabilityDomain(numericMatrix([column])).reference.length).toBe(2000)
  })

  it.each([1, 2])('stands on %d rows', (rows) => {
    const few = applicabilityDomain(takeRows(training, [0, 1].slice(0, rows)))
    expect(Number.isFinite(few.farDistance)).toBe(true)
    expect(domainOf(few, takeRows(training, [0]))[0]!.verdict).toBe('inside')
  })

  it('counts a settled number that moves as outside', () => {
    const settled = applicabilityDomain(numericMatrix([Float64Array.of(1, 2, 3), Float64Array.of(5, 5, 5)]))
    const [row] = domainOf(settled, numericMatrix([Float64Array.of(2), Float64Array.of(6)]))
    expect(row!.reasons[0]).toMatchObject({ kind: 'above_range', feature: 1, beyond: Infinity, severity: 'outside' })
  })
})

describe('fitLeverage', () => {
  it('sums over the training rows to the number of coefficients', () => {
    const leverage = fitLeverage(training)!
    let sum = 0
    for (let row = 0; row < N; row++) sum += leverageOf(leverage, training, row)
    expect(sum).toBeCloseTo(3, 3)
  })

  it('stands without numbers that vary, with too few rows, or a mixture', () => {
    expect(fitLeverage(takeRows(training, [0, 1, 2, 3]))).toBeNull()
    expect(fitLeverage(numericMatrix([new Float64Array(50)]))).toBeNull()
    const mixture = numericMatrix([x, x.map((value) => 1 - value)])
    expect(leverageOf(fitLeverage(mixture)!, mixture, 0)).toBeLessThan(1)
  })
})
