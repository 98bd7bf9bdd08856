import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { holdOut, kFold } from './folds.ts'

const counts = (foldOf: Int32Array, k: number) =>
  Array.from({ length: k }, (_, f) => foldOf.filter((x) => x === f).length)

describe('kFold', () => {
  it.each([
    [10, 5],
    [11, 5],
    [14, 5],
    [7, 7],
    [1030, 10],
  ])('deals %d rows into %d folds whose sizes differ by at most one', (rows, k) => {
    const sizes = counts(kFold(rows, k, seededGenerator(3)), k)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    expect(sizes.reduce((a, b) => a + b)).toBe(rows)
  })

  it('depends on the seed, and on nothing else', () => {
    expect(kFold(50, 5, seededGenerator(1))).toEqual(kFold(50, 5, seededGenerator(1)))
    expect(kFold(50, 5, seededGenerator(1))).not.toEqual(kFold(50, 5, seededGenerator(2)))
  })

  it('keeps groups together and leaves no fold empty', () => {
    const groups = Int32Array.from({ length: 60 }, (_, i) => (i < 30 ? 99 : Math.floor(i / 3)))
    const foldOf = kFold(60, 4, seededGenerator(8), groups)
    for (const group of new Set(groups)) {
      expect(new Set([...foldOf].filter((_, i) => groups[i] === group)).size).toBe(1)
    }
    expect(counts(foldOf, 4).toSorted((a, b) => a - b)).toEqual([9, 9, 12, 30])
  })

  it.each([1, 2.5, 4])('refuses to deal 3 rows into %d folds', (k) => {
    expect(() => kFold(3, k, seededGenerator(1))).toThrow(RangeError)
  })
})

describe('holdOut', () => {
  it.each([
    [10, 0.2, 2],
    [11, 0.2, 3],
    [2, 0.9, 1],
    [1030, 0.2, 206],
  ])('sets aside of %d rows %d, rounded up: %d', (rows, fraction, expected) => {
    const { training, test } = holdOut(rows, fraction, seededGenerator(4))
    expect(test.length).toBe(expected)
    expect([...training, ...test].sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i))
  })

  it('keeps groups together', () => {
    const groups = Int32Array.from({ length: 40 }, (_, i) => i % 10)
    const { test } = holdOut(40, 0.2, seededGenerator(4), groups)
    expect(test.length).toBe(8)
    expect(new Set([...test].map((row) => row % 10)).size).toBe(2)
  })

  it('refuses what leaves nothing on one side', () => {
    expect(() => holdOut(1, 0.2, seededGenerator(1))).toThrow(RangeError)
    expect(() => holdOut(10, 0, seededGenerator(1))).toThrow(RangeError)
    expect(() => holdOut(4, 0.5, seededGenerator(1), Int32Array.of(1, 1, 1, 1))).toThrow(RangeError)
  })
})
