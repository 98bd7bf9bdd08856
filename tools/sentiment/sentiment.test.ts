import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeModel, openSentiment, sentimentOf, type TextInput } from '../../packages/model/src/index.ts'
import { describeWithReferenceData, referencePath } from '../../test/reference-data.ts'
import { ROOT } from '../root.ts'
import type { ModelCard } from './card.ts'
import { vaderLexicon } from './lexicon.ts'
import { makeSentiment } from './make-sentiment.ts'
import { neutralWithin } from './neutral-band.ts'
import { reliability } from './reliability.ts'
import { restaurantSentences, sha256Of, trainingSentences } from './sentences.ts'
import { CARD_PATH, MODEL_PATH } from './sources.ts'

const bytes = readFileSync(join(ROOT, MODEL_PATH))
const card = JSON.parse(readFileSync(join(ROOT, CARD_PATH), 'utf8')) as ModelCard
const scoreOf = (name: string) => card.scores.find((score) => score.name === name)!
const { classifier } = decodeModel(bytes).inputs[0] as TextInput
const terms = classifier.parts.flatMap(({ tfidf }) => tfidf.terms)

describe('the model of sentiment that ships', () => {
  it('is the file that its card tells of', () => {
    expect(card.file).toEqual({ name: 'sentiment.zsm', bytes: bytes.length, sha256: sha256Of(bytes) })
  })

  it('tells restaurant sentences, which it never saw, as well as its card says', () => {
    const model = openSentiment(bytes)
    const { sentences } = restaurantSentences(ROOT)
    const answers = sentences.map(({ text }) => sentimentOf(model, text))
    const right = answers.filter(({ shares }, i) => shares.positive > 0.5 === sentences[i]!.isPositive).length
    const neutral = answers.filter(({ sentiment }) => sentiment === 'neutral').length
    expect(sentences).toHaveLength(1000)
    expect(scoreOf('restaurant')).toMatchObject({ accuracy: right / 1000, neutral_share: neutral / 1000 })
  })

  it.each(['product', 'film', 'restaurant', 'mix'])('tells 0.83 at least of unseen sentences: %s', (name) => {
    expect(scoreOf(name).accuracy).toBeGreaterThanOrEqual(0.83)
  })

  it('tells 0.83 of the mix even where every neutral counts as wrong', () => {
    expect(scoreOf('mix').accuracy_neutral_wrong).toBeGreaterThanOrEqual(0.83)
  })

  it('is as often right as its confidence says', () => {
    const decided = card.reliability.reduce((sum, { sentences }) => sum + sentences, 0)
    const { sentences, neutral_share: neutral } = scoreOf('mix')
    expect(decided).toBe(Math.round(sentences * (1 - neutral)))
    for (const band of card.reliability) {
      // by chance alone: three standard deviations
      const chance = 3 * Math.sqrt((band.mean_confidence * (1 - band.mean_confidence)) / band.sentences)
      expect(Math.abs(band.right - band.mean_confidence)).toBeLessThan(chance + 0.01)
    }
  })

  it('holds terms alone: two words at most, or five characters', () => {
    expect(terms.length).toBe(card.terms.reduce((sum, part) => sum + part.terms, 0))
    for (const { tfidf } of classifier.parts) {
      const most = tfidf.rules.kind === 'words' ? 2 : 5
      for (const term of tfidf.terms) {
        expect(tfidf.rules.kind === 'words' ? term.split(' ').length : Array.from(term).length).toBeLessThanOrEqual(
          most,
        )
      }
    }
  })
})

describe('vaderLexicon', () => {
  it('has each word once, with a value, and says how many entries it leaves out', () => {
    const { bytes: list, words, leftOut } = vaderLexicon(ROOT)
    const lines = new TextDecoder().decode(list).trim().split('\n')
    expect(lines).toHaveLength(words)
    expect(new Set(lines.map((line) => line.split('\t')[0])).size).toBe(words)
    expect(card.training.word_list).toMatchObject({ words, left_out: leftOut })
  })
})

describe('reliability', () => {
  it('counts each sentence in the band of its confidence, whichever class it is for', () => {
    const judged = [0.95, 0.05, 1, 0.62, 0.31].map((share) => ({ share, isPositive: share > 0.3 }))
    expect(reliability(judged)).toEqual([
      { from: 0.6, to: 0.7, sentences: 2, mean_confidence: 0.655, right: 0.5 },
      { from: 0.9, to: 1, sentences: 3, mean_confidence: 0.9667, right: 1 },
    ])
  })
})

describe('neutralWithin', () => {
  it('leaves one sentence in 25 within', () => {
    const judged = Array.from({ length: 1000 }, (_, i) => ({ share: i / 999, isPositive: true }))
    const within = neutralWithin(judged)
    expect(judged.filter(({ share }) => Math.abs(share - 0.5) < within)).toHaveLength(40)
  })
})

describeWithReferenceData('sentences of reviews', () => {
  it('give the committed model and card again, byte for byte', async () => {
    const made = await makeSentiment(ROOT, referencePath(''))
    for (const [path, own] of made) {
      expect(existsSync(join(ROOT, path)), path).toBe(true)
      expect(sha256Of(own), `${path} is not what npm run sentiment makes`).toBe(
        sha256Of(readFileSync(join(ROOT, path))),
      )
    }
  }, 300_000)

  it('of three words or more stand nowhere in the model or its card', async () => {
    const held = [...terms, readFileSync(join(ROOT, CARD_PATH), 'utf8')].join('\n').toLowerCase()
    const file = Buffer.from(bytes).toString('latin1').toLowerCase()
    for (const { sentences } of await trainingSentences(referencePath(''))) {
      for (const { text } of sentences) {
        const sentence = text.trim().toLowerCase()
        if (sentence.split(/\s+/).length < 3) continue
        expect(held).not.toContain(sentence)
        expect(file).not.toContain(sentence)
      }
    }
  })
})
