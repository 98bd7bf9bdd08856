import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sampleTextClassifier, sampleTextModel } from '../../test/text-models.ts'
import { encodeModel } from '../file/model-file.ts'
import type { Model } from '../model.ts'
import { SENTIMENT_CARD, SENTIMENT_MODEL } from '../shipped.ts'
import { openSentiment, sentimentOf } from './sentiment.ts'
import { sentimentMetadata } from './sentiment-rule.ts'

/** Tells bad from good by a text alone: the share of good is the logistic of its score. */
function sampleSentiment(rule = { positive: 1 as 0 | 1, neutralWithin: 0.1, leastKnownWords: 0.25 }): Model {
  const whole = sampleTextModel(2)
  const model: Model = {
    ...whole,
    inputs: [{ kind: 'text', name: 'remark', classifier: sampleTextClassifier(2) }],
    predictor: {
      kind: 'logistic',
      scores: [
        {
          intercept: 0,
          coefficients: Float64Array.of(1),
          columns: [[{ kind: 'power', feature: 0, power: 1, center: 0, scale: 1 }]],
        },
      ],
    },
  }
  return { ...model, metadata: { sentiment: sentimentMetadata(rule, model) } }
}

describe('sentimentOf', () => {
  const model = openSentiment(encodeModel(sampleSentiment()))

  it('gives the likelier class with its share', () => {
    const good = sentimentOf(model, 'the good solid motor is quiet')
    expect(good).toMatchObject({ sentiment: 'positive', reason: 'decided', isCut: false, isBroken: false })
    expect(good.confidence).toBe(good.shares.positive)
    expect(good.shares.positive + good.shares.negative).toBe(1)
    expect(sentimentOf(model, 'a bad and broken motor')).toMatchObject({ sentiment: 'negative', reason: 'decided' })
  })

  it('is neutral where the shares are about even', () => {
    const wide = openSentiment(sampleSentiment({ positive: 1, neutralWithin: 0.4, leastKnownWords: 0.25 }))
    const { sentiment, reason, confidence, shares } = sentimentOf(wide, 'the motor is good and bad, bad and good')
    expect([sentiment, reason]).toEqual(['neutral', 'undecided'])
    expect(confidence).toBeCloseTo(1 - Math.abs(shares.positive - shares.negative), 12)
  })

  it.each(['', '???', 'совсем другое', 'ein ganz anderer Satz mit good darin', '😀'])(
    'is neutral, without confidence, of "%s", of whose words too few are known',
    (text) =>
      expect(sentimentOf(model, text)).toMatchObject({ sentiment: 'neutral', confidence: 0, reason: 'unknown' }),
  )

  it('says that a text of 1 MB was cut, and that one was broken', () => {
    const long = sentimentOf(model, 'good '.repeat(200_000))
    expect(long).toMatchObject({ sentiment: 'positive', isCut: true })
    expect(long.shares).toEqual(sentimentOf(model, 'good '.repeat(4000)).shares)
    expect(sentimentOf(model, 'good\u0000').isBroken).toBe(true)
  })

  it('turns the shares around where the first class is positive', () => {
    const turned = openSentiment(sampleSentiment({ positive: 0, neutralWithin: 0.1, leastKnownWords: 0.25 }))
    expect(sentimentOf(turned, 'good').shares.positive).toBeCloseTo(sentimentOf(model, 'good').shares.negative, 12)
  })
})

describe('openSentiment', () => {
  const whole = sampleSentiment()
  const rule = whole.metadata['sentiment'] as Record<string, number | string>
  it.each<[string, Partial<Model>, string]>([
    ['without a rule', { metadata: {} }, 'metadata.sentiment'],
    ['of three classes', { target: { name: 'x', classes: ['a', 'b', 'c'] } }, 'target.classes'],
    ['of other columns', { inputs: sampleTextModel(2).inputs }, 'inputs'],
    [
      'whose positive class is not there',
      { metadata: { sentiment: { ...rule, positive: 'fine' } } },
      'metadata.sentiment.positive',
    ],
    [
      'with an impossible band',
      { metadata: { sentiment: { ...rule, neutral_within: 0.6 } } },
      'metadata.sentiment.neutral_within',
    ],
    [
      'with an impossible share',
      { metadata: { sentiment: { ...rule, least_known_words: 'all' } } },
      'metadata.sentiment.least_known_words',
    ],
  ])('refuses a model %s', (_, change, place) => {
    expect(() => openSentiment({ ...whole, ...change })).toThrow(
      expect.objectContaining({ code: 'model_file_invalid', details: expect.objectContaining({ place }) }),
    )
  })
})

describe('the model of sentiment that ships', () => {
  const bytes = readFileSync(SENTIMENT_MODEL)
  const model = openSentiment(bytes)
  const card = JSON.parse(readFileSync(SENTIMENT_CARD, 'utf8')) as { file: { bytes: number } }

  it('is a small file, and the one that its card tells of', () => {
    expect(bytes.length).toBeLessThan(1_500_000)
    expect(card.file.bytes).toBe(bytes.length)
  })

  it.each([
    ['I love this phone, the battery lasts for days.', 'positive'],
    ['The food was awful and the waiter was rude.', 'negative'],
    ['Not good at all.', 'negative'],
    ["It's not bad, it's wonderful!", 'positive'],
    ['not bad', 'positive'],
    ['not good', 'negative'],
    ['Not bad.', 'positive'],
    ['Not bad at all', 'positive'],
    ['Not just good, but excellent.', 'positive'],
    ['I don’t like it', 'negative'],
    ['Das Essen war schrecklich und der Kellner unfreundlich.', 'neutral'],
    ['この製品は良い。', 'neutral'],
    ['Gostei!!!', 'neutral'],
    ['Não recebi o produto 2!', 'neutral'],
    ['10', 'neutral'],
    ['???', 'neutral'],
    [':)', 'positive'],
  ])('says of "%s" that it is %s', (text, sentiment) => {
    expect(sentimentOf(model, text).sentiment).toBe(sentiment)
  })
})
