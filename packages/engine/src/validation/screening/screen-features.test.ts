import { describe, expect, it } from 'vitest'
import { pearson } from '../../metrics/ranks.ts'
import { seededGenerator } from '../../random/generator.ts'
import { isOneToOne, strongCorrelation, unitColumn } from './column-pairs.ts'
import { pureError } from './pure-error.ts'
import { screenFeatures } from './screen-features.ts'

const N = 120
const generator = seededGenerator(21)
const noise = () => Float64Array.from({ length: N }, () => generator.normal())
const target = noise()
const honest = target.map((value) => value + 0.1 * generator.normal())
const index = Float64Array.from({ length: N }, (_, row) => row)

/** Codes of the findings about each column given; a number of levels makes it a category. */
function screen(...columns: (Float64Array | [Float64Array, number])[]) {
  const matrix = {
    rows: N,
    columns: columns.map((column) => (column instanceof Float64Array ? column : column[0])),
    levels: Int32Array.from(columns, (column) => (column instanceof Float64Array ? 0 : column[1])),
  }
  return screenFeatures(matrix, target)
}

describe('screenFeatures', () => {
  it('finds nothing in honest columns, a strong one included', () => {
    expect(Math.abs(pearson(honest, target))).toBeGreaterThan(0.99)
    expect(screen(honest, noise(), [index.map((row) => row % 4), 4])).toEqual([])
  })

  it.each([
    ['all_missing', new Float64Array(N).fill(Number.NaN), {}],
    ['constant', index.map((row) => (row === 3 ? Number.NaN : 7)), {}],
    ['identifier', index.map((row) => row + 1000), { running: true, distinct: N }],
    ['identifier', index.map((row) => (row * 7919) % 100_003), { running: false }],
  ] as const)('finds %s', (code, column, more) => {
    expect(screen(column)).toEqual([expect.objectContaining({ code, feature: 0, ...more })])
  })

  it('finds a text with a value of its own in nearly every row', () => {
    expect(screen([index.map((row) => Math.max(1, row)), N])[0]).toMatchObject({ code: 'identifier', running: false })
  })

  it('finds duplicates: equal, turned round, relabelled, nearly equal', () => {
    const a = noise()
    const levels = index.map((row) => row % 3)
    const columns = [a, a.map((v) => 3 - 2 * v), a.map((v) => v + 0.01 * generator.normal())]
    expect(screen(...columns, [levels, 3], [levels.map((v) => (v + 1) % 3), 3])).toEqual([
      { code: 'duplicate', feature: 1, of: 0, correlation: expect.closeTo(-1, 10) },
      { code: 'near_duplicate', feature: 2, of: 0, correlation: expect.closeTo(1, 3) },
      { code: 'duplicate', feature: 4, of: 3, correlation: 1 },
    ])
  })

  it.each([
    ['rank', target.map((v) => Math.exp(2 * v))],
    ['rank', target.map((v) => -v + 1e-4 * generator.normal())],
    ['levels', target.map((v) => (v > 0.3 ? 1 : 0))],
    ['levels', target.map((v) => (v > 0.3 ? 1 : v > -0.5 ? 2 : 0))],
  ] as const)('finds a column that gives the target away by %s', (by, column) => {
    expect(screen(column)).toContainEqual(expect.objectContaining({ code: 'leakage', feature: 0, by, rows: N }))
  })

  it('finds a column that gives the target away along a curve that turns', () => {
    const matrix = { rows: N, columns: [index.map((row) => row / 3)], levels: new Int32Array(1) }
    const turning = index.map((row) => Math.sin(row / 20))
    expect(screenFeatures(matrix, turning)).toEqual([expect.objectContaining({ code: 'leakage', by: 'curve' })])
    const measured = turning.map((value, row) => value + 0.1 * target[row]!)
    expect(screenFeatures(matrix, measured)).toEqual([])
  })

  it('takes two well separated kinds for a cause, not for a judgement', () => {
    const kind = index.map((row) => row % 2)
    const separated = kind.map((value) => 100 * value + generator.normal())
    const matrix = { rows: N, columns: [kind], levels: Int32Array.of(2) }
    expect(screenFeatures(matrix, separated)).toEqual([])
  })

  it('leaves a category of few rows a level alone: it would cut any target', () => {
    const each = index.map((row) => row)
    const few = screenFeatures(
      { rows: 12, columns: [each.subarray(0, 12)], levels: Int32Array.of(12) },
      target.subarray(0, 12),
    )
    expect(few).toEqual([])
    const nearlyEach = Float64Array.from({ length: 13 }, (_, row) => Math.max(0, row - 1))
    const sorted = Float64Array.from({ length: 13 }, (_, row) => row + 0.1 * target[row]!)
    const matrix = { rows: 13, columns: [nearlyEach], levels: Int32Array.of(12) }
    expect(screenFeatures(matrix, sorted)).toEqual([])
  })

  it('offers a category whose levels follow each other as groups', () => {
    expect(screen([index.map((row) => Math.floor(row / 8)), 15])).toEqual([
      { code: 'group_candidate', feature: 0, groups: 15, smallest: 8, largest: 8 },
    ])
  })

  it('offers no groups where levels come back', () => {
    expect(screen([index.map((row) => Math.floor(row / 4) % 15), 15])).toEqual([])
  })

  it('lists targets far out, but not a long tail', () => {
    const matrix = { rows: N, columns: [noise()], levels: new Int32Array(1) }
    const far = target.map((value, row) => (row === 5 ? 40 : value))
    expect(screenFeatures(matrix, far)).toEqual([expect.objectContaining({ code: 'target_outliers', rows: [5] })])
    expect(
      screenFeatures(
        matrix,
        target.map((value) => Math.exp(1.5 * value)),
      ),
    ).toEqual([])
  })

  it('finds the one pair among many columns', () => {
    const columns = Array.from({ length: 600 }, () => noise())
    columns.push(columns[17]!.map((value) => value * 2))
    expect(screen(...columns)).toEqual([expect.objectContaining({ code: 'duplicate', feature: 600, of: 17 })])
  })

  it('refuses a target of other rows', () => {
    const matrix = { rows: N, columns: [noise()], levels: new Int32Array(1) }
    expect(() => screenFeatures(matrix, target.subarray(1))).toThrow(RangeError)
  })
})

