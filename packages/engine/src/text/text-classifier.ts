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
  readonly isCut: boolean
  readonly isBroken: boolean
}

/** Reads texts one by one. */
export class TextScorer {
  readonly #intercepts: Float64Array
  readonly #parts: readonly {
    readonly reader: TextReader
    readonly terms: number
    readonly coefficients: Float64Array
  }[]

  constructor({ intercepts, parts }: TextClassifier) {
    this.#intercepts = intercepts
    this.#parts = parts.map(({ tfidf, coefficients }) => ({
      reader: new TextReader(tfidf),
      terms: tfidf.terms.length,
      coefficients,
    }))
  }

  /** Cost: a sentence some 50 µs, the longest text about 10 ms. */
  score(given: string): TextScores {
    const { text, isCut, isBroken } = normaliseText(given)
    const scores = this.#intercepts.slice()
    let knownTerms = 0
    for (const { reader, terms, coefficients } of this.#parts) {
      const { columns, values } = reader.read(text)
      knownTerms += columns.length
      for (let k = 0; k < scores.length; k++) {
        const from = k * terms
        let sum = 0
        for (let at = 0; at < columns.length; at++) sum += values[at]! * coefficients[from + columns[at]!]!
        scores[k]! += sum
      }
    }
    return { scores, knownTerms, isCut, isBroken }
  }
}
