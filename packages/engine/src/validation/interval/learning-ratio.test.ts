import { describe, expect, it } from 'vitest'
import { learningRatio } from './learning-ratio.ts'

describe('learningRatio', () => {
  it('continues the power law that halving the rows shows', () => {
    // errors as rows^−½: 1 of 80 % of the rows, √2 of 40 %
    expect(learningRatio([-Math.SQRT2, Math.SQRT2], [1, -1], 5)).toBeCloseTo(Math.sqrt(0.8), 12)
  })

  it.each([
    ['more rows do not help', [1, 1], [1, 1], 1],
    ['more rows seem to harm', [1, 1], [2, 2], 1],
    ['half of the rows were useless', [90, 90], [1, 1], 0.8],
    ['there are no errors', [1, 1], [0, 0], 1],
  ])('where %s: %j to %j gives %d', (_, half, fold, expected) => {
    expect(learningRatio(half, fold, 5)).toBe(expected)
  })

  it('refuses errors of other rows, and a single fold', () => {
    expect(() => learningRatio([1], [1, 2], 5)).toThrow(RangeError)
    expect(() => learningRatio([1], [1], 1)).toThrow(RangeError)
  })
})
