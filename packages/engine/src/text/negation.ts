import { tokensOf } from './text-tokens.ts'
import type { Token } from './token.ts'

/** A normalised text with what negations reach. */
export interface MarkedText {
  readonly tokens: readonly Token[]
  /** The words of the tokens as `markedWords` gives them. */
  readonly words: readonly string[]
  /**
   * The text, letters of words that a negation reaches as capitals, which a normalised text has none of: pieces of "not BAD" are others than
   * those of "bad". As long as the text; letters beyond ASCII stay, since some have no capital as long as they are.
   */
  readonly letters: string
}

/** Cost: that of `tokensOf`. */
export function markNegations(text: string): MarkedText {
  const tokens = tokensOf(text)
  const words = markedWords(tokens)
  let letters = ''
  let end = 0
  for (let i = 0; i < words.length; i++) {
    const token = tokens[i]!
    if (words[i] === token.text) continue
    letters += text.slice(end, token.start) + inCapitals(text.slice(token.start, token.end))
    end = token.end
  }
  return { tokens, words, letters: end === 0 ? text : letters + text.slice(end) }
}

function inCapitals(word: string): string {
  return word.replace(/[a-z]+/g, (run) => run.toUpperCase())
}

/** Words that a negation begins with, but for those that end in n't. */
export const NEGATIONS: ReadonlySet<string> = new Set(
  (
    'not no never none nobody nothing neither nor nowhere hardly scarcely barely without cannot ' +
    'dont cant wont didnt doesnt isnt wasnt arent werent couldnt shouldnt wouldnt havent hasnt hadnt aint'
  ).split(' '),
)
/** Words that a negation reaches. Three to five did alike on reviews; a whole clause did worse. */
export const REACH = 3
/** What a negation leaves of a word's weight, turned around: "not good" is less bad than "bad" (−0.74 in Hutto & Gilbert 2014). */
export const NEGATED = 0.74
const MARK = 'not_'
/** After "not": more is said, and nothing denied ("not only good"). */
export const ADDING: ReadonlySet<string> = new Set(['just', 'merely', 'only', 'simply'])

/**
 * The words of tokens, those that a negation reaches marked: not | not_very | not_good. A clause's end ends it (Pang, Lee & Vaithyanathan
 * 2002), and after three words it has faded; "not only" denies nothing. English negations; those of Japanese are endings, which n-grams of characters see.
 *
 * Cost: the number of tokens.
 */
export function markedWords(tokens: readonly Token[]): string[] {
  let reach = 0
  return tokens.map(({ text, beginsClause }, i) => {
    if (beginsClause) reach = 0
    const isNegation = negates(text)
    const isReached = reach > 0 && !isNegation && WORD.test(text)
    if (isReached) reach--
    if (isNegation) reach = text === 'not' && ADDING.has(tokens[i + 1]?.text ?? '') ? 0 : REACH
    return isReached ? MARK + text : text
  })
}

const WORD = /^\p{L}/u

/** Whether the words after it are denied. */
export function negates(word: string): boolean {
  return NEGATIONS.has(word) || word.endsWith("n't")
}

/** What becomes of a word that a negation reaches; null of one that none does. */
export function negatedForm(word: string): string | null {
  return WORD.test(word) && !negates(word) ? MARK + word : null
}

/** The word as one that a negation reaches. */
export function markedForm(word: string): string {
  return MARK + word
}

/** The word itself of one that a negation reached. */
export function unmarked(word: string): string {
  return word.startsWith(MARK) ? word.slice(MARK.length) : word
}

/** The word that a term of one word denies, `good` of `not_good`; null of other terms. */
export function deniedWord(term: string): string | null {
  return term.startsWith(MARK) && !term.includes(' ') ? unmarked(term) : null
}

/** `not … good` for a word that a negation reached. */
export function readableWord(word: string): string {
  return word.startsWith(MARK) ? `not … ${unmarked(word)}` : word
}