describe('strongCorrelation', () => {
  it('agrees with the plain correlation on either side of the limit', () => {
    for (let k = 0; k < 200; k++) {
      const a = noise()
      const b = a.map((v) => (k % 2 === 0 ? 1 : -1) * v + (k / 100) * generator.normal())
      const plain = pearson(a, b)
      const found = strongCorrelation(unitColumn(a)!, unitColumn(b)!, 0.8)
      const expected = Math.abs(plain) > 0.8 ? plain : 0
      expect(found ?? 0).toBeCloseTo(expected, 10)
    }
  })

  it('knows of no unit column where only rounding varies', () => {
    expect(unitColumn(new Float64Array(30).fill(0.1))).toBeNull()
  })
})

describe('isOneToOne', () => {
  it.each([
    [[0, 1, 2, 0], [5, 3, 4, 5], true],
    [[0, 1, 2, 0], [5, 3, 3, 5], false],
    [[0, 1, 0], [1, 1, 1], false],
    [[0, Number.NaN, Number.NaN], [1, Number.NaN, Number.NaN], true],
    [[0, Number.NaN, Number.NaN], [1, Number.NaN, 2], false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(isOneToOne(Float64Array.from(a), Float64Array.from(b))).toBe(expected)
  })
})

describe('pureError', () => {
  it('pools the variance within equal settings', () => {
    const matrix = { rows: 6, columns: [Float64Array.of(1, 1, 2, 2, 2, 3)], levels: new Int32Array(1) }
    const found = pureError(matrix, Float64Array.of(4, 6, 1, 2, 3, 9))
    expect(found).toEqual({
      settings: 2,
      rows: 5,
      degreesOfFreedom: 3,
      standardDeviation: expect.closeTo(Math.sqrt(4 / 3), 12),
      widest: { rows: [0, 1], difference: 2 },
    })
  })

  it('has none without replicates, and passes over missing targets', () => {
    const matrix = { rows: 3, columns: [Float64Array.of(1, 1, 2)], levels: new Int32Array(1) }
    expect(pureError(matrix, Float64Array.of(1, Number.NaN, 2))).toMatchObject({ rows: 0, standardDeviation: null })
  })
})
