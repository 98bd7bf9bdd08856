import { describe, expect, it } from 'vitest'
import { pearson } from '../../metrics/ranks.ts'
import { seededGenerator } from '../../random/generator.ts'
import { correlationFilter } from './correlation-filter.ts'
import { mostImportant } from './most-important.ts'

const generator = seededGenerator(31)
const N = 80
const noise = () => Float64Array.from({ length: N }, () => generator.normal())
const target = noise()

describe('correlationFilter', () => {
  it('keeps of two that move together the one that is better related to the target', () => {
    const poorer = target.map((v) => v + 0.6 * generator.normal())
    const better = poorer.map((v, i) => 0.5 * v + 0.5 * target[i]!)
    const matrix = { rows: N, columns: [poorer, noise(), better], levels: new Int32Array(3) }
    expect(correlationFilter(matrix, target, 0.9)).toEqual({
      kept: [1, 2],
      leftOut: [
        { feature: 0, reason: 'correlated', with: 2, correlation: expect.closeTo(pearson(poorer, better), 10) },
      ],
    })
  })

  it('leaves no two above the limit, and leaves out nothing without a partner that stays', () => {
    const bases = [noise(), noise(), noise()]
    const columns = Array.from({ length: 40 }, (_, j) => bases[j % 3]!.map((v) => v + (j / 40) * generator.normal()))
    const { kept, leftOut } = correlationFilter({ rows: N, columns, levels: new Int32Array(40) }, target, 0.8)
    expect([...kept, ...leftOut.map(({ feature }) => feature)].sort((a, b) => a - b)).toEqual([...columns.keys()])
    const between = kept.flatMap((a) =>
      kept.filter((b) => a < b).map((b) => Math.abs(pearson(columns[a]!, columns[b]!))),
    )
    expect(Math.max(...between)).toBeLessThanOrEqual(0.8)
    for (const entry of leftOut) {
      if (entry.reason !== 'correlated') throw new Error('another reason')
      expect(kept).toContain(entry.with)
      expect(entry.correlation).toBeCloseTo(pearson(columns[entry.feature]!, columns[entry.with]!), 8)
      const strongest = Math.max(...kept.map((other) => Math.abs(pearson(columns[entry.feature]!, columns[other]!))))
      expect(Math.abs(entry.correlation)).toBeGreaterThan(0.8)
      expect(Math.abs(entry.correlation)).toBeLessThanOrEqual(strongest + 1e-9)
    }
  })

  it('keeps categories and constants', () => {
    const code = Float64Array.from({ length: N }, (_, row) => row % 2)
    const matrix = { rows: N, columns: [code, code, new Float64Array(N)], levels: Int32Array.of(2, 2, 0) }
    expect(correlationFilter(matrix, target, 0.5).kept).toEqual([0, 1, 2])
  })

  it('refuses a limit of 1 and a target of other rows', () => {
    const matrix = { rows: N, columns: [noise()], levels: new Int32Array(1) }
    expect(() => correlationFilter(matrix, target, 1)).toThrow(RangeError)
    expect(() => correlationFilter(matrix, target.subarray(1), 0.9)).toThrow(RangeError)
  })
})

describe('mostImportant', () => {
  it('keeps the k largest in their order, ties to the earlier', () => {
    expect(mostImportant([0.1, 0.5, 0.5, 0.7, 0.5], 3)).toEqual({
      kept: [1, 2, 3],
      leftOut: [
        { feature: 0, reason: 'less_important', importance: 0.1 },
        { feature: 4, reason: 'less_important', importance: 0.5 },
      ],
    })
    expect(mostImportant([1, 2], 5)).toEqual({ kept: [0, 1], leftOut: [] })
  })

  it('refuses no features and importances that are no numbers', () => {
    expect(() => mostImportant([1], 0)).toThrow(RangeError)
    expect(() => mostImportant([1, Number.NaN], 1)).toThrow(RangeError)
  })
})
