import { describe, expect, it } from 'vitest'
import { sampleFolds, sampleTexts } from '../../test/sample-texts.ts'
import { deniedPlaces, plainCoefficients, withDenied, withNegatedForms } from './denied-words.ts'
import { fitTextClassifier, textCorpus } from './fit-text-classifier.ts'
import { normaliseText } from './normalise-text.ts'
import { multiply } from './sparse-matrix.ts'
import { countTerms } from './term-counts.ts'
import { TextScorer } from './text-classifier.ts'
import { fitTfidf, TextReader, tfidfRows } from './tfidf.ts'

const RULES = { kind: 'words', shortest: 1, longest: 2 } as const
const TEXTS = ['a good motor', 'a bad motor', 'good', 'not bad at all', 'bad cover', 'it is not a good motor', 'at all']
const ALL = TEXTS.map((_, text) => text)

function vocabulary(texts: readonly string[], training: readonly number[]) {
  const counts = countTerms(texts, RULES, { fewestTexts: 2, keepsDenied: true })
  const fitted = fitTfidf(counts, training, { fewestTexts: 2, mostTerms: 100 })
  return { counts, plain: fitted, fitted: withNegatedForms(fitted, counts, training) }
}

describe('withNegatedForms', () => {
  it('gives each word its negated form, with the weight of the word where the form is rare', () => {
    const { plain, fitted } = vocabulary(TEXTS, ALL)
    const { terms, inverseFrequencies } = fitted.tfidf
    const words = plain.tfidf.terms.filter((term) => !term.includes(' ') && !/^not(_|$)/.test(term))
    expect(words).toEqual(['a', 'bad', 'good', 'motor'])
    for (const word of words) {
      const at = terms.indexOf(`not_${word}`)
      expect(at).toBeGreaterThan(0)
      expect(inverseFrequencies[at]).toBe(inverseFrequencies[terms.indexOf(word)])
    }
    expect(terms).toEqual([...terms].sort())
    expect(terms).toHaveLength(plain.tfidf.terms.length + words.length)
    expect(fitted.found).toBe(plain.found + words.length)
  })

  it('counts rare forms where they stand, as a single text is read', () => {
    const { counts, fitted } = vocabulary(TEXTS, ALL)
    const rows = tfidfRows(fitted, counts, ALL)
    const reader = new TextReader(fitted.tfidf)
    TEXTS.forEach((text, i) => {
      const { columns, values } = reader.read(normaliseText(text).text)
      expect(columns).toEqual(rows.columns.slice(rows.starts[i], rows.starts[i + 1]))
      expect(values).toEqual(rows.values.slice(rows.starts[i], rows.starts[i + 1]))
    })
    const own = reader.read('not bad').columns
    expect(Array.from(own, (column) => fitted.tfidf.terms[column])).toEqual(['not', 'not_bad'])
  })

  it('leaves a vocabulary as it is whose training texts deny nothing, whatever others do', () => {
    const { plain, fitted } = vocabulary(TEXTS, [0, 1, 2, 4, 6])
    expect(fitted).toBe(plain)
  })
})

describe('a model of rows with what is denied', () => {
  const { counts, fitted } = vocabulary(TEXTS, ALL)
  const denied = deniedPlaces(fitted.tfidf.terms)
  const rows = tfidfRows(fitted, counts, ALL)

  it('knows of each negated form the word', () => {
    const pairs = fitted.tfidf.terms.flatMap((term, at) =>
      denied[at]! < 0 ? [] : [[term, fitted.tfidf.terms[denied[at]!]]],
    )
    expect(pairs).toContainEqual(['not_bad', 'bad'])
    for (const [form, word] of pairs) expect(form).toBe(`not_${word}`)
  })

  it('has the scores of plain rows by its plain coefficients', () => {
    const both = withDenied(rows, denied)
    const { terms } = fitted.tfidf
    const coefficients = Float64Array.from({ length: 2 * terms.length }, (_, i) => Math.sin(i + 1))
    const plain = plainCoefficients(coefficients, denied)
    for (const k of [0, 1]) {
      const [from, to] = [k * terms.length, (k + 1) * terms.length]
      const [expected, found] = [new Float64Array(TEXTS.length), new Float64Array(TEXTS.length)]
      multiply(both, coefficients.subarray(from, to), expected)
      multiply(rows, plain.subarray(from, to), found)
      found.forEach((score, i) => expect(score).toBeCloseTo(expected[i]!, 14))
    }
    const at = terms.indexOf('not_bad')
    expect(plain[at]).toBeCloseTo(coefficients[at]! - 0.74 * coefficients[terms.indexOf('bad')]!, 14)
  })

  it('has columns in their order, each once in a row', () => {
    const { starts, columns } = withDenied(rows, denied)
    for (let i = 0; i < TEXTS.length; i++) {
      const own = [...columns.subarray(starts[i], starts[i + 1])]
      expect(own).toEqual([...new Set(own)].sort((a, b) => a - b))
    }
  })
})

describe('fitTextClassifier of texts that deny', () => {
  // two texts in five say the contrary of their words; "noisy" is never denied
  const { texts: plain, target: words } = sampleTexts(200, 2)
  const isTurned = (i: number) => i % 5 < 2 && !plain[i]!.includes('noisy')
  const texts = plain.map((text, i) => (isTurned(i) ? text.replace(/(bad|broken|good|solid|quiet)/g, 'not $1') : text))
  const target = words.map((k, i) => (isTurned(i) ? 1 - k : k))
  const training = Int32Array.from({ length: 160 }, (_, i) => i)
  const test = Int32Array.from({ length: 40 }, (_, i) => 160 + i)
  const { classifier, tested } = fitTextClassifier(
    textCorpus(texts),
    { target, classes: 2 },
    training,
    sampleFolds(160),
    test,
  )
  const scorer = new TextScorer(classifier)
  const scoreOf = (text: string) => scorer.score(text).scores[0]!

  it('tests the scores that it gives', () => {
    test.forEach((text, i) => expect(scoreOf(texts[text]!)).toBeCloseTo(tested[i]!, 12))
  })

  it('takes a word that it never saw denied for less of its class where it is', () => {
    expect(texts.some((text) => text.includes('not noisy'))).toBe(false)
    const [said, denied, neither] = ['the motor is noisy', 'the motor is not noisy', 'the motor is not zzz'].map(
      scoreOf,
    )
    expect(said).toBeLessThan(0)
    expect(denied).toBeGreaterThan(neither!)
  })
})
