import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseText } from './normalise-text.ts'
import { countTerms } from './term-counts.ts'
import { TermTree } from './term-tree.ts'
import type { TermRules } from './text-terms.ts'
import { TextReader, type Tfidf } from './tfidf.ts'

const PIECES = [
  'not',
  'good',
  "n't",
  ' ',
  '!',
  'この製品は良い',
  '😀',
  '\t',
  'é',
  '12',
  'aa',
  'a',
  'b',
  ':)',
  '\n',
  '. ',
]
const text = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 14 })
  .map((pieces) => normaliseText(pieces.join('')).text)

function vocabulary(texts: readonly string[], rules: TermRules): Tfidf {
  const { terms } = countTerms(texts, rules)
  return { rules, terms, inverseFrequencies: Float64Array.from(terms, (_, i) => 1 + (i % 7)) }
}

describe('TermTree', () => {
  it.each<TermRules>([
    { kind: 'words', shortest: 1, longest: 1 },
    { kind: 'words', shortest: 1, longest: 2 },
    { kind: 'words', shortest: 2, longest: 3 },
    { kind: 'characters', shortest: 1, longest: 3 },
    { kind: 'characters', shortest: 2, longest: 5 },
  ])('finds what going through every run finds: %o', (rules) => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), text, (learnt, read) => {
        const reader = new TextReader(vocabulary(learnt, rules))
        for (const each of [read, ...learnt]) {
          expect(reader.read(each)).toEqual(reader.readPlaces(each, () => {}))
        }
      }),
      { seed: 1 },
    )
  })

  it('leaves out terms that the rules make of no text', () => {
    const rules: TermRules = { kind: 'characters', shortest: 2, longest: 3 }
    const tree = new TermTree(['a', 'ab', 'abcd'], rules)
    const { columns, found } = tree.find('abcd')
    expect([...columns.subarray(0, found)]).toEqual([1])
  })

  it('divides at every white space that the plain way divides at', () => {
    const rules: TermRules = { kind: 'characters', shortest: 2, longest: 2 }
    const reader = new TextReader(vocabulary(['ab'], rules))
    for (let unit = 0; unit < 65_536; unit++) {
      const each = `ab${String.fromCharCode(unit)}ab`
      const [{ values }, plain] = [reader.read(each), reader.readPlaces(each, () => {})]
      if (values.join() !== plain.values.join())
        expect.fail(`unit ${unit}: ${values.join()}, not ${plain.values.join()}`)
    }
  })

  it('does not read characters of two units, and knows that', () => {
    const rules: TermRules = { kind: 'characters', shortest: 1, longest: 2 }
    expect(new TermTree(['😀'], rules).reads('a 😀')).toBe(false)
    expect(new TermTree(['a'], { ...rules, kind: 'words' }).reads('a 😀')).toBe(true)
  })
})
