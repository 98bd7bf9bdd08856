import { readFile } from 'node:fs/promises'
import type { ModelInfo } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Log } from '@zerosec/jobs'
import { openSentiment, type Sentiment, type SentimentModel, sentimentOf } from '@zerosec/model'
import { sha256Of } from '../registry/model-files.ts'

const SHIPPED = new URL('../../../model/shipped/sentiment.zsm', import.meta.url)
const NAME = 'sentiment'
const SLICE_MS = 8

interface Opened {
  readonly model: SentimentModel
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

  constructor(log: Log, file: URL = SHIPPED) {
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
    const classes = ['positive', 'negative', 'neutral']
    try {
      const { model, version } = await this.#open()
      const { training, metadata } = model.model
      const { rows, tableSha256, seed, algorithm, version: madeBy } = training
      const data = { rows, table_sha256: tableSha256, seed, algorithm, zerosec: madeBy, notes: { ...metadata } }
      return { name: NAME, version, classes, training_data: data, metrics: { ...training.scores }, loaded: true }
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
      return { name: NAME, version: 'none', classes, training_data: {}, metrics: {}, loaded: false }
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
    const bytes = await readFile(this.#file)
    const model = openSentiment(bytes)
    return { model, version: `${model.model.training.version}+${sha256Of(bytes).slice(0, 8)}` }
  }
}
