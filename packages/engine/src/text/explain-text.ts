import { markNegations, readableWord } from './negation.ts'
import { normaliseText } from './normalise-text.ts'
import type { TextClassifier } from './text-classifier.ts'
import { TextReader } from './tfidf.ts'

/** Why a text has its scores: for each output intercept + Σ contributions of its words = score. */
export interface TextExplanation {
  readonly intercepts: Float64Array
  /** In the order of the text; signs belong to the word before them. */
  readonly words: readonly WordContribution[]
}

export interface WordContribution {
  /** As it was read; `not … good` where a negation reaches it. */
  readonly word: string
  /** Where it stands in the normalised text: from start, before end. */
  readonly start: number
  readonly end: number
  /** One an output. */
  readonly contributions: Float64Array
}

/**
 * Divides the scores of texts among their words. What a term adds is divided evenly among the characters it covers, spaces apart, each
 * time that it occurs; a word has what its characters have. So pairs of words and pieces of words need no table of their own, and
 * nothing of the score is left over.
 */
export class TextExplainer {
  readonly #classifier: TextClassifier
  readonly #readers: readonly TextReader[]

  constructor(classifier: TextClassifier) {
    this.#classifier = classifier
    this.#readers = classifier.parts.map(({ tfidf }) => new TextReader(tfidf))
  }

  /** Cost: the length of the text times the lengths of the terms. */
  explain(given: string): TextExplanation {
    const { intercepts, parts } = this.#classifier
    const { text } = normaliseText(given)
    const outputs = intercepts.length
    const ofCharacters = new Float64Array(outputs * text.length)
    parts.forEach((_, part) => this.#addPart(part, text, ofCharacters))
    const { tokens, words: marked } = markNegations(text)
    const words = tokens.map(({ start, end }, i): WordContribution => {
      // the first word has what stands before it, each what stands up to the next
      const from = i === 0 ? 0 : start
      const to = tokens[i + 1]?.start ?? text.length
      const contributions = new Float64Array(outputs)
      for (let k = 0; k < outputs; k++) {
        for (let at = from; at < to; at++) contributions[k]! += ofCharacters[k * text.length + at]!
      }
      return { word: readableWord(marked[i]!), start, end, contributions }
    })
    return { intercepts, words: tokens.length > 0 ? words : unreadable(text, ofCharacters, outputs) }
  }

  #addPart(part: number, text: string, ofCharacters: Float64Array): void {
    const { coefficients, tfidf } = this.#classifier.parts[part]!
    const width = tfidf.terms.length
    const outputs = this.#classifier.intercepts.length
    const places: number[] = []
    const occurrences = new Map<number, number>()
    const { columns, values } = this.#readers[part]!.readPlaces(text, (column, start, end) => {
      places.push(column, start, end)
      occurrences.set(column, (occurrences.get(column) ?? 0) + 1)
    })
    const valueOf = new Map(Array.from(columns, (column, at) => [column, values[at]! / occurrences.get(column)!]))
    for (let at = 0; at < places.length; at += 3) {
      const [column, start, end] = [places[at]!, places[at + 1]!, places[at + 2]!]
      const covered = charactersOf(text, start, end)
      for (let k = 0; k < outputs; k++) {
        const each = (valueOf.get(column)! * coefficients[k * width + column]!) / covered.length
        for (const character of covered) ofCharacters[k * text.length + character]! += each
      }
    }
  }
}

/** A word over many texts. */
export interface TellingWord {
  readonly word: string
  /** Texts with it. */
  readonly texts: number
  /** One an output: the mean of what it adds to a text that has it. */
  readonly mean: Float64Array
  /** One an output: Σ over texts of what it adds, over all texts: how much it decides on the whole. */
  readonly weight: Float64Array
}

/** What the words of texts add on the whole, in the order of words. Cost: explains each text. */
export function tellingWords(classifier: TextClassifier, texts: readonly string[]): TellingWord[] {
  const explainer = new TextExplainer(classifier)
  const outputs = classifier.intercepts.length
  const found = new Map<string, { texts: number; last: number; sums: Float64Array }>()
  texts.forEach((text, i) => {
    for (const { word, contributions } of explainer.explain(text).words) {
      const own = found.get(word) ?? { texts: 0, last: -1, sums: new Float64Array(outputs) }
      if (own.last !== i) own.texts++
      own.last = i
      for (let k = 0; k < outputs; k++) own.sums[k]! += contributions[k]!
      found.set(word, own)
    }
  })
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([word, { texts: count, sums }]) => ({
      word,
      texts: count,
      mean: sums.map((sum) => sum / count),
      weight: sums.map((sum) => sum / texts.length),
    }))
}

/** Places of what a term covers that is no space; at a text's ends a term may cover a space alone. */
function charactersOf(text: string, start: number, end: number): number[] {
  const covered: number[] = []
  for (let at = start; at < end; at++) if (!/\s/.test(text[at]!)) covered.push(at)
  return covered.length > 0 ? covered : [start]
}

/** A text of signs alone is one word. */
function unreadable(text: string, ofCharacters: Float64Array, outputs: number): WordContribution[] {
  if (text.trim() === '') return []
  const contributions = Float64Array.from({ length: outputs }, (_, k) =>
    ofCharacters.subarray(k * text.length, (k + 1) * text.length).reduce((sum, value) => sum + value, 0),
  )
  return [{ word: text.trim(), start: 0, end: text.length, contributions }]
}
