import { describe, expect, it } from 'vitest'
import { parseFormula } from './formula.ts'
import { containsTerm, inputColumns, secondOrderTerms, type Term } from './terms.ts'

const term = (text: string) => parseFormula(text, { columns: ['a', 'b', 'c'], features: [] }).terms[0]!

describe('terms', () => {
  it('are the same whether listed or written as a formula', () => {
    const formula = parseFormula('.^2 + I(a^2) + I(c^2)', { columns: ['a', 'b', 'c'], features: ['a', 'b', 'c'] })
    const terms = secondOrderTerms(['a', 'b', 'c'], ['a', 'c'])
    const byLabel = (list: readonly Term[]) => list.toSorted((x, y) => (x.label < y.label ? -1 : 1))
    expect(byLabel(terms)).toEqual(byLabel(formula.terms))
    expect(terms.map(({ label }) => label)).toEqual(['a', 'b', 'c', 'a^2', 'c^2', 'a:b', 'a:c', 'b:c'])
  })

  it.each([
    ['a:b', 'a', true],
    ['a:b', 'a:b', false],
    ['a:b:c', 'a:c', true],
    ['I(a^2)', 'a', true],
    ['I(a^3)', 'I(a^2)', true],
    ['I(a^2):b', 'a:b', true],
    ['I(a^2)', 'a:b', false],
    ['a', 'I(a^2)', false],
    ['log(a)', 'a', false],
    ['a:b', 'c', false],
  ])('%s contains %s: %s', (larger, smaller, expected) => {
    expect(containsTerm(term(larger), term(smaller))).toBe(expected)
  })

  it('tell which columns they read', () => {
    expect(inputColumns([term('I(a*c)'), term('log(c)')])).toEqual(['a', 'c'])
  })
})
