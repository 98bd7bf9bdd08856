import { describe, expect, it } from 'vitest'
import { brentMinimum } from './brent-minimum.ts'

describe('brentMinimum', () => {
  it.each([
    ['a parabola', (x: number) => (x - 1.25) ** 2, -5, 5, 1.25],
    ['|x|', Math.abs, -1, 3, 0],
    ['a minimum at the end', (x: number) => x, 2, 5, 2],
    ['cosh', (x: number) => Math.cosh(x + 2), -5, 5, -2],
    ['a quartic', (x: number) => (x - 3) ** 4 + x, -5, 5, 3 - 0.25 ** (1 / 3)],
  ])('finds the minimum of %s', (_, of, low, high, expected) => {
    expect(Math.abs(brentMinimum(of, low, high, 1e-9) - expected)).toBeLessThan(1e-6)
  })

  it('asks for far fewer values than golden sections alone', () => {
    let asked = 0
    brentMinimum((x) => (asked++, Math.cosh(x - 1)), -5, 5, 1e-9)
    expect(asked).toBeLessThan(30)
  })

  it('refuses an empty interval', () => {
    expect(() => brentMinimum(Math.abs, 1, 1, 1e-9)).toThrow(RangeError)
  })
})
