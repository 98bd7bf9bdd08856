import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseText } from './normalise-text.ts'
import { type TermRules, visitTerms } from './text-terms.ts'

function terms(given: string, rules: TermRules): string[] {
  const found: string[] = []
  visitTerms(normaliseText(given).text, rules, (term) => found.push(term))
  return found
}

const CHARACTERS = { kind: 'characters', shortest: 2, longest: 4 } as const

describe('visitTerms', () => {
  it('gives words and pairs of words', () => {
    expect(terms('a b c', { kind: 'words', shortest: 1, longest: 2 })).toEqual(['a', 'a b', 'b', 'b c', 'c'])
  })

  it('gives the pieces of words with the spaces around them', () => {
    expect(terms('is ok', { ...CHARACTERS, longest: 3 })).toEqual(
      [' i', 'is', 's ', ' is', 'is '].concat([' o', 'ok', 'k ', ' ok', 'ok ']),
    )
  })

  it('tells the pieces of a word that a negation reaches from those of the word', () => {
    const pieces = (text: string) => new Set(terms(text, CHARACTERS))
    const bad = pieces('bad')
    expect([...pieces('not bad')].filter((piece) => bad.has(piece))).toEqual([])
    expect([...pieces('not well. bad')].filter((piece) => bad.has(piece))).toEqual([...bad])
  })

  it('does not halve characters', () => {
    expect(terms('𠮷😀', { ...CHARACTERS, longest: 2 })).toEqual([' 𠮷', '𠮷😀', '😀 '])
  })

  it('agrees with all slices of a padded word, and says where they stand', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '良', '😀', '!', '\t'), maxLength: 30 })
    fc.assert(
      fc.property(text, (given) => {
        const plain = given
          .split(/\s+/)
          .filter((part) => part !== '')
          .flatMap((part) => {
            const characters = [' ', ...Array.from(part), ' ']
            return [2, 3, 4].flatMap((length) =>
              characters.slice(length - 1).map((_, i) => characters.slice(i, i + length).join('')),
            )
          })
        expect(terms(given, CHARACTERS).sort()).toEqual(plain.sort())
        visitTerms(given, CHARACTERS, (term, start, end) => expect(given.slice(start, end)).toBe(term.trim()))
      }),
      { seed: 1 },
    )
  })
})
