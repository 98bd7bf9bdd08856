import { Ascending } from './ascending.ts'
import type { MarkedText } from './negation.ts'
import type { NumberedText } from './plain-text.ts'
import type { SparseMatrix } from './sparse-matrix.ts'
import type { TermCounts } from './term-counts.ts'
import { TermTree } from './term-tree.ts'
import { type TermRules, visitTerms } from './text-terms.ts'

/** Terms and their weights, learnt from training texts alone. Plain data: part of a model file. */
export interface Tfidf {
  readonly rules: TermRules
  /** Ascending by UTF-16 units. */
  readonly terms: readonly string[]
  /** ln((1 + n) / (1 + texts with the term)) + 1; of a negated form that is in too few texts that of its word. */
  readonly inverseFrequencies: Float64Array
}

/** A vocabulary and where its terms stand among those that were counted. */
export interface FittedTfidf {
  readonly tfidf: Tfidf
  /** For each counted term its column, −1 where it is none. */
  readonly columnOf: Int32Array
  /** Terms that were frequent enough, kept or not. */
  readonly found: number
}

export interface VocabularyOptions {
  /** A term occurs in as many training texts at least. */
  readonly fewestTexts: number
  /** Of more terms those in the most texts are kept; of equally frequent ones the first. */
  readonly mostTerms: number
}

/**
 * Learns the vocabulary and its weights from some of the counted texts.
 *
 * Cost: the counts of the texts, and sorting where terms are more than allowed.
 */
export function fitTfidf(counts: TermCounts, training: ArrayLike<number>, options: VocabularyOptions): FittedTfidf {
  const frequencies = new Int32Array(counts.terms.length)
  for (let i = 0; i < training.length; i++) {
    const text = training[i]!
    for (let k = counts.starts[text]!; k < counts.starts[text + 1]!; k++) frequencies[counts.columns[k]!]!++
  }
  const frequent: number[] = []
  frequencies.forEach((frequency, term) => {
    if (frequency >= options.fewestTexts) frequent.push(term)
  })
  const found = frequent.length
  if (found > options.mostTerms) {
    frequent.sort((a, b) => frequencies[b]! - frequencies[a]! || a - b)
    frequent.length = options.mostTerms
    frequent.sort((a, b) => a - b)
  }
  const columnOf = new Int32Array(counts.terms.length).fill(-1)
  frequent.forEach((term, column) => {
    columnOf[term] = column
  })
  const inverseFrequencies = Float64Array.from(
    frequent,
    (term) => Math.log((1 + training.length) / (1 + frequencies[term]!)) + 1,
  )
  const terms = frequent.map((term) => counts.terms[term]!)
  return { tfidf: { rules: counts.rules, terms, inverseFrequencies }, columnOf, found }
}

/**
 * Rows of (1 + ln count) · inverse frequency, each of length 1 (of 0 where a text has no known term).
 *
 * Cost: the counts of the texts.
 */
export function tfidfRows(
  { tfidf, columnOf }: FittedTfidf,
  counts: TermCounts,
  texts: ArrayLike<number>,
): SparseMatrix {
  const starts = new Int32Array(texts.length + 1)
  let size = 0
  for (let i = 0; i < texts.length; i++) {
    for (let k = counts.starts[texts[i]!]!; k < counts.starts[texts[i]! + 1]!; k++) {
      if (columnOf[counts.columns[k]!]! >= 0) size++
    }
    starts[i + 1] = size
  }
  const columns = new Int32Array(size)
  const values = new Float64Array(size)
  let at = 0
  for (let i = 0; i < texts.length; i++) {
    for (let k = counts.starts[texts[i]!]!; k < counts.starts[texts[i]! + 1]!; k++) {
      const column = columnOf[counts.columns[k]!]!
      if (column < 0) continue
      columns[at] = column
      values[at++] = termWeight(counts.counts[k]!, tfidf.inverseFrequencies[column]!)
    }
    scaleToUnit(values, starts[i]!, at)
  }
  return { rows: texts.length, width: tfidf.terms.length, starts, columns, values }
}

/** One text as a row. */
export interface TextRow {
  /** Ascending. */
  readonly columns: Int32Array
  /** As in `tfidfRows`. */
  readonly values: Float64Array
}

/** Reads single texts by a vocabulary: what `tfidfRows` gives of them, to the last bit. */
export class TextReader {
  readonly #tfidf: Tfidf
  #columnOf: ReadonlyMap<string, number> | undefined
  readonly #tree: TermTree
  readonly #counts: Uint16Array
  readonly #columns: Int32Array
  readonly #values: Float64Array
  readonly #outputs: number
  /** Of each term the inverse frequency, and its coefficients after it: what is asked of a term lies together, as terms lie far apart. */
  readonly #weights: Float64Array
  /** Of the terms of a text, output by output of each. */
  readonly #coefficients: Float64Array
  readonly #ascending: Ascending

