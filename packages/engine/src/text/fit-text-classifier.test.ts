import { describe, expect, it } from 'vitest'
import { sampleClassifier, sampleFolds, sampleTexts } from '../../test/sample-texts.ts'
import { seededGenerator } from '../random/generator.ts'
import { fitTextClassifier, textCorpus } from './fit-text-classifier.ts'
import { logCountRatios } from './log-count-ratios.ts'
import { TextScorer } from './text-classifier.ts'

const all = (count: number) => Int32Array.from({ length: count }, (_, i) => i)

function shareRight(
  classifier: ReturnType<typeof sampleClassifier>['classifier'],
  texts: string[],
  target: Int32Array,
) {
  const scorer = new TextScorer(classifier)
  const right = texts.filter((text, i) => {
    const { scores } = scorer.score(text)
    const found = scores.length === 1 ? Number(scores[0]! > 0) : scores.indexOf(Math.max(...scores))
    return found === target[i]
  })
  return right.length / texts.length
}

describe('fitTextClassifier', () => {
  it.each([2, 3])('tells %d classes of new texts', (classes) => {
    const { classifier, parts } = sampleClassifier(classes)
    const fresh = sampleTexts(200, classes, 9)
    expect(shareRight(classifier, fresh.texts, fresh.target)).toBeGreaterThan(0.97)
    expect(parts.every(({ hasConverged }) => hasConverged)).toBe(true)
  })

  it('learns from the training texts alone', () => {
    const { texts, target } = sampleTexts(120, 2)
    const training = all(80)
    const folds = sampleFolds(80)
    const changed = texts.map((text, i) => (i < 80 ? text : `${text} good unseen`))
    const fit = (given: string[], labels: Int32Array) =>
      fitTextClassifier(textCorpus(given), { target: labels, classes: 2 }, training, folds)
    const other = target.map((k, i) => (i < 80 ? k : 1 - k))
    expect(fit(changed, other)).toEqual(fit(texts, target))
  })

  it('finds nothing where the classes are shuffled, and scores held-out texts accordingly', () => {
    const { texts, target } = sampleTexts(200, 2)
    const shuffled = target.slice()
    seededGenerator(3).shuffle(shuffled)
    const { parts, outOfFold } = fitTextClassifier(
      textCorpus(texts),
      { target: shuffled, classes: 2 },
      all(200),
      sampleFolds(200),
    )
    for (const { loss } of parts) expect(loss).toBeGreaterThan(0.65)
    expect(outOfFold.filter((score, i) => score > 0 === (shuffled[i] === 1)).length / 200).toBeLessThan(0.65)
  })

  it('gives the same bytes again', () => {
    expect(sampleClassifier(2)).toEqual(sampleClassifier(2))
  })

  it('tells Japanese sentences apart, which write no spaces', () => {
    const subjects = ['この製品', 'このモーター', 'その部品', '電池', '画面の表示', '操作']
    const endings = [
      ['は良くない', 'がすぐ壊れた', 'は最悪です', 'に満足できない'],
      ['は良い', 'が長持ちする', 'は最高です', 'に満足した'],
    ]
    const texts: string[] = []
    const target: number[] = []
    for (const subject of subjects) {
      endings.forEach((forms, k) => {
        for (const form of forms) {
          texts.push(`${subject}${form}。`)
          target.push(k)
        }
      })
    }
    const classes = Int32Array.from(target)
    const training = Int32Array.from(all(texts.length).filter((text) => !texts[text]!.startsWith('操作')))
    const { classifier } = fitTextClassifier(
      textCorpus(texts),
      { target: classes, classes: 2 },
      training,
      sampleFolds(training.length),
    )
    const held = all(texts.length).filter((text) => texts[text]!.startsWith('操作'))
    const own = Array.from(held, (text) => texts[text]!)
    expect(
      shareRight(
        classifier,
        own,
        held.map((text) => classes[text]!),
      ),
    ).toBe(1)
  })

  it.each([
    ['empty texts', () => ''],
    ['texts that are all equal', () => 'the same text'],
    ['names that never repeat', (i: number) => `id-${(i * 7919) % 104_729}`],
    ['signs alone', () => '///'],
  ])('has nothing to say of %s', (_, textOf) => {
    const texts = Array.from({ length: 60 }, (__, i) => textOf(i))
    const target = Int32Array.from({ length: 60 }, (__, i) => Number(i % 3 === 0))
    const { classifier } = fitTextClassifier(textCorpus(texts), { target, classes: 2 }, all(60), sampleFolds(60))
    const share = 1 / (1 + Math.exp(-new TextScorer(classifier).score('anything else').scores[0]!))
    expect(share).toBeGreaterThan(0.2)
    expect(share).toBeLessThan(0.5)
  })
})

describe('logCountRatios', () => {
  it('are those of the closed form', () => {
    const matrix = {
      rows: 2,
      width: 2,
      starts: Int32Array.of(0, 2, 3),
      columns: Int32Array.of(0, 1, 0),
      values: Float64Array.of(1, 3, 2),
    }
    const [first, second] = logCountRatios(matrix, Int32Array.of(0, 1))
    expect(first).toBeCloseTo(Math.log(3 / 4 / (2 / 6)), 14)
    expect(second).toBeCloseTo(Math.log(1 / 4 / (4 / 6)), 14)
  })
})
