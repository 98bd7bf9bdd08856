import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleClassifier } from '../../test/sample-texts.ts'
import { TextExplainer, tellingWords } from './explain-text.ts'
import { TextScorer } from './text-classifier.ts'

describe.each([2, 3])('TextExplainer with %d classes', (classes) => {
  const { classifier } = sampleClassifier(classes)
  const explainer = new TextExplainer(classifier)
  const scorer = new TextScorer(classifier)

  it('leaves nothing of a score over, whatever the text', () => {
    const piece = fc.constantFrom(
      'not',
      'good',
      'bad',
      ' ',
      '!',
      'この製品は良い',
      '😀',
      '/',
      '\t',
      'ﬁne',
      '12',
      "n't",
      '...',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        const { intercepts, words } = explainer.explain(text)
        scorer.score(text).scores.forEach((score, k) => {
          const sum = words.reduce((total, { contributions }) => total + contributions[k]!, intercepts[k]!)
          expect(sum).toBeCloseTo(score, 10)
        })
      }),
      { seed: 1 },
    )
  })

  it('names the words in their order, and marks those that a negation reaches', () => {
    const { words } = explainer.explain('Not GOOD, bad!')
    expect(words.map(({ word }) => word)).toEqual(['not', 'not … good', 'bad', '!'])
  })

  it('says nothing of an empty text', () => {
    expect(explainer.explain(' \n').words).toEqual([])
  })
})

describe('tellingWords', () => {
  it('finds the words that the classes were made of', () => {
    const { classifier, texts } = sampleClassifier(2)
    const words = tellingWords(classifier, texts)
    const of = (word: string) => words.find((each) => each.word === word)!
    expect(of('good').mean[0]).toBeGreaterThan(0.5)
    expect(of('bad').mean[0]).toBeLessThan(-0.5)
    expect(Math.abs(of('motor').mean[0]!)).toBeLessThan(0.3)
    expect(of('good').texts).toBe(texts.filter((text) => text.split(' ').includes('good')).length)
  })
})
