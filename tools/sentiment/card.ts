import type { Model } from '../../packages/model/src/index.ts'
import type { Lexicon } from './lexicon.ts'
import { type MeasuredSet, rounded } from './measure.ts'
import { isRight, type JudgedSentence, LEAST_KNOWN_WORDS } from './neutral-band.ts'
import { reliability } from './reliability.ts'
import { type SentenceSet, sha256Of } from './sentences.ts'
import { DATA_DATE, LANGUAGE, LEXICON, LIMITS, SENTENCES, TITLE } from './sources.ts'

/** What is known of the model that ships: what it was made of, how good it is, what it can't do. */
export type ModelCard = ReturnType<typeof modelCard>

interface CardFacts {
  /** Of the model file. */
  readonly bytes: Uint8Array
  readonly model: Model
  readonly training: readonly SentenceSet[]
  readonly restaurants: SentenceSet
  readonly lexicon: Lexicon
  readonly scores: readonly MeasuredSet[]
  /** Of the mix: called positive or negative. */
  readonly decided: readonly JudgedSentence[]
  readonly heldOut: readonly JudgedSentence[]
  readonly within: number
}

export function modelCard({
  bytes,
  model,
  training,
  restaurants,
  lexicon,
  scores,
  decided,
  heldOut,
  within,
}: CardFacts) {
  const sha256 = sha256Of(bytes)
  const { version, seed, tableSha256 } = model.training
  return {
    format: 'zerosec.model-card/1',
    name: 'sentiment',
    title: TITLE,
    // of the contents: another file has another
    version: sha256.slice(0, 12),
    data_date: DATA_DATE,
    file: { name: 'sentiment.zsm', bytes: bytes.length, sha256 },
    answers: ['negative', 'neutral', 'positive'],
    language: LANGUAGE,
    training: {
      procedure: `The analysis "classification" of zerosec ${version} by its defaults, seed ${seed}, with a word list: logistic regressions of words with their pairs and of pieces of words, negations marked, blended with the list.`,
      table_sha256: tableSha256,
      sentences: training.map(aboutSentences),
      word_list: { ...LEXICON, words: lexicon.words, left_out: lexicon.leftOut, sha256: lexicon.sha256 },
    },
    judged_by: [aboutSentences(restaurants)],
    terms: termsOf(model),
    scores,
    reliability: reliability(decided),
    neutral: aboutNeutral(heldOut, within),
    limits: LIMITS,
  }
}

function aboutSentences({ name, title, sentences, sha256 }: SentenceSet) {
  const positive = sentences.filter(({ isPositive }) => isPositive).length
  return { name, title, sentences: sentences.length, positive, ...SENTENCES, sha256 }
}

/** All that the file holds of texts. */
function termsOf({ inputs: [input] }: Model) {
  const parts = input?.kind === 'text' ? input.classifier.parts : []
  return parts.map(({ tfidf: { rules, terms } }) => ({ ...rules, terms: terms.length }))
}

function aboutNeutral(heldOut: readonly JudgedSentence[], within: number) {
  const inside = heldOut.filter(({ share }) => Math.abs(share - 0.5) < within)
  return {
    within,
    least_known_words: LEAST_KNOWN_WORDS,
    rule: `Neutral is what the model can't tell: a share of positive less than ${within} from one half, so that of the sentences of held-out folds at most one in 25 is; and a text without words, or of whose words fewer than a quarter are known. No sentence of the training data is labelled neutral, and the band was chosen without the restaurant sentences.`,
    sentences_within: inside.length,
    right_within: rounded(inside.filter(isRight).length / inside.length),
    confidence:
      'Of positive and negative the share of that class. Of neutral no probability: 1 minus the distance of the two shares, and 0 where too few words are known, or none are there.',
  }
}
