import { type MarkedText, markedForm, markNegations } from './negation.ts'
import type { NumberedText } from './plain-text.ts'
import type { TermRules } from './text-terms.ts'

/** What a text has of a vocabulary. */
export interface TermOccurrences {
  /** The first `found` of it, in the order of their first occurrence; those of the text before are written over. */
  readonly columns: Int32Array
  readonly found: number
  /** One a term of the vocabulary: how often it occurs. Whoever reads it sets it back to 0. */
  readonly counts: Uint16Array
}

/** Terms as the numbers of their units, one after another: the i-th from starts[i] before starts[i + 1]. */
interface Runs {
  readonly units: Int32Array
  readonly starts: Int32Array
  /** How many units each has in common with the one before, from the first on. */
  readonly shared: Uint8Array
  /** Of the tree, the root included. */
  readonly nodes: number
}

const FIRST_HIGH = 0xd800
const LAST_HIGH = 0xdbff
const HIGH_SURROGATE = /[\ud800-\udbff]/
/** Beyond ASCII. */
const WHITE_SPACE = /\s/
const SPACE = ' '
/** Number of a unit that no term has. */
const FOREIGN = 0
const MOST_KEYS = 2 ** 31
const FULL = 0.6
/** Of a node that others follow: most are ends, which the table need not be asked beyond. */
const GOES_ON = 1
/** Units of which all pairs are written down: those of alphabets. */
const MOST_PAIRED = 128

/**
 * A vocabulary as a tree, whose branches are UTF-16 units of characters, or words: finds in a text what `visitTerms` would, without
 * making a string of every run. A node is its place in one open hash table, by its parent and the number of its unit; eight bytes a
 * place keep it in the processor's cache, where a look at each run of a text belongs.
 *
 * Cost: making it, some 10 ms for 20,000 terms; a text: its length times how far its runs agree with terms.
 */
export class TermTree {
  readonly #kind: TermRules['kind']
  readonly #longest: number
  /** Of words, from 1. */
  readonly #numbers = new Map<string, number>()
  /** Of words, by the numbers of a dictionary. */
  #ofNumber: Int32Array | undefined
  /** Of characters, by their unit, from 1. */
  readonly #ofUnit: Uint16Array
  #characters = 0
  /** Two a place: parent · units + unit, or −1 where it is free; twice one more than the column of the term that ends there, or 0, and `GOES_ON`. */
  readonly #table: Int32Array
  readonly #units: number
  /** For its keys: it holds no terms, and reads nothing. */
  readonly isTooLarge: boolean
  /** By first · units + second the place where a run goes on, or −1: two looks at the table in one, of what each letter begins with. */
  readonly #pairs: Int32Array | undefined
  #buffer = new Int32Array(64)
  readonly #columns: Int32Array
  readonly #counts: Uint16Array

  /**
   * Terms that no text can have by the rules are left out.
   *
   * @param terms  ascending
   */
  constructor(terms: readonly string[], rules: TermRules) {
    this.#kind = rules.kind
    this.#longest = rules.longest
    this.#ofUnit = new Uint16Array(rules.kind === 'characters' ? 65_536 : 0)
    const runs = this.#runsOf(terms, rules)
    this.#units = this.#numbers.size + this.#characters + 1
    let size = 16
    while (size * FULL < runs.nodes) size *= 2
    this.isTooLarge = (size + 1) * this.#units >= MOST_KEYS
    this.#table = new Int32Array(2 * size).fill(-1)
    this.#counts = new Uint16Array(terms.length)
    this.#columns = new Int32Array(terms.length)
    if (!this.isTooLarge) this.#plant(runs)
    this.#pairs = this.isTooLarge || rules.shortest < 2 || this.#units > MOST_PAIRED ? undefined : this.#pairsOf()
  }

