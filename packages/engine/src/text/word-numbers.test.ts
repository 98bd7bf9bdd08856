import fc from 'fast-check'
import { expect, it } from 'vitest'
import { WordNumbers } from './word-numbers.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', "'", '!', '0'), minLength: 1, maxLength: 4 })

it('finds in a text the number of each word that it has, and 0 of any other', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 60 }), fc.array(word), (words, others) => {
      const numbers = new WordNumbers(words)
      for (const each of [...words, ...others]) {
        expect(numbers.find(`a ${each}b`, 2, 2 + each.length)).toBe(words.indexOf(each) + 1)
      }
    }),
    { seed: 1 },
  )
})

it('tells apart words of one hash', () => {
  // FNV-1a of 32 bits: known collisions
  const words = ['costarring', 'liquid', 'declinate', 'macallums']
  const numbers = new WordNumbers(words)
  expect(words.map((each) => numbers.find(each, 0, each.length))).toEqual([1, 2, 3, 4])
  expect(new WordNumbers(['costarring']).find('liquid', 0, 6)).toBe(0)
  expect(new WordNumbers(['declinate']).find('macallums', 0, 9)).toBe(0)
})
