import { expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { sortNumbers } from './sort-numbers.ts'

const generator = seededGenerator(1)
const many = (draw: () => number) => Float64Array.from({ length: 5000 }, draw)

it.each([
  ['none', new Float64Array(0)],
  ['few', Float64Array.of(3, -1, 2)],
  ['both signs and all sizes', many(() => generator.normal() * 10 ** (600 * generator.uniform() - 300))],
  ['many equal ones', many(() => generator.integer(7) - 3)],
  ['ends and zeros', many(() => [0, -0, 5e-324, -5e-324, Infinity, -Infinity, 1e308][generator.integer(7)]!)],
  ['all equal', many(() => 4.5)],
])('sorts %s as sort() does, to the bit', (_, values) => {
  expect(bits(sortNumbers(values.slice()))).toEqual(bits(values.slice().sort()))
})

it('sorts a part of a buffer and leaves the rest', () => {
  const whole = many(() => generator.normal())
  const before = whole.slice()
  sortNumbers(whole.subarray(10, 4500))
  expect(whole.slice(10, 4500)).toEqual(before.slice(10, 4500).sort())
  expect([whole.slice(0, 10), whole.slice(4500)]).toEqual([before.slice(0, 10), before.slice(4500)])
})

function bits(values: Float64Array): BigUint64Array {
  return new BigUint64Array(values.buffer, values.byteOffset, values.length)
}
