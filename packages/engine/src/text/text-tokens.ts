import { plainTokens } from './plain-tokens.ts'
import type { Token } from './token.ts'

/**
 * Words are runs of letters with their marks, and digits after them (mp3), apostrophes inside them included (don't). Scripts that write no spaces are divided where
 * the script changes (この|製品|は|良|くない): coarse, but the same everywhere; n-grams of characters see the rest. Numbers keep decimal
 * points; of a number with more than four digits only how many it has is kept, since it is a name rather than a quantity. Exclamation
 * and question marks, faces and pictographs are tokens; other signs only end clauses.
 *
 * @param text  normalised
 *
 * Cost: the length of the text.
 */
export function tokensOf(text: string): Token[] {
  return plainTokens(text) ?? anyTokens(text)
}

/** The plain way, of texts in any script. */
export function anyTokens(text: string): Token[] {
  const tokens: Token[] = []
  let beginsClause = false
  for (const { 0: found, index } of text.matchAll(PIECES)) {
    if (CLAUSE_END.test(found) && !FACE.test(found)) {
      beginsClause = true
      const sign = found.includes('!') ? '!' : found.includes('?') ? '?' : ''
      if (sign !== '') tokens.push({ text: sign, start: index, end: index + found.length, beginsClause })
      continue
    }
    for (const part of UNSPACED.test(found) ? found.matchAll(SCRIPT_RUNS) : [{ 0: found, index: 0 }]) {
      const start = index + part.index
      tokens.push({ text: numberAsSize(part[0]), start, end: start + part[0].length, beginsClause })
      beginsClause = false
    }
  }
  return tokens
}

const PIECES =
  /[\p{L}\p{M}][\p{L}\p{M}\p{N}]*(?:'[\p{L}\p{M}]+)*|\p{N}+(?:[.,]\p{N}+)*|[:;=]-?[()]|[.,:;!?()…。、！？「」（）]+|[\p{Extended_Pictographic}\p{Sc}%+=&♥♡★☆]/gu
const CLAUSE_END = /^[.,:;!?()…。、！？「」（）]+$/
const FACE = /^[:;=]-?[()]$/
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u
const SCRIPT_RUNS =
  /[\p{sc=Han}々〇]+|\p{sc=Hiragana}+|[\p{sc=Katakana}ー]+|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー々〇]+|./gsu

function numberAsSize(token: string): string {
  return /^\p{N}{5,}$/u.test(token) ? '0'.repeat(Math.min(12, token.length)) : token
}
