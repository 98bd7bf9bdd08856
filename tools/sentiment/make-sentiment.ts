import {
  encodeModel,
  type Model,
  openSentiment,
  type SentimentModel,
  sentimentMetadata,
  sentimentOf,
} from '../../packages/model/src/index.ts'
import { modelCard } from './card.ts'
import { learnSentiment } from './learn.ts'
import { vaderLexicon } from './lexicon.ts'
import { type MeasuredSet, measure } from './measure.ts'
import { type JudgedSentence, LEAST_KNOWN_WORDS, neutralWithin } from './neutral-band.ts'
import { restaurantSentences, type SentenceSet, trainingSentences, trainingTable } from './sentences.ts'
import { CARD_PATH, LANGUAGE, LEXICON, MODEL_PATH, SENTENCES, TITLE } from './sources.ts'

/** Makes the model that ships and its card. The same sentences and lexicon give the same bytes. */
export async function makeSentiment(root: string, referenceData: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const training = await trainingSentences(referenceData)
  const restaurants = restaurantSentences(root)
  const lexicon = vaderLexicon(root)
  const { model: learnt, shares } = await learnSentiment(trainingTable(training), lexicon.bytes)
  const sentences = training.flatMap((set) => set.sentences)
  if (shares.length !== sentences.length)
    throw new Error(`${shares.length} of ${sentences.length} sentences were tested`)
  const heldOut = sentences.map(({ isPositive }, i) => ({ share: shares[i]!, isPositive }))
  const within = neutralWithin(heldOut)
  const rule = { positive: 1, neutralWithin: within, leastKnownWords: LEAST_KNOWN_WORDS } as const
  const ruled = { ...learnt, metadata: { sentiment: sentimentMetadata(rule, learnt) } }
  const { scores, decided } = scoresOf(training, heldOut, within, restaurants, openSentiment(ruled))
  const model = withOrigin(ruled, scores, [...training, restaurants])
  const bytes = encodeModel(model)
  const card = modelCard({ bytes, model, training, restaurants, lexicon, scores, decided, heldOut, within })
  return new Map([
    [MODEL_PATH, bytes],
    [CARD_PATH, new TextEncoder().encode(`${JSON.stringify(card, null, 2)}\n`)],
  ])
}

/** Each sentence of the training data by a model of the other folds, the restaurants' by the one that ships, which saw none of them. */
function scoresOf(
  training: readonly SentenceSet[],
  heldOut: readonly JudgedSentence[],
  within: number,
  restaurants: SentenceSet,
  model: SentimentModel,
): { readonly scores: MeasuredSet[]; readonly decided: JudgedSentence[] } {
  const isEven = ({ share }: JudgedSentence) => Math.abs(share - 0.5) < within
  const neutrals = new Set(heldOut.filter(isEven))
  let from = 0
  const folds = training.map(({ name, title, sentences }) => {
    const own = heldOut.slice(from, from + sentences.length)
    from += sentences.length
    return measure({ name, title, seen: 'held_out_folds' }, own, neutrals)
  })
  const unseen = restaurants.sentences.map(({ text, isPositive }): JudgedSentence => {
    const { shares, sentiment } = sentimentOf(model, text)
    const judged = { share: shares.positive, isPositive }
    if (sentiment === 'neutral') neutrals.add(judged)
    return judged
  })
  const { name, title } = restaurants
  const mix = [...heldOut, ...unseen]
  const scores = [
    ...folds,
    measure({ name, title, seen: 'never' }, unseen, neutrals),
    measure({ name: 'mix', title: 'all of them', seen: 'mixed' }, mix, neutrals),
  ]
  return { scores, decided: mix.filter((sentence) => !neutrals.has(sentence)) }
}

/** The file says by itself how good it is and where it comes from, as licences ask. */
function withOrigin(model: Model, scores: readonly MeasuredSet[], sets: readonly SentenceSet[]): Model {
  const accuracies = Object.fromEntries(scores.map(({ name, accuracy }) => [`accuracy_${name}`, accuracy]))
  const sources = sets.map(({ title }) => ({ title, ...SENTENCES }))
  return {
    ...model,
    training: { ...model.training, scores: { ...model.training.scores, ...accuracies } },
    metadata: { ...model.metadata, title: TITLE, language: LANGUAGE, sources: [...sources, LEXICON] },
  }
}
