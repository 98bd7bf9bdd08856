import { ADDING, NEGATIONS, REACH, unmarked } from './negation.ts'
import { readSpans, TokenKind, TokenSpans } from './plain-tokens.ts'
import { WordNumbers } from './word-numbers.ts'

/** A text whose words are numbers of a dictionary. */
export interface NumberedText {
  readonly text: string
  /** Word n stands before place n. The same object of all texts that are read by it. */
  readonly dictionary: readonly string[]
  /** The first `count`, one a token: twice the number of the word, and one more where a negation reaches it; 0 of a word that is not there. */
  readonly numbers: Int32Array
  readonly count: number
  /** As `markNegations` gives them. */
  readonly letters: string
  /** Words with two letters at least, and faces; and how many of them are terms by themselves. */
  readonly words: number
  readonly knownWords: number
}

const KNOWN = 1
const NEGATION = 2
const ADDS = 4
const ASCII = /^[\u0021-\u007f]+$/
const FOREIGN = 0
const [APOSTROPHE, SMALL_N, SMALL_T] = [39, 110, 116]

/**
 * Reads texts of ASCII as `markNegations` does, by numbers instead of strings: a text has dozens of words, and each is looked for in
 * several vocabularies.
 */
export class PlainText implements NumberedText {
  readonly dictionary: readonly string[]
  readonly #words: WordNumbers
  /** By number. */
  readonly #is: Uint8Array
  readonly #spans = new TokenSpans()
  text = ''
  numbers = new Int32Array(64)
  count = 0
  letters = ''
  words = 0
  knownWords = 0

  /** @param terms  of all vocabularies of words: single words and runs, negated ones too */
  constructor(terms: readonly string[]) {
    const known = new Set(terms.map(unmarked).filter((term) => ASCII.test(term)))
    const inRuns = terms.flatMap((term) => (term.includes(' ') ? term.split(' ').map(unmarked) : []))
    const all = new Set([...known, ...inRuns.filter((word) => ASCII.test(word)), ...NEGATIONS, ...ADDING])
    this.dictionary = [...all]
    this.#words = new WordNumbers(this.dictionary)
    this.#is = Uint8Array.from(['', ...this.dictionary], (word) => {
      return (known.has(word) ? KNOWN : 0) | (NEGATIONS.has(word) ? NEGATION : 0) | (ADDING.has(word) ? ADDS : 0)
    })
  }

  /** @returns false of a text that is not one of ASCII, which is not read */
  read(text: string): boolean {
    if (!readSpans(text, this.#spans)) return false
    this.text = text
    this.#numberTokens()
    this.#markNegations()
    return true
  }

  #numberTokens(): void {
    const { count, starts, ends, kinds } = this.#spans
    if (this.numbers.length < count) this.numbers = new Int32Array(2 * count)
    this.count = count
    this.words = 0
    this.knownWords = 0
    for (let i = 0; i < count; i++) {
      const kind = kinds[i]!
      const isOwn = kind <= TokenKind.OTHER
      const number = isOwn ? this.#words.find(this.text, starts[i]!, ends[i]!) : this.#numberOf(i)
      this.numbers[i] = 2 * number
      const isTelling = kind === TokenKind.FACE || (kind === TokenKind.WORD && ends[i]! - starts[i]! > 1)
      if (!isTelling) continue
      this.words++
      if (this.#is[number]! & KNOWN) this.knownWords++
    }
  }

  /** Of a token that is compared by another text than its own. */
  #numberOf(i: number): number {
    const text = this.#spans.textOf(this.text, i)
    return this.#words.find(text, 0, text.length)
  }

  #markNegations(): void {
    const { count, starts, ends, kinds, beginsClause } = this.#spans
    let reach = 0
    let letters = ''
    let end = 0
    for (let i = 0; i < count; i++) {
      if (beginsClause[i] === 1) reach = 0
      const isWord = kinds[i] === TokenKind.WORD
      const negates = isWord && this.#negates(i)
      if (negates) reach = this.#isNotOnly(i) ? 0 : REACH
      else if (isWord && reach > 0) {
        reach--
        if (this.numbers[i] !== FOREIGN) this.numbers[i]!++
        letters += this.text.slice(end, starts[i]) + this.text.slice(starts[i], ends[i]).toUpperCase()
        end = ends[i]!
      }
    }
    this.letters = end === 0 ? this.text : letters + this.text.slice(end)
  }

  #negates(i: number): boolean {
    if (this.#is[this.numbers[i]! >> 1]! & NEGATION) return true
    const end = this.#spans.ends[i]!
    const unit = (before: number): number => this.text.charCodeAt(end - before)
    if (end - this.#spans.starts[i]! < 3 || unit(2) !== APOSTROPHE) return false
    return unit(1) === SMALL_T && unit(3) === SMALL_N
  }

  /** "not only", and others that say more and deny nothing. */
  #isNotOnly(i: number): boolean {
    const isNot = this.dictionary[(this.numbers[i]! >> 1) - 1] === 'not'
    return isNot && i + 1 < this.count && (this.#is[this.numbers[i + 1]! >> 1]! & ADDS) !== 0
  }
}
