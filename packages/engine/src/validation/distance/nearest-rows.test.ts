import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { distanceScaling, scaledRows } from './distance-scaling.ts'
import { findNearest, foundRows } from './nearest-rows.ts'
import { thinnedRows } from './thinned-rows.ts'

const generator = seededGenerator(8)
const N = 120
const drawn = (draw: () => number) =>
  Float64Array.from({ length: N }, () => (generator.uniform() < 0.1 ? Number.NaN : draw()))
const matrix = {
  rows: N,
  columns: [drawn(() => generator.normal()), drawn(() => generator.integer(3)), drawn(() => 100 * generator.uniform())],
  levels: Int32Array.of(0, 3, 0),
}
const scaling = distanceScaling(matrix)

/** The definition, feature by feature. */
function plainSquare(a: number, b: number): number {
  return matrix.columns.reduce((sum, column, j) => {
    const [x, y] = [column[a]!, column[b]!]
    if (Number.isNaN(x) || Number.isNaN(y)) return sum + (Number.isNaN(x) && Number.isNaN(y) ? 0 : 2)
    if (matrix.levels[j]! > 0) return sum + (x === y ? 0 : scaling.mismatch[j]!)
    return sum + ((x - y) / scaling.spread[j]!) ** 2
  }, 0)
}

describe('findNearest', () => {
  it('agrees with sorting all distances, mixed features and missing cells included', () => {
    const values = scaledRows(matrix, scaling)
    const found = foundRows(7)
    const numbers = Int32Array.from({ length: N }, (_, row) => row)
    for (let row = 0; row < N; row++) {
      findNearest({ values, mismatch: scaling.mismatch }, values, row, found, numbers, row)
      const sorted = [...numbers].filter((other) => other !== row).map((other) => plainSquare(row, other))
      sorted.sort((a, b) => a - b)
      found.squares.forEach((square, place) => expect(square).toBeCloseTo(sorted[place]!, 10))
      found.rows.forEach((other, place) => expect(plainSquare(row, other)).toBeCloseTo(found.squares[place]!, 10))
    }
  })

  it('leaves places empty where too few rows are left', () => {
    const found = foundRows(3)
    findNearest({ values: Float64Array.of(1, 4), mismatch: new Float64Array(1) }, Float64Array.of(2), 0, found)
    expect(found).toEqual({ rows: Int32Array.of(0, 1, -1), squares: Float64Array.of(1, 4, Infinity) })
  })
})

describe('distanceScaling', () => {
  it('lets each feature add about 2 to the squared distance of two random rows', () => {
    const values = scaledRows(matrix, scaling)
    const sums = [0, 0, 0]
    let pairs = 0
    for (let a = 0; a < N; a++) {
      for (let b = 0; b < a; b++) {
        pairs++
        for (let j = 0; j < 3; j++) {
          const difference = values[3 * a + j]! - values[3 * b + j]!
          if (Number.isNaN(difference)) sums[j]! += 2
          else sums[j]! += j === 1 ? (difference === 0 ? 0 : scaling.mismatch[1]!) : difference ** 2
        }
      }
    }
    for (const sum of sums) expect(sum / pairs).toBeGreaterThan(1.4)
    for (const sum of sums) expect(sum / pairs).toBeLessThan(3)
  })

  it('is not moved by one far row, and does not count what does not vary', () => {
    const near = Float64Array.from({ length: 50 }, (_, i) => i)
    const far = near.map((value) => (value === 49 ? 1e6 : value))
    const flat = new Float64Array(50).fill(0.1)
    const { spread } = distanceScaling({ rows: 50, columns: [near, far, flat], levels: new Int32Array(3) })
    expect(spread[1]).toBe(spread[0])
    expect(spread[2]).toBe(0)
  })

  it('has a spread for a number that is nearly always the same', () => {
    const rare = new Float64Array(100)
    rare[7] = 10
    const { spread } = distanceScaling({ rows: 100, columns: [rare], levels: new Int32Array(1) })
    expect(spread[0]).toBeCloseTo(Math.sqrt(0.01 * 0.99) * 10, 12)
  })
})

describe('thinnedRows', () => {
  it('keeps all rows that fit, else a fixed ascending choice without repeats', () => {
    const rows = Int32Array.from({ length: 100 }, (_, i) => 2 * i)
    expect(thinnedRows(rows, 100)).toBe(rows)
    const thinned = thinnedRows(rows, 30)
    expect(new Set(thinned).size).toBe(30)
    expect([...thinned]).toEqual([...thinned].sort((a, b) => a - b))
    expect(thinned).toEqual(thinnedRows(rows, 30))
  })
})
