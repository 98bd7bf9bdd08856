import { markNegations, unmarked } from './negation.ts'
import { normaliseText } from './normalise-text.ts'
import { TextReader, type Tfidf } from './tfidf.ts'

/**
 * Scores of classes from a text: linear in its weighted terms. Plain data: what a model file holds of a text input.
 *
 * Two classes have one score, whose logistic is the share of the second; others have one each, and their softmax is the shares.
 */
export interface TextClassifier {
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
  /** Words and signs of the text, and those of them that are terms by themselves: few of a text in another language. */
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
    let knownWords = 0
    for (const token of tokens) if (this.#words.has(token.text)) knownWords++
    for (const { reader, coefficients } of this.#parts) {
      knownTerms += reader.addScores(text, marked, coefficients, scores)
    }
    return { scores, knownTerms, words: tokens.length, knownWords, isCut, isBroken }
  }
}
