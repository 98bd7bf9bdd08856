import { NEGATED, negatedForm } from './negation.ts'
import { normaliseText } from './normalise-text.ts'
import { compareUnits } from './term-counts.ts'
import type { TextPart } from './text-classifier.ts'
import type { TermRules } from './text-terms.ts'
import { tokensOf } from './text-tokens.ts'
import { TextReader } from './tfidf.ts'

/** Words of which somebody has said how much they speak for the second of two classes: above 0 for it, below 0 for the first. */
export interface WordList {
  /** Each as `listableWord` gives it, none twice. */
  readonly words: readonly string[]
  /** One a word: finite, not 0. */
  readonly values: Float64Array
}

/** Texts with what a word list says of them: nothing of it is learnt, so that it holds for every fold. */
export interface ListedTexts {
  readonly part: TextPart
  /** One a text: between −√words and √words, 0 where no word is listed. */
  readonly scores: Float64Array
  /** One a text: whether any of its words is listed. */
  readonly isKnown: Uint8Array
  /** Words of the list, and those of them that occur in the texts. */
  readonly words: number
  readonly found: number
}

const RULES: TermRules = { kind: 'words', shortest: 1, longest: 1 }

/** An entry of a list as texts are read, such as `ok` of "OK"; null where it is read as no word or as several. */
export function listableWord(entry: string): string | null {
  const tokens = tokensOf(normaliseText(entry).text)
  return tokens.length === 1 && tokens[0]!.text === normaliseText(entry).text.trim() ? tokens[0]!.text : null
}

/**
 * The list as a part of a classifier: the value of a word is its inverse frequency times its sign as coefficient. So a text's score is
 * Σ ±(1 + ln count) · |value| over the root of the sum of its squares; each word counts a second time as one that a negation reaches.
 *
 * @throws RangeError for words that are not as `listableWord` gives them, or stand twice, and for values that are 0 or not finite
 */
export function wordListPart({ words, values }: WordList): TextPart {
  const valueOf = new Map<string, number>()
  words.forEach((word, i) => {
    const value = values[i]!
    if (!Number.isFinite(value) || value === 0) throw new RangeError(`the value of "${word}" is ${value}`)
    if (listableWord(word) !== word || valueOf.has(word)) throw new RangeError(`"${word}" can't be listed`)
    valueOf.set(word, value)
    const negated = negatedForm(word)
    if (negated !== null) valueOf.set(negated, -NEGATED * value)
  })
  const terms = [...valueOf.keys()].sort(compareUnits)
  const inverseFrequencies = Float64Array.from(terms, (term) => Math.abs(valueOf.get(term)!))
  const coefficients = Float64Array.from(terms, (term) => Math.sign(valueOf.get(term)!))
  return { tfidf: { rules: RULES, terms, inverseFrequencies }, coefficients }
}

/** Cost: reads every text once. */
export function listedTexts(texts: readonly string[], list: WordList): ListedTexts {
  const part = wordListPart(list)
  const { tfidf, coefficients } = part
  const reader = new TextReader(tfidf)
  const isRead = new Uint8Array(tfidf.terms.length)
  const scores = new Float64Array(texts.length)
  const isKnown = new Uint8Array(texts.length)
  texts.forEach((text, i) => {
    const { columns, values } = reader.read(normaliseText(text).text)
    columns.forEach((column, at) => {
      isRead[column] = 1
      scores[i]! += values[at]! * coefficients[column]!
    })
    isKnown[i] = Number(columns.length > 0)
  })
  const read = new Set(tfidf.terms.filter((_, column) => isRead[column] === 1))
  const found = list.words.filter((word) => read.has(word) || read.has(negatedForm(word) ?? word)).length
  return { part, scores, isKnown, words: list.words.length, found }
}
