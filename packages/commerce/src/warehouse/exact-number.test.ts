import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exactNumber } from './exact-number.ts'

it('gives the number that the decimal’s text is read as, or says that there is none', () => {
  const units = fc.bigInt({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n })
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 18 }), fc.integer({ min: 0, max: 4 }), (units, scale, zeros) => {
      const more = units * 10n ** BigInt(zeros)
      expect(exactNumber(more, scale + zeros, 'gross')).toBe(Number(`${units}e-${scale}`))
    }),
  )
  expect(exactNumber(-(2n ** 53n - 1n), 4, 'gross')).toBe(-900719925474.0991)
  expect(exactNumber(10n ** 19n, 4, 'gross')).toBe(1e15)
  expect(() => exactNumber(10n ** 20n + 1n, 4, 'gross')).toThrow(/gross/)
})
