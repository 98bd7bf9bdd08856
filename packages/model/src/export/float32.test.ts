import { seededGenerator } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { closePairs } from '../../test/float32-pairs.ts'
import { exclusiveThreshold, float32Text } from './float32.ts'

const LARGEST = 3.4028234663852886e38

describe('exclusiveThreshold', () => {
  it('keeps both values of a pair on their sides once they are rounded to float32', () => {
    for (const { low, high, threshold } of closePairs(seededGenerator(3), 3000)) {
      const limit = exclusiveThreshold(threshold)
      expect([Math.fround(limit) === limit, Math.fround(low) < limit, Math.fround(high) < limit]).toEqual([
        true,
        true,
        false,
      ])
    }
  })

  it.each([
    [0, 2 ** -149],
    [-0, 2 ** -149],
    [2 ** -149, 2 ** -148],
    [-(2 ** -149), -0],
    [-1e-60, -0],
    [1, 1 + 2 ** -23],
    [-1, -1 + 2 ** -24],
    [Infinity, LARGEST],
    [1e300, LARGEST],
    [-1e300, -LARGEST],
    [-Infinity, -LARGEST],
  ])('of %d is %d', (threshold, expected) => {
    expect(exclusiveThreshold(threshold)).toBe(expected)
  })
})

describe('float32Text', () => {
  it('reads back as the same float32 and has nine digits at most', () => {
    const draw = seededGenerator(5)
    for (let i = 0; i < 3000; i++) {
      const value = (draw.uniform() - 0.5) * 10 ** (draw.integer(80) - 42)
      const text = float32Text(value)
      expect(Math.fround(Number(text))).toBe(Math.fround(value))
      expect(text).toMatch(/^-?\d\.\d{5,8}e[+-]\d+$/)
    }
    expect(float32Text(1e300)).toBe(float32Text(LARGEST))
  })
})
