import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { markNegations } from './negation.ts'
import { normaliseText } from './normalise-text.ts'
import type { SparseMatrix } from './sparse-matrix.ts'
import { countTerms } from './term-counts.ts'
import type { TermRules } from './text-terms.ts'
import { fitTfidf, TextReader, tfidfRows } from './tfidf.ts'

// by scikit-learn: see reference/text.py
const reference = JSON.parse(readFileSync(new URL('../../reference/text.json', import.meta.url), 'utf8'))
const texts = reference.texts as string[]
const all = texts.map((_, text) => text)
const RULES: Record<'words' | 'characters', TermRules> = {
  words: { kind: 'words', shortest: 1, longest: 2 },
  characters: { kind: 'characters', shortest: 2, longest: 4 },
}

describe('TF-IDF agrees with scikit-learn', () => {
  it.each(['words', 'characters'] as const)('of %s', (kind) => {
    const counts = countTerms(texts, RULES[kind])
    const fitted = fitTfidf(counts, all, { fewestTexts: 2, mostTerms: 1000 })
    expect(fitted.tfidf.terms).toEqual(reference[kind].terms)
    reference[kind].idf.forEach((idf: number, j: number) => {
      expect(fitted.tfidf.inverseFrequencies[j]).toBeCloseTo(idf, 14)
    })
    const rows = dense(tfidfRows(fitted, counts, all))
    reference[kind].rows.forEach((row: number[], i: number) => {
      row.forEach((value, j) => expect(rows[i]![j]).toBeCloseTo(value, 14))
    })
  })
})

describe('fitTfidf', () => {
  const counts = countTerms(texts, RULES.words)

  it('sees the training texts alone', () => {
    const { tfidf } = fitTfidf(counts, [0, 1], { fewestTexts: 1, mostTerms: 1000 })
    expect(tfidf.terms).not.toContain('quiet')
    expect(tfidf.inverseFrequencies[tfidf.terms.indexOf('bearing')]).toBe(1)
  })

  it('keeps the commonest terms, and says how many there were', () => {
    const { tfidf, found } = fitTfidf(counts, all, { fewestTexts: 2, mostTerms: 3 })
    expect(found).toBe(reference.words.terms.length)
    expect(tfidf.terms).toEqual(['and', 'bearing', 'the'])
  })
})

describe('TextReader', () => {
  it.each(['words', 'characters'] as const)('reads single texts as the rows of many, to the last bit: %s', (kind) => {
    const counts = countTerms(texts, RULES[kind])
    const fitted = fitTfidf(counts, [0, 2, 4, 6], { fewestTexts: 1, mostTerms: 40 })
    const rows = tfidfRows(fitted, counts, all)
    const reader = new TextReader(fitted.tfidf)
    texts.forEach((text, i) => {
      const row = reader.read(normaliseText(text).text)
      expect(row.columns).toEqual(rows.columns.slice(rows.starts[i], rows.starts[i + 1]))
      expect(row.values).toEqual(rows.values.slice(rows.starts[i], rows.starts[i + 1]))
    })
  })
})

it('adds to scores what the row of a text weighs, and nothing of the text before', () => {
  const counts = countTerms(texts, RULES.words)
  const { tfidf } = fitTfidf(counts, all, { fewestTexts: 1, mostTerms: 40 })
  const coefficients = Float64Array.from({ length: 2 * tfidf.terms.length }, (_, i) => Math.sin(i))
  const reader = new TextReader(tfidf, coefficients)
  for (const text of texts.map((each) => normaliseText(each).text)) {
    const scores = Float64Array.of(0, 0)
    const known = reader.addScores(text, markNegations(text), scores)
    const { columns, values } = reader.read(text)
    const expected = [0, 1].map((k) =>
      columns.reduce((sum, column, at) => sum + values[at]! * coefficients[k * tfidf.terms.length + column]!, 0),
    )
    expect([known, ...scores]).toEqual([columns.length, ...expected])
  }
})

function dense({ rows, width, starts, columns, values }: SparseMatrix): number[][] {
  return Array.from({ length: rows }, (_, i) => {
    const row = Array.from({ length: width }, () => 0)
    for (let k = starts[i]!; k < starts[i + 1]!; k++) row[columns[k]!] = values[k]!
    return row
  })
}
