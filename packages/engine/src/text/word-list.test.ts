import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sampleClassifier, sampleFolds, sampleTexts } from '../../test/sample-texts.ts'
import { fitTextClassifier, textCorpus } from './fit-text-classifier.ts'
import { markedWords } from './negation.ts'
import { normaliseText } from './normalise-text.ts'
import { type TextClassifier, TextScorer } from './text-classifier.ts'
import { tokensOf } from './text-tokens.ts'
import { listableWord, listedTexts, type WordList, wordListPart } from './word-list.ts'

const LIST: WordList = { words: ['good', 'bad', 'awful', ':)'], values: Float64Array.of(2, -1.5, -3, 1) }

/** The list as its comment defines it, word by word; null of a text without a listed word. */
function plainScore(text: string, { words, values }: WordList): number | null {
  const counts = new Map<string, number>()
  for (const word of markedWords(tokensOf(normaliseText(text).text))) counts.set(word, (counts.get(word) ?? 0) + 1)
  let sum = 0
  let squares = 0
  for (const [word, count] of counts) {
    const isNegated = word.startsWith('not_')
    const at = words.indexOf(isNegated ? word.slice(4) : word)
    if (at < 0) continue
    const weight = (1 + Math.log(count)) * values[at]! * (isNegated ? -0.74 : 1)
    sum += weight
    squares += weight * weight
  }
  return squares === 0 ? null : sum / Math.sqrt(squares)
}

describe('listedTexts', () => {
  it.each([
    ['good', 1],
    ['Bad!', -1],
    ['not good', -1],
    ['nothing of it', 0],
    ['good and bad', (2 - 1.5) / Math.hypot(2, 1.5)],
    ['good, not awful', (2 + 0.74 * 3) / Math.hypot(2, 0.74 * 3)],
    ['good good bad', ((1 + Math.LN2) * 2 - 1.5) / Math.hypot((1 + Math.LN2) * 2, 1.5)],
  ])('gives %s the score %d', (text, score) => {
    expect(listedTexts([text], LIST).scores[0]).toBeCloseTo(score, 14)
  })

  it('gives what the plain sum of the words gives', () => {
    const { texts } = sampleTexts(200, 2)
    const mixed = texts.map((text, i) => `${i % 3 === 0 ? 'not ' : ''}${text} ${i % 5 === 0 ? 'Awful :)' : ''}`)
    const { scores, isKnown } = listedTexts(mixed, LIST)
    mixed.forEach((text, i) => {
      const plain = plainScore(text, LIST)
      expect(scores[i]).toBeCloseTo(plain ?? 0, 12)
      expect(isKnown[i]).toBe(Number(plain !== null))
    })
  })

  it('counts the words of the list that occur, negated or not', () => {
    expect(listedTexts(['never bad', 'good good'], LIST)).toMatchObject({ words: 4, found: 2 })
  })
})

describe('listableWord', () => {
  it.each([
    ['Good', 'good'],
    ['ＯＫ', 'ok'],
    [' fine ', 'fine'],
    ["can't", "can't"],
    [':)', ':)'],
    ['良', '良'],
  ])('reads %s as texts are read', (entry, word) => expect(listableWord(entry)).toBe(word))
  it.each(['', '  ', 'fed up', 'short-sighted', 'not_good', '...', 'good.', '123456'])('takes no "%s"', (entry) =>
    expect(listableWord(entry)).toBeNull(),
  )
})

describe('wordListPart', () => {
  it('leaves words that negate, and signs, without a negated form', () => {
    const { terms } = wordListPart({ words: ['no', ':)', 'good'], values: Float64Array.of(-1, 1, 1) }).tfidf
    expect(terms).toEqual([':)', 'good', 'no', 'not_good'])
  })

  it.each([
    ['twice a word', ['good', 'good'], [1, 2]],
    ['large letters', ['Good'], [1]],
    ['a value of 0', ['good'], [0]],
    ['no value', ['good'], [Number.NaN]],
  ])('refuses %s', (_, words, values) => {
    expect(() => wordListPart({ words, values: Float64Array.from(values) })).toThrow(RangeError)
  })
})

describe('fitTextClassifier with a word list', () => {
  const { texts, target } = sampleTexts(120, 2)
  // a third of the words that tell the classes, and one that only new texts have
  const list: WordList = { words: ['good', 'bad', 'superb'], values: Float64Array.of(2, -2, 3) }
  const training = Int32Array.from({ length: 100 }, (_, i) => i)
  const test = Int32Array.from({ length: 20 }, (_, i) => 100 + i)
  const fit = (given?: WordList, labels = target) =>
    fitTextClassifier(textCorpus(texts, given), { target: labels, classes: 2 }, training, sampleFolds(100), test)

  it('is a part of the classifier, whose scores are those that were tested', () => {
    const { classifier, tested, listWeight } = fit(list)
    expect(listWeight).toBeGreaterThan(0)
    expect(classifier.parts).toHaveLength(3)
    const scorer = new TextScorer(classifier)
    test.forEach((text, i) => expect(scorer.score(texts[text]!).scores[0]).toBeCloseTo(tested[i]!, 12))
  })

  it('knows words that no training text has', () => {
    const score = (given?: WordList) => new TextScorer(fit(given).classifier).score('superb').scores[0]!
    expect(score(list)).toBeGreaterThan(score() + 0.3)
  })

  it('weighs nothing where it says the contrary', () => {
    // of labels that no words tell, so that nothing of the contrary is lost on the others
    const noisy = target.map((label, i) => (i % 5 === 0 ? 1 - label : label))
    const { classifier, listWeight } = fit({ ...list, values: list.values.map((value) => -value) }, noisy)
    expect(listWeight).toBe(0)
    expect(classifier.parts).toHaveLength(2)
  })

  it('refuses more than two classes', () => {
    expect(() =>
      fitTextClassifier(textCorpus(texts, list), { target, classes: 3 }, training, sampleFolds(100)),
    ).toThrow(RangeError)
  })

  it.each([
    [2, 'dbc20eb1cefdda0476bd326847ade64ed3b1846b7b9222b9a3fa689d556ef7b7'],
    [3, '6bfdb5e849240215a9b86e92b38cc0f296174a35cba18fdb8b01b83fb2d1eaa9'],
  ])('left out, gives the bytes that %d classes had before there were lists', (classes, hash) => {
    expect(hashOf(sampleClassifier(classes).classifier)).toBe(hash)
  })
})

function hashOf({ intercepts, parts }: TextClassifier): string {
  const hash = createHash('sha256').update(new Uint8Array(intercepts.buffer))
  for (const { tfidf, coefficients } of parts) {
    hash.update(tfidf.terms.join('\n'))
    hash.update(new Uint8Array(tfidf.inverseFrequencies.buffer))
    hash.update(new Uint8Array(coefficients.buffer))
  }
  return hash.digest('hex')
}
