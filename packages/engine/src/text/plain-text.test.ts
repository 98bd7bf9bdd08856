import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sampleClassifier } from '../../test/sample-texts.ts'
import { markNegations, unmarked } from './negation.ts'
import { normaliseText } from './normalise-text.ts'
import { PlainText } from './plain-text.ts'
import { countTerms } from './term-counts.ts'
import { TextScorer } from './text-classifier.ts'
import type { TermRules } from './text-terms.ts'
import { TextReader } from './tfidf.ts'

const PIECES = [
  'not',
  "it't",
  'only',
  'Good',
  'bad',
  "isn't",
  "n't",
  'motor',
  'the',
  'zzz',
  'x',
  '12',
  '12345',
  '! ',
  '? ',
  '. ',
]
const piece = fc.oneof(
  fc.constantFrom(...PIECES, ':-)', '=', "'", '\n'),
  fc.string({ unit: 'grapheme-ascii', maxLength: 3 }),
)
const given = fc.array(fc.oneof(piece, fc.constant(' ')), { maxLength: 24 }).map((pieces) => pieces.join(''))

const TERMS = ['bad', 'not_bad', 'good motor', 'not_good not_motor', '!', '00000', 'x', ':-)', 'été', "isn't the"]

it('reads what strings would say: words, negations, capitals', () => {
  const plain = new PlainText(TERMS)
  const known = new Set(TERMS.map(unmarked))
  fc.assert(
    fc.property(given, (each) => {
      const { text } = normaliseText(each)
      expect(plain.read(text)).toBe(true)
      const { tokens, words, letters } = markNegations(text)
      const { numbers, count, dictionary } = plain
      const read = Array.from(numbers.subarray(0, count), (number) => {
        const word = dictionary[(number >> 1) - 1]
        return number % 2 === 1 ? `not_${word}` : word
      })
      expect(read).toEqual(words.map((word) => (dictionary.includes(unmarked(word)) ? word : undefined)))
      expect(plain.letters).toBe(letters)
      const telling = tokens.filter(({ text: word }) => /^([a-z].|[:;=].)/s.test(word))
      expect(plain.words).toBe(telling.length)
      expect(plain.knownWords).toBe(telling.filter(({ text: word }) => known.has(word)).length)
    }),
    { seed: 1, numRuns: 2000 },
  )
})

it('is not what a text beyond ASCII is read by', () => {
  expect(new PlainText(TERMS).read('été')).toBe(false)
})

it.each([2, 3])('scores to the last bit what the plain way does: %d classes', (classes) => {
  const { classifier } = sampleClassifier(classes)
  const scorer = new TextScorer(classifier)
  const readers = classifier.parts.map(({ tfidf }) => new TextReader(tfidf))
  fc.assert(
    fc.property(given, (each) => {
      const { text } = normaliseText(each)
      let knownTerms = 0
      const expected = classifier.intercepts.slice()
      classifier.parts.forEach(({ coefficients, tfidf: { terms } }, part) => {
        const { columns, values } = readers[part]!.readPlaces(text, () => {})
        knownTerms += columns.length
        expected.forEach((_, k) => {
          expected[k]! += columns.reduce(
            (sum, column, at) => sum + values[at]! * coefficients[k * terms.length + column]!,
            0,
          )
        })
      })
      expect(scorer.score(each)).toMatchObject({ scores: expected, knownTerms })
    }),
    { seed: 1, numRuns: 500 },
  )
})

it.each<TermRules>([
  { kind: 'words', shortest: 1, longest: 1 },
  { kind: 'words', shortest: 1, longest: 2 },
  { kind: 'words', shortest: 2, longest: 3 },
  { kind: 'characters', shortest: 1, longest: 3 },
  { kind: 'characters', shortest: 2, longest: 5 },
])('has the terms that going through every run finds: %o', (rules) => {
  const text = given.map((each) => normaliseText(each).text)
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), text, (learnt, read) => {
      const { terms } = countTerms([...learnt, 'bad été'], rules)
      const ones = Float64Array.from(terms, () => 1)
      const reader = new TextReader({ rules, terms, inverseFrequencies: ones }, ones)
      const plain = new PlainText(rules.kind === 'words' ? terms : [])
      for (const each of [read, ...learnt]) {
        plain.read(each)
        const scores = new Float64Array(1)
        const { values } = reader.readPlaces(each, () => {})
        expect(reader.addPlainScores(plain, scores)).toBe(values.length)
        expect(scores[0]).toBe(values.reduce((sum, value) => sum + value, 0))
      }
    }),
    { seed: 1 },
  )
})
