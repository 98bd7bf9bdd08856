import { refused } from '../file/checked-data.ts'
import type { MetadataValue, Model } from '../model.ts'

/** How the shares of two classes become a sentiment. */
export interface SentimentRule {
  /** The place of the class that is positive. */
  readonly positive: 0 | 1
  /** Neutral is a text whose share of positive is closer to one half: 0 … 0.5. */
  readonly neutralWithin: number
  /** Neutral is a text of whose words a smaller share is known: 0 … 1. */
  readonly leastKnownWords: number
}

/** The rule as a model's metadata keep it, under `sentiment`. */
export function sentimentMetadata(rule: SentimentRule, { target }: Model): Record<string, MetadataValue> {
  return {
    positive: target.classes![rule.positive]!,
    neutral_within: rule.neutralWithin,
    least_known_words: rule.leastKnownWords,
  }
}

/** @throws CodedError model_file_invalid for a model without a rule, of other inputs than one text, or of other than two classes */
export function readSentimentRule({ metadata, inputs, target }: Model): SentimentRule {
  if (inputs.length !== 1 || inputs[0]!.kind !== 'text') throw refused('inputs', 'are not one text')
  if (target.classes?.length !== 2) throw refused('target.classes', 'are not two')
  const rule = metadata['sentiment']
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule))
    throw refused('metadata.sentiment', 'is not there, so that this is no model of sentiment')
  const { positive, neutral_within: within, least_known_words: known } = rule as Readonly<Record<string, MetadataValue>>
  const place = target.classes.indexOf(positive as string)
  if (place < 0) throw refused('metadata.sentiment.positive', 'names no class')
  if (!isBetween(within, 0, 0.5)) throw refused('metadata.sentiment.neutral_within', 'is not from 0 to 0.5')
  if (!isBetween(known, 0, 1)) throw refused('metadata.sentiment.least_known_words', 'is not from 0 to 1')
  return { positive: place as 0 | 1, neutralWithin: within, leastKnownWords: known }
}

function isBetween(value: MetadataValue | undefined, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high
}
