import type { ModelInput } from '@zerosec/model'
import { expect, it } from 'vitest'
import { derivation } from './derive.ts'

const number = (name: string): ModelInput => ({ kind: 'number', name, low: 0, high: 1 })
const INPUTS = [number('a'), number('ratio'), number('double')]
const derive = derivation(['ratio = a / b', 'double = 2 * ratio'], INPUTS)

it('calculates what the model reads and the row does not give, one from the other', () => {
  expect(derive({ a: 3, b: 2 })).toEqual({ a: 3, b: 2, ratio: 1.5, double: 3 })
})

it('leaves alone what the row gives itself', () => {
  expect(derive({ a: 3, ratio: 9 })).toEqual({ a: 3, ratio: 9, double: 18 })
})

it('is missing where an input is, or where there is no result', () => {
  expect(derive({ a: null, b: 2 })['ratio']).toBeNaN()
  expect(derive({ a: 1, b: 0 })['ratio']).toBeNaN()
})

it('calculates nothing without its columns, which the model then misses by name', () => {
  expect(derive({ a: 3 })).toEqual({ a: 3 })
})

it('knows which other columns a calculation uses', () => {
  expect([derive.uses('b', ['a', 'b', 'c']), derive.uses('c', ['a', 'b', 'c'])]).toEqual([true, false])
})
