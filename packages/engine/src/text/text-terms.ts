import { type MarkedText, markNegations } from './negation.ts'

/** What is counted of a text: words and runs of words, or runs of characters within words. Plain data: part of a model file. */
export interface TermRules {
  readonly kind: 'words' | 'characters'
  /** Lengths of the runs: 1 … 8. */
  readonly shortest: number
  readonly longest: number
}

/** @param start, end  the part of the normalised text that the term covers: from start, before end */
export type TermVisitor = (term: string, start: number, end: number) => void

/**
 * Every term of a text, as often as it occurs. Words are marked where a negation reaches them and joined by spaces; characters are
 * taken from the parts between spaces, with a space before and after, so that a term knows where words begin and end; those of a word that
 * a negation reaches are capitals.
 *
 * @param text  normalised
 *
 * Cost: the length of the text times the number of lengths.
 */
export function visitTerms(text: string, { kind, shortest, longest }: TermRules, visit: TermVisitor): void {
  const marked = markNegations(text)
  if (kind === 'words') visitWords(marked, shortest, longest, visit)
  else visitCharacters(marked.letters, shortest, longest, visit)
}

function visitWords({ tokens, words }: MarkedText, shortest: number, longest: number, visit: TermVisitor): void {
  for (let i = 0; i < words.length; i++) {
    let term = ''
    for (let length = 1; length <= longest && i + length <= words.length; length++) {
      const last = i + length - 1
      term = length === 1 ? words[i]! : `${term} ${words[last]!}`
      if (length >= shortest) visit(term, tokens[i]!.start, tokens[last]!.end)
    }
  }
}

function visitCharacters(text: string, shortest: number, longest: number, visit: TermVisitor): void {
  for (const { 0: part, index } of text.matchAll(/\S+/gu)) {
    const padded = ` ${part} `
    // places where a character begins, and the end: halves of surrogate pairs are no characters
    const places = PAIRS.test(padded) ? placesOf(padded) : null
    const count = places === null ? padded.length : places.length - 1
    const end = index + part.length
    for (let length = shortest; length <= longest; length++) {
      for (let i = 0; i + length <= count; i++) {
        const from = places === null ? i : places[i]!
        const to = places === null ? i + length : places[i + length]!
        const term = padded.slice(from, to)
        if (term !== ' ') visit(term, Math.max(index, index + from - 1), Math.min(end, index + to - 1))
      }
      // a word shorter than this has no more terms
      if (count <= length) break
    }
  }
}

const PAIRS = /[\ud800-\udbff]/

function placesOf(text: string): number[] {
  const places = [0]
  for (const character of text) places.push(places.at(-1)! + character.length)
  return places
}