  /** Whether the tree can read a text: characters of two units count as one, which a tree of units can't see. */
  reads(text: string): boolean {
    return !this.isTooLarge && (this.#kind === 'words' || !HIGH_SURROGATE.test(text))
  }

  /**
   * The terms of a normalised text that `reads` is true of.
   *
   * @param marked  the same, negations marked, where that is done already
   */
  find(text: string, { words, letters }: MarkedText = markNegations(text)): TermOccurrences {
    const found = this.#kind === 'words' ? this.#findWords(words) : this.#findCharacters(letters)
    return { columns: this.#columns, found, counts: this.#counts }
  }

  /** The same of a text of ASCII, all of them numbered by one dictionary; the tree is not too large. */
  findPlain(text: NumberedText): TermOccurrences {
    const found = this.#kind === 'words' ? this.#findNumbers(text) : this.#findCharacters(text.letters)
    return { columns: this.#columns, found, counts: this.#counts }
  }

  #findNumbers({ numbers, count, dictionary }: NumberedText): number {
    const ofNumber = (this.#ofNumber ??= this.#unitsOf(dictionary))
    if (this.#longest === 1) return this.#findSingle(numbers, count, ofNumber)
    const units = this.#roomFor(count)
    for (let i = 0; i < count; i++) units[i] = ofNumber[numbers[i]!]!
    return this.#findRuns(count, 0)
  }

  /** By number the unit; where terms are single words one more than the column, which asks the table nothing. */
  #unitsOf(dictionary: readonly string[]): Int32Array {
    const table = this.#table
    return Int32Array.from({ length: 2 * dictionary.length + 2 }, (_, number) => {
      const word = dictionary[(number >> 1) - 1] ?? ''
      const unit = this.#numbers.get(number % 2 === 0 ? word : markedForm(word)) ?? FOREIGN
      if (this.#longest > 1 || unit === FOREIGN) return unit
      return table[2 * placeOf(table, (table.length >> 1) - 1, unit) + 1]! >> 1
    })
  }

  #findSingle(numbers: Int32Array, count: number, ofNumber: Int32Array): number {
    const [columns, counts] = [this.#columns, this.#counts]
    let found = 0
    for (let i = 0; i < count; i++) {
      const column = ofNumber[numbers[i]!]! - 1
      if (column >= 0 && counts[column]!++ === 0) columns[found++] = column
    }
    return found
  }

  #findWords(words: readonly string[]): number {
    const units = this.#roomFor(words.length)
    for (let i = 0; i < words.length; i++) units[i] = this.#numbers.get(words[i]!) ?? FOREIGN
    return this.#findRuns(words.length, 0)
  }

  /** Each part between spaces with a space before and after. */
  #findCharacters(text: string): number {
    const ofUnit = this.#ofUnit
    const space = ofUnit[SPACE.charCodeAt(0)]!
    const units = this.#roomFor(text.length + 2)
    units[0] = space
    let size = 1
    let found = 0
    for (let i = 0; i <= text.length; i++) {
      const unit = i < text.length ? text.charCodeAt(i) : SPACE.charCodeAt(0)
      if (!isSpace(unit)) units[size++] = ofUnit[unit]!
      else if (size > 1) {
        units[size] = space
        found = this.#findRuns(size + 1, found)
        size = 1
      }
    }
    return found
  }

  /** @returns how many columns are found, those before included */
  #findRuns(size: number, before: number): number {
    const units = this.#buffer
    const table = this.#table
    const columns = this.#columns
    const mask = (table.length >> 1) - 1
    const count = this.#units
    const counts = this.#counts
    const pairs = this.#pairs
    let found = before
    for (let from = 0; from < size; from++) {
      let at = from + 1
      let node: number
      if (pairs === undefined) {
        if (units[from] === FOREIGN) continue
        node = placeOf(table, mask, units[from]!)
        if (table[2 * node] === -1) continue
      } else {
        if (at === size) break
        node = pairs[units[from]! * count + units[at++]!]!
        if (node === -1) continue
      }
      for (;;) {
        const what = table[2 * node + 1]!
        const column = (what >> 1) - 1
        if (column >= 0 && counts[column]!++ === 0) columns[found++] = column
        if ((what & GOES_ON) === 0 || at === size || units[at] === FOREIGN) break
        node = placeOf(table, mask, (node + 1) * count + units[at++]!)
        if (table[2 * node] === -1) break
      }
    }
    return found
  }

  /** Numbers units as they come. What a term adds to the tree begins where it differs from the one before, since terms ascend. */
  #runsOf(terms: readonly string[], { shortest, longest }: TermRules): Runs {
    const starts = new Int32Array(terms.length + 1)
    const shared = new Uint8Array(terms.length)
    // typed arrays take what lies beyond their end without a word, as of terms that are too long
    const units = new Int32Array((terms.length + 1) * longest)
    let nodes = 1
    let before = 0
    terms.forEach((term, i) => {
      const from = starts[i]!
      const own = this.#kind === 'words' ? this.#readWords(term, units, from) : this.#readUnits(term, units, from)
      const length = own < shortest || own > longest ? 0 : own
      starts[i + 1] = from + length
      let same = 0
      while (same < length && before + same < from && units[before + same] === units[from + same]) same++
      shared[i] = same
      nodes += length - same
      before = from
    })
    return { units, starts, shared, nodes }
  }

