import { readFile } from 'node:fs/promises'
import type { ModelInfo } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Log } from '@zerosec/jobs'
import { openSentiment, type Sentiment, type SentimentModel, sentimentOf } from '@zerosec/model'
import { SENTIMENT_CARD, SENTIMENT_MODEL } from '@zerosec/model/shipped'
import { sha256Of } from '../registry/model-files.ts'

const SLICE_MS = 8

/** What is read of the card that lies beside the model. */
interface Card {
  readonly name: string
  readonly version: string
  readonly answers: string[]
  readonly file: { readonly sha256: string }
  readonly training: Record<string, unknown>
  readonly scores: readonly { readonly name: string; readonly accuracy: number; readonly roc_auc: number }[]
  readonly [other: string]: unknown
}

interface Opened {
  readonly model: SentimentModel
  readonly card: Card
  readonly version: string
}

export interface SentimentAnswer {
  readonly sentiment: Sentiment['sentiment']
  readonly confidence: number
}

/** The model of sentiment that ships: loaded with the first text, and kept. */
export class ShippedSentiment {
  readonly #file: URL
  readonly #log: Log
  #opening: Promise<Opened> | undefined

  constructor(log: Log, file: URL = SENTIMENT_MODEL) {
    this.#log = log
    this.#file = file
  }

  /** One answer for each text. @throws CodedError text_model_missing */
  async of(texts: readonly string[]): Promise<{ version: string; answers: readonly SentimentAnswer[] }> {
    const { model, version } = await this.#open()
    const answers: SentimentAnswer[] = []
    let sliceEnd = performance.now() + SLICE_MS
    for (const text of texts) {
      const { sentiment, confidence } = sentimentOf(model, text)
      answers.push({ sentiment, confidence })
      if (answers.length === texts.length || performance.now() < sliceEnd) continue
      await new Promise(setImmediate)
      sliceEnd = performance.now() + SLICE_MS
    }
    return { version, answers }
  }

  /** What is served, also where it can't be loaded. */
  async info(): Promise<ModelInfo> {
    try {
      const { card, version } = await this.#open()
      const { name, answers: classes, training, scores, limits } = card
      const metrics = scores.flatMap((each): [string, number][] => [
        [`${each.name}_accuracy`, each.accuracy],
        [`${each.name}_roc_auc`, each.roc_auc],
      ])
      return {
        name,
        version,
        classes,
        training_data: { ...training, limits },
        metrics: Object.fromEntries(metrics),
        loaded: true,
      }
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
      const classes = ['negative', 'neutral', 'positive']
      return { name: 'sentiment', version: 'none', classes, training_data: {}, metrics: {}, loaded: false }
    }
  }

  #open(): Promise<Opened> {
    this.#opening ??= this.#read().catch((error: unknown) => {
      this.#opening = undefined
      this.#log.error({ err: error }, 'the model of sentiment could not be loaded')
      const problem = error instanceof CodedError ? error.message : 'its file is not there'
      throw new CodedError('text_model_missing', { problem }, { cause: error })
    })
    return this.#opening
  }

  async #read(): Promise<Opened> {
    const [bytes, text] = await Promise.all([readFile(this.#file), readFile(SENTIMENT_CARD, 'utf8')])
    const card = JSON.parse(text) as Card
    if (sha256Of(bytes) !== card.file.sha256)
      throw new CodedError('text_model_missing', { problem: 'its card is of another file' })
    return { model: openSentiment(bytes), card, version: card.version }
  }
}
