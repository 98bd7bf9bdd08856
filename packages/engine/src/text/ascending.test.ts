import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Ascending } from './ascending.ts'

it('puts different numbers in ascending order, and leaves nothing behind', () => {
  const ascending = new Ascending(5000)
  const different = fc.uniqueArray(fc.oneof(fc.nat(4999), fc.constantFrom(0, 31, 32, 1023, 1024, 4999)))
  fc.assert(
    fc.property(different, (numbers) => {
      const sorted = Int32Array.of(...numbers, -7)
      ascending.sort(sorted, numbers.length)
      expect([...sorted]).toEqual([...numbers.toSorted((a, b) => a - b), -7])
    }),
    { seed: 1 },
  )
})
