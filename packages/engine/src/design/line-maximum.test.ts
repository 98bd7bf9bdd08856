import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { lineMaximum } from './line-maximum.ts'

describe('lineMaximum', () => {
  it.each([1, 2, 3, 4, 6, 8])('finds the highest point of random polynomials of degree %i', (degree) => {
    const generator = seededGenerator(degree)
    for (let draw = 0; draw < 200; draw++) {
      const coefficients = Array.from({ length: degree + 1 }, () => generator.normal())
      const polynomial = (t: number) => coefficients.reduceRight((value, c) => value * t + c, 0)
      const low = -1 - generator.uniform()
      const high = low + 0.1 + 2 * generator.uniform()
      const { at, value } = lineMaximum(polynomial, low, high, degree)
      expect(value).toBe(polynomial(at))
      expect(at).toBeGreaterThanOrEqual(low)
      expect(at).toBeLessThanOrEqual(high)
      const grid = Array.from({ length: 501 }, (_, k) => polynomial(low + (k / 500) * (high - low)))
      expect(value).toBeGreaterThanOrEqual(Math.max(...grid) - 1e-9)
    }
  })

  it('finds the highest point of a function that is no polynomial', () => {
    const { at, value } = lineMaximum((t) => Math.exp(-((t - 0.3) ** 2)), -1, 1, Number.POSITIVE_INFINITY)
    expect(at).toBeCloseTo(0.3, 7)
    expect(value).toBeCloseTo(1, 14)
  })

  it.each([
    ['a constant', () => 5, -1],
    ['ends that tie', (t: number) => t * t, -1],
    ['a peak at the middle', (t: number) => 1 - t ** 4, 0],
  ])('keeps round settings: %s', (_, value, at) => {
    expect(lineMaximum(value, -1, 1, 4).at).toBe(at)
  })

  it('stays where there is no interval', () => {
    expect(lineMaximum((t) => t, 0.5, 0.5, 2)).toEqual({ at: 0.5, value: 0.5 })
  })
})
