import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { countTerms } from './term-counts.ts'

const WORDS = { kind: 'words', shortest: 1, longest: 1 } as const

/** Texts of words of which word w is about 1/w as common as the first. */
function zipfTexts(texts: number, seed: number): string[] {
  const draw = seededGenerator(seed)
  const word = () => `w${'abcdefghij'[draw.integer(10)]}${Math.floor(1 / (draw.uniform() + 1e-4))}`
  return Array.from({ length: texts }, () => Array.from({ length: 12 }, word).join(' '))
}

describe('countTerms', () => {
  it('counts how often each word occurs in each text, words in the order of their units', () => {
    const { terms, starts, columns, counts } = countTerms(['b a b', '', 'a Z'], WORDS)
    expect(terms).toEqual(['a', 'b', 'z'])
    expect([...starts]).toEqual([0, 2, 2, 4])
    expect([...columns]).toEqual([0, 1, 0, 2])
    expect([...counts]).toEqual([1, 2, 1, 1])
  })

  it('keeps what is in enough texts, and of too many terms the commonest', () => {
    const texts = ['a b', 'a b', 'a c', 'b', 'a c']
    expect(countTerms(texts, WORDS, { fewestTexts: 3 }).terms).toEqual(['a', 'b'])
    expect(countTerms(texts, WORDS, { mostTerms: 1 }).terms).toEqual(['a'])
  })

  it('holds a bounded number of terms, and still finds each that is in more texts than it says', () => {
    const texts = zipfTexts(600, 1)
    const all = countTerms(texts, WORDS)
    const bounded = countTerms(texts, WORDS, { mostHeld: 150 })
    expect(all.terms.length).toBeGreaterThan(400)
    expect(bounded.fewestTexts).toBeGreaterThan(1)
    const frequent = countTerms(texts, WORDS, { fewestTexts: bounded.fewestTexts })
    // what it kept beside them was counted too high by at most what was let go
    const kept = new Set(bounded.terms)
    expect(frequent.terms.filter((term) => !kept.has(term))).toEqual([])
    expect(bounded.terms.length).toBeLessThanOrEqual(150)
  })

  it('counts a term as often as the longest text can have it', () => {
    expect([...countTerms(['a '.repeat(20_000)], WORDS).counts]).toEqual([10_000])
  })
})
