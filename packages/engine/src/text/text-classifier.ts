import { markNegations, unmarked } from './negation.ts'
import { normaliseText } from './normalise-text.ts'
import { PlainText } from './plain-text.ts'
import { TextReader, type Tfidf } from './tfidf.ts'

/**
 * How texts are divided into terms here, counted up where that changes: a classifier that learnt from other terms would score by the few
 * that are the same.
 */
export const TEXT_READING = 2

/**
 * Scores of classes from a text: linear in its weighted terms. Plain data: what a model file holds of a text input.
 *
 * Two classes have one score, whose logistic is the share of the second; others have one each, and their softmax is the shares.
 */
export interface TextClassifier {
  readonly reading: typeof TEXT_READING
  /** One an output. */
  readonly intercepts: Float64Array
  readonly parts: readonly TextPart[]
}

/** A vocabulary and what its terms add to the scores. */
export interface TextPart {
  readonly tfidf: Tfidf
  /** outputs × terms, output by output. */
  readonly coefficients: Float64Array
}

/** What was found in a text beside its scores. */
export interface TextScores {
  readonly scores: Float64Array
  /** Terms of the vocabularies that occur in it: 0 says that the scores are those of any text. */
  readonly knownTerms: number
  /**
   * Words of the text with two letters at least, and faces; and those of them that are terms by themselves: few of a text in another language.
   * Numbers, signs and single letters are in any language.
   */
  readonly words: number
  readonly knownWords: number
  readonly isCut: boolean
  readonly isBroken: boolean
}

/** Reads texts one by one. */
export class TextScorer {
  readonly #intercepts: Float64Array
  readonly #words: ReadonlySet<string>
  readonly #plain: PlainText
  readonly #readers: readonly TextReader[]

  constructor({ intercepts, parts }: TextClassifier) {
    this.#intercepts = intercepts
    const terms = parts.flatMap(({ tfidf }) => (tfidf.rules.kind === 'words' ? tfidf.terms : []))
    this.#words = new Set(terms.map(unmarked))
    this.#plain = new PlainText(terms)
    this.#readers = parts.map(({ tfidf, coefficients }) => new TextReader(tfidf, coefficients))
  }

  /** Cost: a sentence some 30 µs, of ASCII some 10; the longest text about 5 ms. */
  score(given: string): TextScores {
    const { text, isCut, isBroken } = normaliseText(given)
    const scores = this.#intercepts.slice()
    const found = this.#plain.read(text) ? this.#addPlain(scores) : this.#addMarked(text, scores)
    return { scores, ...found, isCut, isBroken }
  }

  /** The text that was read last. */
  #addPlain(scores: Float64Array): Found {
    const { words, knownWords } = this.#plain
    let knownTerms = 0
    for (const reader of this.#readers) knownTerms += reader.addPlainScores(this.#plain, scores)
    return { knownTerms, words, knownWords }
  }

  #addMarked(text: string, scores: Float64Array): Found {
    const marked = markNegations(text)
    let knownTerms = 0
    let words = 0
    let knownWords = 0
    for (const { text: word } of marked.tokens) {
      if (!isTelling(word)) continue
      words++
      if (this.#words.has(word)) knownWords++
    }
    for (const reader of this.#readers) knownTerms += reader.addScores(text, marked, scores)
    return { knownTerms, words, knownWords }
  }
}

type Found = Pick<TextScores, 'knownTerms' | 'words' | 'knownWords'>

const LETTER = /^\p{L}/u
const [COLON, SEMICOLON, EQUALS] = [58, 59, 61]

/** Of a language, or a face such as :-) */
function isTelling(token: string): boolean {
  if (token.length < 2) return false
  const first = token.charCodeAt(0)
  if (first === COLON || first === SEMICOLON || first === EQUALS) return true
  return (first > 96 && first < 123) || (first > 127 && LETTER.test(token))
}