  #plant({ units, starts, shared }: Runs): void {
    const table = this.#table
    const mask = (table.length >> 1) - 1
    /** Nodes of the run before, by their depth. */
    const path: number[] = []
    for (let i = 0; i < shared.length; i++) {
      const length = starts[i + 1]! - starts[i]!
      let node = shared[i] === 0 ? -1 : path[shared[i]! - 1]!
      for (let depth = shared[i]!; depth < length; depth++) {
        if (depth > 0) table[2 * node + 1]! |= GOES_ON
        const key = (node + 1) * this.#units + units[starts[i]! + depth]!
        node = placeOf(table, mask, key)
        if (table[2 * node] === -1) table[2 * node + 1] = 0
        table[2 * node] = key
        path[depth] = node
      }
      if (length > 0) table[2 * node + 1]! |= 2 * (i + 1)
    }
  }

  #pairsOf(): Int32Array {
    const [table, count] = [this.#table, this.#units]
    const mask = (table.length >> 1) - 1
    const pairs = new Int32Array(count * count).fill(-1)
    for (let first = 1; first < count; first++) {
      const node = placeOf(table, mask, first)
      if (table[2 * node] === -1) continue
      for (let second = 1; second < count; second++) {
        const place = placeOf(table, mask, (node + 1) * count + second)
        if (table[2 * place] !== -1) pairs[first * count + second] = place
      }
    }
    return pairs
  }

  /** The numbers of a term's words, from `at` on. @returns how many there are, kept or not */
  #readWords(term: string, units: Int32Array, at: number): number {
    const words = term.split(' ')
    for (let k = 0; k < words.length; k++) {
      const number = this.#numbers.get(words[k]!) ?? this.#numbers.size + 1
      if (number > this.#numbers.size) this.#numbers.set(words[k]!, number)
      units[at + k] = number
    }
    return words.length
  }

  /** The same of its characters; 0 where one is two units, and of a space alone. */
  #readUnits(term: string, units: Int32Array, at: number): number {
    const ofUnit = this.#ofUnit
    for (let k = 0; k < term.length; k++) {
      const unit = term.charCodeAt(k)
      if (unit >= FIRST_HIGH && unit <= LAST_HIGH) return 0
      if (ofUnit[unit] === FOREIGN) ofUnit[unit] = ++this.#characters
      units[at + k] = ofUnit[unit]!
    }
    return term === SPACE ? 0 : term.length
  }

  #roomFor(size: number): Int32Array {
    if (this.#buffer.length < size) this.#buffer = new Int32Array(2 * size)
    return this.#buffer
  }
}

function isSpace(unit: number): boolean {
  return unit < 128 ? unit === 32 || (unit >= 9 && unit <= 13) : WHITE_SPACE.test(String.fromCharCode(unit))
}

/** Where in the table a key stands, or would. */
function placeOf(table: Int32Array, mask: number, key: number): number {
  const mixed = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d)
  let place = (mixed ^ (mixed >>> 13)) & mask
  while (table[2 * place] !== -1 && table[2 * place] !== key) place = (place + 1) & mask
  return place
}
