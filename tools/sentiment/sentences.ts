import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTable } from '../../packages/table/src/index.ts'

/** A sentence of a review and whether it is positive. */
export interface LabelledSentence {
  readonly text: string
  readonly isPositive: boolean
}

/** Sentences of one kind of review. */
export interface SentenceSet {
  readonly name: string
  readonly title: string
  readonly sentences: readonly LabelledSentence[]
  /** Of the file, in hexadecimal. */
  readonly sha256: string
}

const TRAINING = [
  { name: 'product', title: 'product reviews (Amazon)', file: 'sentiment_amazon.csv' },
  { name: 'film', title: 'film reviews (IMDb)', file: 'sentiment_imdb.csv' },
]

/** What the model is learnt from: Sentiment Labelled Sentences, in the folder of reference data. */
export async function trainingSentences(referenceData: string): Promise<SentenceSet[]> {
  return Promise.all(
    TRAINING.map(async ({ name, title, file }) => {
      const bytes = readFileSync(join(referenceData, 'tables', file))
      return { name, title, sentences: await readSentences(file, bytes), sha256: sha256Of(bytes) }
    }),
  )
}

/** What the model is judged by and never learns from: the same authors' restaurant reviews, as the package `sentiment` tests itself by. */
export function restaurantSentences(root: string): SentenceSet {
  const bytes = readFileSync(join(root, 'node_modules/sentiment/test/fixtures/yelp.json'))
  const entries = JSON.parse(bytes.toString('utf8')) as { text: string; class: number }[]
  const sentences = entries
    // its last entry is empty
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, class: label }) => ({ text, isPositive: label === 1 }))
  return { name: 'restaurant', title: 'restaurant reviews (Yelp)', sentences, sha256: sha256Of(bytes) }
}

/** One table of all sentences, in their order: the file that the analysis learns from. */
export function trainingTable(sets: readonly SentenceSet[]): Uint8Array {
  const rows = sets.flatMap(({ sentences }) =>
    sentences.map(({ text, isPositive }) => `"${text.replaceAll('"', '""')}",${isPositive ? 'positive' : 'negative'}`),
  )
  return new TextEncoder().encode(`sentence,label\n${rows.join('\n')}\n`)
}

async function readSentences(file: string, bytes: Uint8Array): Promise<LabelledSentence[]> {
  const { columns, rowCount } = await readTable(file, bytes)
  const texts = columns.find(({ name }) => name === 'sentence')
  const labels = columns.find(({ name }) => name === 'label')
  if (texts?.kind !== 'text' || labels?.kind !== 'number')
    throw new Error(`${file} has no texts in "sentence", or no 0 and 1 in "label"`)
  return Array.from({ length: rowCount }, (_, row) => {
    const text = texts.values[row]
    if (text === null || text === undefined) throw new Error(`${file} has no sentence in line ${row + 2}`)
    return { text, isPositive: labels.values[row] === 1 }
  })
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
