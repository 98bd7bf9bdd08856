import { expect, it } from 'vitest'
import { sampleClassifier } from '../../test/sample-texts.ts'
import { TextScorer } from './text-classifier.ts'

it.each([
  ['a good motor', { words: 2, knownWords: 2 }],
  ['gostei!!!', { words: 1, knownWords: 0 }],
  ['o 5 é bom !', { words: 1, knownWords: 0 }],
  ['zzz :)', { words: 2, knownWords: 0 }],
  ['not good', { words: 2, knownWords: 1 }],
  ['??? 10 ! =', { words: 0, knownWords: 0 }],
  ['', { words: 0, knownWords: 0 }],
])('TextScorer counts words, which numbers, signs and single letters are not: "%s"', (text, expected) => {
  const scorer = new TextScorer(sampleClassifier(2).classifier)
  expect(scorer.score(text)).toMatchObject(expected)
})
