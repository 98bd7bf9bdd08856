import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { difference, dot, doubleDoubles, inverseSquareRoot, product } from './double-double.ts'

// integers scaled by a power of two are exact in BigInt
const UNIT = 2n ** 200n
const exact = ([high, low]: readonly [number, number]) => integer(high) + integer(low)
function integer(value: number): bigint {
  return BigInt(value * 2 ** 200)
}
const relative = (value: bigint, expected: bigint) => Math.abs(Number(value - expected) / Number(expected))

describe('double-doubles', () => {
  const generator = seededGenerator(3)
  const random = () => {
    const high = generator.normal()
    return [high, high * (generator.uniform() - 0.5) * 2 ** -53] as const
  }

  it('multiply and subtract with 31 digits', () => {
    for (let i = 0; i < 200; i++) {
      const a = random()
      const b = random()
      expect(relative(exact(product(a, b)), (exact(a) * exact(b)) / UNIT)).toBeLessThan(1e-30)
      const gap = exact(a) - exact(b)
      expect(Math.abs(Number(exact(difference(a, b)) - gap)) / Number(UNIT)).toBeLessThan(1e-30)
    }
  })

  it('have inverse square roots with 31 digits', () => {
    for (const a of [0.3, 2, 1.7, 12345.678]) {
      const root = exact(inverseSquareRoot([a, 0]))
      expect(relative((((root * root) / UNIT) * exact([a, 0])) / UNIT, UNIT)).toBeLessThan(1e-30)
    }
  })

  it('sum products that cancel to their last digits', () => {
    const a = doubleDoubles(3)
    const b = doubleDoubles(3)
    a.high.set([1e8 + 1, -1e8, 2 ** -40])
    b.high.set([1e8 - 1, 1e8, 1])
    expect(dot(a, 0, b, 0, 3)).toEqual([2 ** -40 - 1, 0])
  })
})
