import { outputsFor } from '../study/classes/class-data.ts'
import type { InnerFold } from '../validation/nested-folds.ts'
import { type FittedPart, fitTextClassifier, type TextCorpus, type TextTarget } from './fit-text-classifier.ts'
import type { TextClassifier } from './text-classifier.ts'

/** A column of texts on the training rows of one division. Units do not know of each other. */
export interface TextUnit {
  /** Which of the corpora. */
  readonly column: number
  readonly training: Int32Array
  /** Rows that only judge; none for the classifier that is delivered. */
  readonly test: Int32Array
  readonly inner: readonly InnerFold[]
}

export interface TextUnits {
  /** One a column of texts. */
  readonly corpora: readonly TextCorpus[]
  readonly target: TextTarget
  readonly units: readonly TextUnit[]
}

export interface TextUnitResult {
  /** One an output, of all rows: scores of training rows by classifiers that did not see them, of test rows by the one of all training
   * rows; NaN of other rows. */
  readonly features: readonly Float64Array[]
  /** Test rows of whose text no term is known. */
  readonly unknown: Int32Array
  readonly parts: readonly FittedPart[]
  /** What the corpus's word list weighs; null where it has none. */
  readonly listWeight: number | null
  /** Null where there are test rows: it has served. */
  readonly classifier: TextClassifier | null
}

/**
 * Turns a column of texts into numbers that other models may learn from: no row's number comes from a classifier that saw its class.
 *
 * Cost: as `fitTextClassifier`.
 */
export function runTextUnit({ corpora, target, units }: TextUnits, at: number): TextUnitResult {
  const { column, training, test, inner } = units[at]!
  const corpus = corpora[column]!
  const fitted = fitTextClassifier(corpus, target, training, inner, test)
  const features = Array.from({ length: outputsFor(target.classes) }, (_, k) => {
    // threads share it
    const own = new Float64Array(new SharedArrayBuffer(8 * corpus.texts)).fill(Number.NaN)
    training.forEach((row, i) => {
      own[row] = fitted.outOfFold[k * training.length + i]!
    })
    test.forEach((row, i) => {
      own[row] = fitted.tested[k * test.length + i]!
    })
    return own
  })
  return {
    features,
    unknown: test.filter((_, i) => fitted.isKnown[i] === 0),
    parts: fitted.parts,
    listWeight: fitted.listWeight,
    classifier: test.length === 0 ? fitted.classifier : null,
  }
}
