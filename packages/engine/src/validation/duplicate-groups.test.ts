import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { duplicateGroups, mergeGroups } from './duplicate-groups.ts'

describe('duplicateGroups', () => {
  it('numbers equal rows alike, missing cells and both zeros included', () => {
    const matrix = {
      rows: 6,
      columns: [Float64Array.of(1, 2, 1, Number.NaN, Number.NaN, 2), Float64Array.of(0, 0, -0, 3, 3, 1)],
      levels: new Int32Array(2),
    }
    expect([...duplicateGroups(matrix)]).toEqual([0, 1, 0, 2, 2, 3])
  })

  it('agrees with comparing every pair', () => {
    const generator = seededGenerator(2)
    const columns = [0, 1, 2].map(() => Float64Array.from({ length: 300 }, () => generator.integer(5) / 10))
    const groups = duplicateGroups({ rows: 300, columns, levels: new Int32Array(3) })
    for (let a = 0; a < 300; a++) {
      for (let b = 0; b < a; b++) {
        expect(groups[a] === groups[b]).toBe(columns.every((column) => column[a] === column[b]))
      }
    }
  })
})

describe('mergeGroups', () => {
  it('joins through chains of both', () => {
    expect([...mergeGroups(Int32Array.of(0, 0, 1, 1, 2, 3), Int32Array.of(9, 8, 8, 7, 6, 5))]).toEqual([
      0, 0, 0, 0, 1, 2,
    ])
    expect([...mergeGroups(Int32Array.of(0, 0, 1, 1), Int32Array.of(5, 6, 7, 6))]).toEqual([0, 0, 0, 0])
  })

  it('refuses groups of other rows', () => {
    expect(() => mergeGroups(new Int32Array(2), new Int32Array(3))).toThrow(RangeError)
  })
})
