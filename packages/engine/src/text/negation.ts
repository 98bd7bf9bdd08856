import type { Token } from './token.ts'

const NEGATIONS: ReadonlySet<string> = new Set(
  (
    'not no never none nobody nothing neither nor nowhere hardly scarcely barely without cannot ' +
    'dont cant wont didnt doesnt isnt wasnt arent werent couldnt shouldnt wouldnt havent hasnt hadnt aint'
  ).split(' '),
)
/** Words that a negation reaches. Three to five did alike on reviews; a whole clause did worse. */
const REACH = 3
const MARK = 'not_'

/**
 * The words of tokens, those that a negation reaches marked: not | not_very | not_good. A clause's end ends it (Pang, Lee & Vaithyanathan
 * 2002), and after three words it has faded. English negations; those of Japanese are endings, which n-grams of characters see.
 *
 * Cost: the number of tokens.
 */
export function markedWords(tokens: readonly Token[]): string[] {
  let reach = 0
  return tokens.map(({ text, beginsClause }) => {
    if (beginsClause) reach = 0
    const isNegation = negates(text)
    const isReached = reach > 0 && !isNegation && WORD.test(text)
    if (isReached) reach--
    if (isNegation) reach = REACH
    return isReached ? MARK + text : text
  })
}

const WORD = /^\p{L}/u

function negates(word: string): boolean {
  return NEGATIONS.has(word) || word.endsWith("n't")
}

/** What becomes of a word that a negation reaches; null of one that none does. */
export function negatedForm(word: string): string | null {
  return WORD.test(word) && !negates(word) ? MARK + word : null
}

/** The word itself of one that a negation reached. */
export function unmarked(word: string): string {
  return word.startsWith(MARK) ? word.slice(MARK.length) : word
}

/** `not … good` for a word that a negation reached. */
export function readableWord(word: string): string {
  return word.startsWith(MARK) ? `not … ${unmarked(word)}` : word
}
