import { markNegations, unmarked } from './negation.ts'
import { normaliseText } from './normalise-text.ts'
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
  readonly #parts: readonly {
    readonly reader: TextReader
    readonly coefficients: Float64Array
  }[]

  constructor({ intercepts, parts }: TextClassifier) {
    this.#intercepts = intercepts
    this.#words = new Set(parts.flatMap(({ tfidf }) => (tfidf.rules.kind === 'words' ? tfidf.terms.map(unmarked) : [])))
    this.#parts = parts.map(({ tfidf, coefficients }) => ({
      reader: new TextReader(tfidf),
      coefficients,
    }))
  }

  /** Cost: a sentence some 30 µs, the longest text about 5 ms. */
  score(given: string): TextScores {
    const { text, isCut, isBroken } = normaliseText(given)
    const scores = this.#intercepts.slice()
    const marked = markNegations(text)
    const { tokens } = marked
    let knownTerms = 0
    let known = 0
    let unknown = 0
    for (const { text: word } of tokens) {
      if (!isTelling(word)) continue
      if (this.#words.has(word)) known++
      else unknown++
    }
    for (const { reader, coefficients } of this.#parts) {
      knownTerms += reader.addScores(text, marked, coefficients, scores)
    }
    return { scores, knownTerms, words: known + unknown, knownWords: known, isCut, isBroken }
  }
}

const LETTER = /^\p{L}/u
const [COLON, SEMICOLON, EQUALS] = [58, 59, 61]

/** Of a language, or a face such as :-) */
function isTelling(token: string): boolean {
  if (token.length < 2) return false
  const first = token.charCodeAt(0)
  if (first === COLON || first === SEMICOLON || first === EQUALS) return true
  return (first > 96 && first < 123) || (first > 127 && LETTER.test(token))
}
