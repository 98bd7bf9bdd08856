import type { InnerFold } from '../validation/nested-folds.ts'
import { blended, blendScores } from './score-blend.ts'
import { countTerms, type TermCounts } from './term-counts.ts'
import { fitTerms, MOST_LEARNT, type TermSetting, termScores, tuneTerms } from './term-model.ts'
import { TEXT_READING, type TextClassifier, type TextPart } from './text-classifier.ts'
import type { TermRules } from './text-terms.ts'
import { tfidfRows } from './tfidf.ts'
import { type ListedTexts, listedTexts, type WordList } from './word-list.ts'

/** Texts with their terms counted once, for all folds. */
export interface TextCorpus {
  readonly texts: number
  readonly counts: readonly TermCounts[]
  /** Left out where no word list was given. */
  readonly listed?: ListedTexts
}

/** Words with their pairs say what is meant; pieces of two to five characters see endings, misspellings and scripts without spaces. */
export const TEXT_TERMS: readonly TermRules[] = [
  { kind: 'words', shortest: 1, longest: 2 },
  { kind: 'characters', shortest: 2, longest: 5 },
]
/** Of each kind. */
export const MOST_TERMS = 50_000
/** Below it a term of one text may be all there is to learn from. */
const FEW_TEXTS = 50

/**
 * @param list  what is known of words beforehand, of two classes
 *
 * Cost: reads every text four times, and once more with a list.
 */
export function textCorpus(texts: readonly string[], list?: WordList): TextCorpus {
  const fewestTexts = fewestTextsOf(texts.length)
  const counts = TEXT_TERMS.map((rules) =>
    countTerms(texts, rules, { fewestTexts, keepsDenied: rules.kind === 'words' }),
  )
  return { texts: texts.length, counts, ...(list ? { listed: listedTexts(texts, list) } : {}) }
}

export interface TextTarget {
  /** A class 0 … classes − 1 for each text of the corpus. */
  readonly target: Int32Array
  readonly classes: number
  /** One a text; left out: 1. */
  readonly weights?: Float64Array
}

export interface FittedText {
  readonly classifier: TextClassifier
  /** outputs × texts that were to be tested: scores. */
  readonly tested: Float64Array
  /** Of those texts: whether any of its terms is known. */
  readonly isKnown: Uint8Array
  /** outputs × training texts: scores of each by models that did not see it. */
  readonly outOfFold: Float64Array
  readonly parts: readonly FittedPart[]
  /** What the word list weighs in the blended score; null where there is none. */
  readonly listWeight: number | null
}

/** What was chosen for one kind of terms. */
export interface FittedPart extends TermSetting {
  readonly rules: TermRules
  /** In the blended score. */
  readonly weight: number
  readonly terms: number
  /** Terms that were frequent enough; more than `terms`: the vocabulary was capped. */
  readonly found: number
  /** Mean log loss on the inner folds. */
  readonly loss: number
  readonly hasConverged: boolean
  /** Texts that it learnt from: fewer than there are, where they are very many. */
  readonly texts: number
}

/**
 * Learns classes of texts: for words and for characters a ridge logistic regression whose strength the inner folds choose, and their
 * blend by scores of texts that they did not see, which also calibrates it. A word list is a third member of the blend: its words and their
 * values are what they are, and only what it weighs is learnt.
 *
 * @param training  texts to learn from, as places in the corpus
 * @param inner     divisions of them, as places in `training`; every text is validated once
 * @param test      texts to score, as places in the corpus
 * @throws RangeError for a word list and more than two classes
 *
 * Cost: for 1,000 sentences about 1 s.
 */
export function fitTextClassifier(
  corpus: TextCorpus,
  { target, classes, weights }: TextTarget,
  training: Int32Array,
  inner: readonly InnerFold[],
  test: Int32Array = new Int32Array(0),
): FittedText {
  const { listed } = corpus
  if (listed && classes !== 2) throw new RangeError(`a word list tells two classes apart, not ${classes}`)
  const own = training.map((text) => target[text]!)
  const ownWeights = weights && Float64Array.from(training, (text) => weights[text]!)
  const vocabulary = { fewestTexts: fewestTextsOf(training.length), mostTerms: MOST_TERMS }
  const learnt = { target: own, classes, vocabulary, ...(ownWeights ? { weights: ownWeights } : {}) }
  const tuned = corpus.counts.map((counts) => tuneTerms(counts, learnt, training, inner))
  const scores = [...tuned.map(({ outOfFold }) => outOfFold), ...listedScores(listed, training)]
  const blend = blendScores(scores, own, classes, ownWeights)
  const parts: TextPart[] = []
  const described: FittedPart[] = []
  const intercepts = blend.intercepts.slice()
  const testScores: Float64Array[] = []
  const isKnown = new Uint8Array(test.length)
  corpus.counts.forEach((counts, part) => {
    const weight = blend.weights[part]!
    const { setting, loss } = tuned[part]!
    const { fitted, model } = fitTerms(counts, learnt, training, setting)
    described.push({
      rules: counts.rules,
      ...setting,
      weight,
      terms: fitted.tfidf.terms.length,
      found: fitted.found,
      loss,
      hasConverged: model.hasConverged,
      texts: Math.min(training.length, MOST_LEARNT),
    })
    const rows = tfidfRows(fitted, counts, test)
    testScores.push(termScores(model, rows))
    if (weight === 0) return
    for (let i = 0; i < test.length; i++) if (rows.starts[i + 1]! > rows.starts[i]!) isKnown[i] = 1
    parts.push({ tfidf: fitted.tfidf, coefficients: model.coefficients.map((value) => weight * value) })
    for (let k = 0; k < intercepts.length; k++) intercepts[k]! += weight * model.intercepts[k]!
  })
  const listWeight = listed ? blend.weights[tuned.length]! : null
  if (listed && listWeight! > 0) {
    test.forEach((text, i) => {
      if (listed.isKnown[text] === 1) isKnown[i] = 1
    })
    const { tfidf, coefficients } = listed.part
    parts.push({ tfidf, coefficients: coefficients.map((value) => listWeight! * value) })
  }
  return {
    classifier: { reading: TEXT_READING, intercepts, parts },
    tested: blended([...testScores, ...listedScores(listed, test)], blend),
    isKnown,
    outOfFold: blended(scores, blend),
    parts: described,
    listWeight,
  }
}

function listedScores(listed: ListedTexts | undefined, texts: Int32Array): Float64Array[] {
  return listed ? [Float64Array.from(texts, (text) => listed.scores[text]!)] : []
}

function fewestTextsOf(texts: number): number {
  return texts < FEW_TEXTS ? 1 : 2
}