  /** @param coefficients  of scores, scores × terms, score by score; left out: no scores are asked for */
  constructor(tfidf: Tfidf, coefficients: Float64Array = new Float64Array(0)) {
    this.#tfidf = tfidf
    this.#outputs = tfidf.terms.length === 0 ? 0 : coefficients.length / tfidf.terms.length
    this.#weights = weightsOf(tfidf, coefficients, this.#outputs)
    this.#coefficients = new Float64Array(coefficients.length)
    this.#tree = new TermTree(tfidf.terms, tfidf.rules)
    this.#counts = new Uint16Array(tfidf.terms.length)
    this.#columns = new Int32Array(tfidf.terms.length)
    this.#values = new Float64Array(tfidf.terms.length)
    this.#ascending = new Ascending(tfidf.terms.length)
  }

  /**
   * @param text    normalised
   * @param marked  the same, negations marked, where that is done already
   *
   * Cost: a sentence some 5 µs.
   */
  read(text: string, marked?: MarkedText): TextRow {
    return this.#row(this.#find(text, marked))
  }

  /**
   * Adds to each score Σ value · coefficient over the terms of a text.
   *
   * @returns how many terms of the vocabulary the text has
   *
   * Cost: as `read`, without an array of its own.
   */
  addScores(text: string, marked: MarkedText, scores: Float64Array): number {
    return this.#add(this.#find(text, marked), scores)
  }

  /**
   * The same of a text of ASCII, all of them numbered by one dictionary.
   *
   * Cost: as `addScores`, without a string of its own.
   */
  addPlainScores(numbered: NumberedText, scores: Float64Array): number {
    return this.#add(this.#findPlain(numbered), scores)
  }

  #add(found: number, scores: Float64Array): number {
    const [values, coefficients, outputs] = [this.#values, this.#coefficients, this.#outputs]
    for (let k = 0; k < outputs; k++) {
      let sum = 0
      for (let at = 0; at < found; at++) sum += values[at]! * coefficients[at * outputs + k]!
      scores[k]! += sum
    }
    return found
  }

  /** As `read`, telling of each occurrence of a known term. Cost: as `visitTerms`, which it is the plain way of. */
  readPlaces(text: string, visit: (column: number, start: number, end: number) => void): TextRow {
    return this.#row(this.#findPlaces(text, visit))
  }

  #row(found: number): TextRow {
    return { columns: this.#columns.slice(0, found), values: this.#values.slice(0, found) }
  }

  #find(text: string, marked?: MarkedText): number {
    if (!this.#tree.reads(text)) return this.#findPlaces(text, () => {})
    const { columns, found, counts } = this.#tree.find(text, marked)
    return this.#weigh(columns, found, counts)
  }

  #findPlain(numbered: NumberedText): number {
    if (this.#tree.isTooLarge) return this.#findPlaces(numbered.text, () => {})
    const { columns, found, counts } = this.#tree.findPlain(numbered)
    return this.#weigh(columns, found, counts)
  }

  #findPlaces(text: string, visit: (column: number, start: number, end: number) => void): number {
    const columnOf = (this.#columnOf ??= new Map(this.#tfidf.terms.map((term, column) => [term, column])))
    const counts = this.#counts
    const columns: number[] = []
    visitTerms(text, this.#tfidf.rules, (term, start, end) => {
      const column = columnOf.get(term)
      if (column === undefined) return
      if (counts[column]!++ === 0) columns.push(column)
      visit(column, start, end)
    })
    return this.#weigh(columns, columns.length, counts)
  }

  /** Leaves the first of `#columns` and `#values` as those of a row, and of `#coefficients` theirs. @param counts  set back to 0 */
  #weigh(found: ArrayLike<number>, size: number, counts: Uint16Array): number {
    const [columns, values, weights] = [this.#columns, this.#values, this.#weights]
    const [coefficients, outputs] = [this.#coefficients, this.#outputs]
    for (let k = 0; k < size; k++) columns[k] = found[k]!
    // in ascending order, so that the sum of squares is that of `tfidfRows` to the last bit
    this.#ascending.sort(columns, size)
    for (let k = 0; k < size; k++) {
      const column = columns[k]!
      const from = column * (1 + outputs)
      values[k] = termWeight(counts[column]!, weights[from]!)
      for (let output = 0; output < outputs; output++) coefficients[k * outputs + output] = weights[from + 1 + output]!
      counts[column] = 0
    }
    scaleToUnit(values, 0, size)
    return size
  }
}

function weightsOf({ inverseFrequencies }: Tfidf, coefficients: Float64Array, outputs: number): Float64Array {
  const terms = inverseFrequencies.length
  const weights = new Float64Array(terms * (1 + outputs))
  inverseFrequencies.forEach((frequency, column) => {
    weights[column * (1 + outputs)] = frequency
    for (let k = 0; k < outputs; k++) weights[column * (1 + outputs) + 1 + k] = coefficients[k * terms + column]!
  })
  return weights
}

function termWeight(count: number, inverseFrequency: number): number {
  return count === 1 ? inverseFrequency : (1 + Math.log(count)) * inverseFrequency
}

function scaleToUnit(values: Float64Array, from: number, to: number): void {
  let squares = 0
  for (let k = from; k < to; k++) squares += values[k]! * values[k]!
  if (squares === 0) return
  const length = Math.sqrt(squares)
  for (let k = from; k < to; k++) values[k]! /= length
}
