import { describe, expect, it } from 'vitest'
import { gaussLegendre } from './gauss-legendre.ts'

describe('gaussLegendre', () => {
  it.each([1, 2, 3, 4, 5, 8, 13, 40])('integrates powers up to 2·%d − 1 exactly, and not the next one', (m) => {
    const { points, weights } = gaussLegendre(m)
    const integral = (power: number) => points.reduce((sum, t, k) => sum + weights[k]! * t ** power, 0)
    for (let power = 0; power < 2 * m; power++) expect(integral(power) * (power + 1)).toBeCloseTo(1, 12)
    if (m < 8) expect(Math.abs(integral(2 * m) * (2 * m + 1) - 1)).toBeGreaterThan(1e-9)
  })

  it('has the points of the textbook', () => {
    expect(gaussLegendre(2).points[0]).toBeCloseTo(0.5 - Math.sqrt(1 / 12), 15)
    expect(gaussLegendre(3).points[0]).toBeCloseTo(0.5 - Math.sqrt(3 / 20), 15)
    expect(gaussLegendre(3).weights[1]).toBeCloseTo(4 / 9, 15)
  })

  it.each([0, 1.5, -2])('refuses %d points', (m) => {
    expect(() => gaussLegendre(m)).toThrow(RangeError)
  })
})
