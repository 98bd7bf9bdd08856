import type { Token } from './token.ts'

const LETTER = 1
const DIGIT = 2
const CLAUSE_END = 3
const SIGN = 4

/** What each unit of ASCII is. */
const CLASSES = classes([
  [LETTER, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  [DIGIT, '0123456789'],
  [CLAUSE_END, '.,:;!?()'],
  [SIGN, '$%+=&'],
])
const [APOSTROPHE, DASH, EQUALS, COLON, SEMICOLON] = units("'-=:;")
const [EXCLAMATION, QUESTION, POINT, COMMA, OPEN, CLOSE] = units('!?.,()')
const LONGEST_NUMBER = 4
const LONGEST_SIZE = 12

/** What a token is; up to OTHER its text is that of its place. SIZE: a number of which only the length is kept. EXCLAMATION, QUESTION: ends of clauses with such a mark. */
export const TokenKind = { WORD: 1, FACE: 2, OTHER: 3, SIZE: 4, EXCLAMATION: 5, QUESTION: 6 } as const

/** The tokens of a text of ASCII as numbers; those of the next text are written over them. */
export class TokenSpans {
  count = 0
  /** Where each stands in the text: from starts[i], before ends[i]. */
  starts = new Int32Array(64)
  ends = new Int32Array(64)
  kinds = new Uint8Array(64)
  /** 1: a sign that ends a clause stands between it and the token before. */
  beginsClause = new Uint8Array(64)

  add(kind: number, start: number, end: number, beginsClause: boolean): void {
    const at = this.count++
    if (at === this.starts.length) this.#grow()
    this.starts[at] = start
    this.ends[at] = end
    this.kinds[at] = kind
    this.beginsClause[at] = Number(beginsClause)
  }

  /** A token as it is compared. */
  textOf(text: string, i: number): string {
    const [start, end] = [this.starts[i]!, this.ends[i]!]
    switch (this.kinds[i]) {
      case TokenKind.EXCLAMATION:
        return '!'
      case TokenKind.QUESTION:
        return '?'
      case TokenKind.SIZE:
        return '0'.repeat(Math.min(LONGEST_SIZE, end - start))
      default:
        return text.slice(start, end)
    }
  }

  #grow(): void {
    const grown = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from)
      return to
    }
    const size = 2 * this.starts.length
    this.starts = grown(this.starts, new Int32Array(size))
    this.ends = grown(this.ends, new Int32Array(size))
    this.kinds = grown(this.kinds, new Uint8Array(size))
    this.beginsClause = grown(this.beginsClause, new Uint8Array(size))
  }
}

/**
 * What `tokensOf` finds in a text of ASCII alone, in a tenth of the time; undefined of any other text.
 *
 * Cost: the length of the text.
 */
export function plainTokens(text: string): Token[] | undefined {
  const spans = new TokenSpans()
  if (!readSpans(text, spans)) return undefined
  const { starts, ends, beginsClause } = spans
  return Array.from({ length: spans.count }, (_, i) => ({
    text: spans.textOf(text, i),
    start: starts[i]!,
    end: ends[i]!,
    beginsClause: beginsClause[i] === 1,
  }))
}

/** The same without making an object or a string. @returns whether the text is one of ASCII, which alone is read */
export function readSpans(text: string, spans: TokenSpans): boolean {
  spans.count = 0
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  let beginsClause = false
  let at = 0
  while (at < text.length) {
    const start = at
    const kind = classAt(text, at)
    if (kind === 0) {
      at++
      continue
    }
    const face = faceEnd(text, at)
    if (face === 0 && kind === CLAUSE_END) {
      while (classAt(text, at) === CLAUSE_END) at++
      beginsClause = true
      const sign = signOf(text, start, at)
      if (sign !== 0) spans.add(sign, start, at, beginsClause)
      continue
    }
    if (face !== 0) at = face
    else if (kind === LETTER) at = wordEnd(text, at)
    else at = kind === DIGIT ? numberEnd(text, at) : at + 1
    spans.add(face === 0 ? kindOf(text, kind, start, at) : TokenKind.FACE, start, at, beginsClause)
    beginsClause = false
  }
  return true
}

function kindOf(text: string, kind: number, start: number, end: number): number {
  if (kind === LETTER) return TokenKind.WORD
  return kind === DIGIT && isSize(text, start, end) ? TokenKind.SIZE : TokenKind.OTHER
}

/** Of a face such as :-) its end, else 0. */
function faceEnd(text: string, at: number): number {
  const eyes = text.charCodeAt(at)
  if (eyes !== COLON && eyes !== SEMICOLON && eyes !== EQUALS) return 0
  const mouth = text.charCodeAt(at + 1) === DASH ? at + 2 : at + 1
  const unit = text.charCodeAt(mouth)
  return unit === OPEN || unit === CLOSE ? mouth + 1 : 0
}

/** Letters, digits after them, and letters after an apostrophe. */
function wordEnd(text: string, from: number): number {
  let at = from
  while (classAt(text, at) === LETTER || classAt(text, at) === DIGIT) at++
  while (text.charCodeAt(at) === APOSTROPHE && classAt(text, at + 1) === LETTER) {
    at++
    while (classAt(text, at) === LETTER) at++
  }
  return at
}

/** Digits, and digits after a point or comma. */
function numberEnd(text: string, from: number): number {
  let at = from
  for (;;) {
    while (classAt(text, at) === DIGIT) at++
    const unit = text.charCodeAt(at)
    if ((unit !== POINT && unit !== COMMA) || classAt(text, at + 1) !== DIGIT) return at
    at++
  }
}

/** Of a longer number only its length is kept. */
function isSize(text: string, start: number, end: number): boolean {
  if (end - start <= LONGEST_NUMBER) return false
  for (let at = start; at < end; at++) if (classAt(text, at) !== DIGIT) return false
  return true
}

/** The kind of the token that the end of a clause is, 0 where it is none. */
function signOf(text: string, start: number, end: number): number {
  let sign = 0
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at)
    if (unit === EXCLAMATION) return TokenKind.EXCLAMATION
    if (unit === QUESTION) sign = TokenKind.QUESTION
  }
  return sign
}

/** 0 beyond the end. */
function classAt(text: string, at: number): number {
  return at < text.length ? CLASSES[text.charCodeAt(at)]! : 0
}

function classes(groups: readonly (readonly [kind: number, characters: string])[]): Uint8Array {
  const table = new Uint8Array(128)
  for (const [kind, characters] of groups) for (const unit of units(characters)) table[unit] = kind
  return table
}

function units(characters: string): number[] {
  return Array.from(characters, (character) => character.charCodeAt(0))
}
