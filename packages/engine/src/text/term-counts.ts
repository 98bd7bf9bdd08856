import { deniedWord } from './negation.ts'
import { normaliseText } from './normalise-text.ts'
import { type TermRules, visitTerms } from './text-terms.ts'

/** How often each term occurs in each text. */
export interface TermCounts {
  readonly rules: TermRules
  /** Ascending by UTF-16 units: the same order everywhere. */
  readonly terms: readonly string[]
  /** texts + 1: where the terms of each text begin in `columns` and `counts`. */
  readonly starts: Int32Array
  /** Places in `terms`, ascending within a text. */
  readonly columns: Int32Array
  readonly counts: Uint16Array
  /** Terms in fewer texts were not kept, but for `keepsDenied`. */
  readonly fewestTexts: number
}

export interface CountOptions {
  /** Only terms that occur in as many texts are kept: default 1. */
  readonly fewestTexts?: number
  /** Negated forms of the words that are kept are kept too, in however few texts they are. */
  readonly keepsDenied?: boolean
  /** Of more terms those in the most texts are kept: default 300,000. */
  readonly mostTerms?: number
  /** Different terms that are held in memory at once: default a million. */
  readonly mostHeld?: number
}

/**
 * Counts terms. No label is looked at, and a fold takes from it what occurs in its training texts: so it is done once for all folds.
 *
 * Memory is bounded however many texts there are: when `mostHeld` different terms are held, those that can't have occurred in more
 * texts than the number of such occasions are let go (lossy counting, Manku & Motwani 2002: what is let go occurs in at most that
 * many texts). `fewestTexts` says which terms are complete: with all terms held it is the one that was asked for.
 *
 * Cost: reads every text twice.
 */
export function countTerms(texts: readonly string[], rules: TermRules, options: CountOptions = {}): TermCounts {
  const { fewestTexts = 1, keepsDenied = false, mostTerms = 300_000, mostHeld = 1_000_000 } = options
  const { frequencies, letGo } = textFrequencies(texts, rules, mostHeld)
  const lowest = Math.max(fewestTexts, letGo + 1)
  const frequent = frequencies.filter(([, count]) => count >= lowest)
  if (keepsDenied) {
    const kept = new Set(frequent.map(([term]) => term))
    const isDenied = (term: string) => kept.has(deniedWord(term) ?? '')
    frequent.push(...frequencies.filter(([term, count]) => count < lowest && isDenied(term)))
  }
  if (frequent.length > mostTerms) {
    frequent.sort((a, b) => b[1] - a[1] || compareUnits(a[0], b[0]))
    frequent.length = mostTerms
  }
  const terms = frequent.map(([term]) => term).sort(compareUnits)
  return { rules, terms, fewestTexts: lowest, ...countsByText(texts, rules, terms) }
}

/** In how many texts each term occurs, or up to `letGo` more than that. */
function textFrequencies(texts: readonly string[], rules: TermRules, mostHeld: number) {
  let places = new Map<string, number>()
  let counts = new Int32Array(1024)
  let lastText = new Int32Array(1024)
  let letGo = 0
  texts.forEach((given, text) => {
    visitTerms(normaliseText(given).text, rules, (term) => {
      let place = places.get(term)
      if (place === undefined) {
        place = places.size
        places.set(term, place)
        if (place === counts.length) {
          counts = grown(counts, new Int32Array(2 * place))
          lastText = grown(lastText, new Int32Array(2 * place))
        }
        counts[place] = letGo
        lastText[place] = -1
      }
      if (lastText[place] === text) return
      lastText[place] = text
      counts[place]!++
    })
    while (places.size > mostHeld) {
      letGo++
      places = withoutRare(places, counts, lastText, letGo)
    }
  })
  return { frequencies: Array.from(places, ([term, place]): [string, number] => [term, counts[place]!]), letGo }
}

/** Lets go of terms with so many texts at most, and moves the others up. */
function withoutRare(
  places: ReadonlyMap<string, number>,
  counts: Int32Array,
  lastText: Int32Array,
  most: number,
): Map<string, number> {
  const kept = new Map<string, number>()
  // a map goes through its entries in the order of their places, so that none is overwritten before it has moved
  for (const [term, place] of places) {
    if (counts[place]! <= most) continue
    counts[kept.size] = counts[place]!
    lastText[kept.size] = lastText[place]!
    kept.set(term, kept.size)
  }
  return kept
}

function countsByText(texts: readonly string[], rules: TermRules, terms: readonly string[]) {
  const placeOf = new Map(terms.map((term, place) => [term, place]))
  const starts = new Int32Array(texts.length + 1)
  let columns = new Int32Array(1024)
  let counts = new Uint16Array(1024)
  const occurrences = new Uint16Array(terms.length)
  let size = 0
  texts.forEach((given, text) => {
    const found: number[] = []
    visitTerms(normaliseText(given).text, rules, (term) => {
      const place = placeOf.get(term)
      if (place === undefined) return
      if (occurrences[place]!++ === 0) found.push(place)
    })
    if (size + found.length > columns.length) {
      const larger = 2 * (size + found.length)
      columns = grown(columns, new Int32Array(larger))
      counts = grown(counts, new Uint16Array(larger))
    }
    for (const place of found.sort((a, b) => a - b)) {
      columns[size] = place
      counts[size++] = occurrences[place]!
      occurrences[place] = 0
    }
    starts[text + 1] = size
  })
  return { starts, columns: columns.slice(0, size), counts: counts.slice(0, size) }
}

function grown<T extends Int32Array | Uint16Array>(from: T, into: T): T {
  into.set(from)
  return into
}

/** Code unit order, unlike `localeCompare` the same on every machine. */
export function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
