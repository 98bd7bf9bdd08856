import { outputsOf, TextScorer } from '@zerosec/engine'
import { decodeModel } from '../file/model-file.ts'
import type { Model } from '../model.ts'
import { featureLevels, type TextInput } from '../model-input.ts'
import { type RowPredictor, rowPredictor } from '../predict/row-predictor.ts'
import { readSentimentRule, type SentimentRule } from './sentiment-rule.ts'

/** What a text feels like. */
export interface Sentiment {
  readonly sentiment: 'positive' | 'negative' | 'neutral'
  /** Of positive and negative their share. Of neutral no probability: 1 − the distance of the shares where they are about even, 0 of a text that can't be read. */
  readonly confidence: number
  readonly shares: { readonly positive: number; readonly negative: number }
  /** `undecided`: the shares are about even; `unknown`: too few words of the text are known, as of one in another language, or it has none. */
  readonly reason: 'decided' | 'undecided' | 'unknown'
  /** Of the text's words, which numbers and signs are not, the share that the model knows: 0 … 1. Of one in another language it is small, and not always 0. */
  readonly knownShare: number
  /** Longer than what is read of a text: the rest has no say. */
  readonly isCut: boolean
  /** Halves of characters or control characters were read as spaces. */
  readonly isBroken: boolean
}

/** A model of sentiment made ready for texts. */
export interface SentimentModel {
  readonly model: Model
  readonly scorer: TextScorer
  readonly predict: RowPredictor
  readonly rule: SentimentRule
}

/**
 * Opens a model of sentiment: one of two classes and one text, with a `sentiment` in its metadata.
 *
 * @param source  the bytes of a model file, or a model
 * @throws CodedError as `decodeModel`; model_file_invalid for any other model
 *
 * Cost: of the shipped one some 60 ms.
 */
export function openSentiment(source: Uint8Array | Model): SentimentModel {
  const model = 'inputs' in source ? source : decodeModel(source)
  const rule = readSentimentRule(model)
  const [input] = model.inputs as [TextInput]
  return {
    model,
    rule,
    scorer: new TextScorer(input.classifier),
    predict: rowPredictor(model.predictor, featureLevels(model.inputs)),
  }
}

/**
 * The sentiment of any text; neutral where the model can't tell.
 *
 * Cost: a sentence of ASCII some 10 µs, 10,000 characters some 1 ms; of more than 20,000 none is read.
 */
export function sentimentOf({ model, scorer, predict, rule }: SentimentModel, text: string): Sentiment {
  const { scores, words, knownWords, isCut, isBroken } = scorer.score(text)
  const out = new Float64Array(outputsOf(model.predictor))
  predict(scores, out)
  const second = out.at(-1)!
  const positive = rule.positive === 1 ? second : 1 - second
  const shares = { positive, negative: 1 - positive }
  const found = { shares, knownShare: words === 0 ? 0 : knownWords / words, isCut, isBroken }
  if (words === 0 || knownWords < rule.leastKnownWords * words)
    return { sentiment: 'neutral', confidence: 0, reason: 'unknown', ...found }
  if (Math.abs(positive - 0.5) < rule.neutralWithin)
    return { sentiment: 'neutral', confidence: 1 - Math.abs(2 * positive - 1), reason: 'undecided', ...found }
  return positive > 0.5
    ? { sentiment: 'positive', confidence: positive, reason: 'decided', ...found }
    : { sentiment: 'negative', confidence: 1 - positive, reason: 'decided', ...found }
}
