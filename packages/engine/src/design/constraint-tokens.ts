import { CodedError } from '@zerosec/errors'

/**
 * name: one of the factors' names, as the factor has it. word: any other, which can only be a level. string: in quotation marks.
 * Positions count characters from 0.
 */
export interface ConstraintToken {
  readonly kind: 'name' | 'word' | 'string' | 'number' | 'operator' | 'keyword' | 'function' | 'separator' | 'end'
  readonly text: string
  readonly position: number
}

const FUNCTIONS: ReadonlySet<string> = new Set(['abs', 'log', 'ln', 'log10', 'exp', 'sqrt', 'min', 'max'])
const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ...['and', 'or', 'not', 'in', 'if', 'then'].map((word) => [word, word] as const),
  ['かつ', 'and'],
  ['または', 'or'],
])
/** Longest first. */
const OPERATORS: readonly (readonly [written: string, meant: string])[] = [
  ['<=', '<='],
  ['=<', '<='],
  ['>=', '>='],
  ['=>', '>='],
  ['!=', '!='],
  ['<>', '!='],
  ['==', '='],
  ['&&', 'and'],
  ['||', 'or'],
  ['**', '^'],
  ['<', '<'],
  ['>', '>'],
  ['=', '='],
  ['!', 'not'],
  ['+', '+'],
  ['-', '-'],
  ['*', '*'],
  ['/', '/'],
  ['^', '^'],
  ['(', '('],
  [')', ')'],
  [',', ','],
  ['%', '%'],
  ['≤', '<='],
  ['≦', '<='],
  ['≥', '>='],
  ['≧', '>='],
  ['≠', '!='],
  ['∧', 'and'],
  ['∨', 'or'],
  ['¬', 'not'],
]
/** What an input method writes in place of an ASCII sign; one character for one, so that positions stay. */
const SIGNS: Readonly<Record<string, string>> = {
  '\u3000': ' ',
  '\u00a0': ' ',
  '−': '-',
  '‐': '-',
  '–': '-',
  '—': '-',
  '×': '*',
  '·': '*',
  '÷': '/',
  '、': ',',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
}
const CLOSING: Readonly<Record<string, string>> = { '`': '`', '"': '"', "'": "'", '「': '」', '[': ']' }
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/y
const WORD = /[^\s+\-*/^(),;<>=!&|`"'「」[\]%≤≦≥≧≠∧∨¬。]+/y
const WORD_CHARACTER = /[\p{L}\p{M}\p{N}_ー]/u

/**
 * Splits constraints into tokens. The longest factor name that stands at a place is a name there, quoted or not, whatever its
 * characters: `反応時間(min)`, `Cu/Zn`. Upper and lower case, full and half width mean the same. A new line or `;` separates.
 *
 * @throws CodedError `design_constraint_invalid` for a quote or bracket that is not closed
 */
export function constraintTokens(text: string, names: readonly string[]): ConstraintToken[] {
  const folded = fold(text).replace(/(?<=\d)。(?=\d)/gu, '.')
  const known = names
    .map((name) => ({ name, folded: fold(name) }))
    .filter((entry) => isPlainName(entry.folded))
    .sort((a, b) => b.folded.length - a.folded.length)
  const tokens: ConstraintToken[] = []
  let position = 0
  while (position < text.length) {
    const { token, end } = nextToken(text, folded, position, known)
    if (token && !(token.kind === 'separator' && isUnfinished(tokens))) tokens.push(token)
    position = end
  }
  tokens.push({ kind: 'end', text: '', position: text.length })
  return tokens
}

/** The coded error that points at a place of the constraint. */
export function constraintError(text: string, position: number, problem: string): CodedError {
  const near = text.slice(position, position + 24).trim() || 'the end'
  const constraint = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return new CodedError('design_constraint_invalid', { constraint, near, problem, position: position + 1 })
}

/** The text in lower case and half width, character for character. */
export function fold(text: string): string {
  let folded = ''
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const half = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : text[i]!
    const sign = SIGNS[half] ?? half
    const lower = sign.toLowerCase()
    folded += lower.length === 1 ? lower : sign
  }
  return folded
}

interface Piece {
  readonly token: ConstraintToken | null
  readonly end: number
}

function nextToken(
  text: string,
  folded: string,
  position: number,
  known: readonly { readonly name: string; readonly folded: string }[],
): Piece {
  const character = folded[position]!
  const piece = (kind: ConstraintToken['kind'], value: string, end: number): Piece => ({
    token: { kind, text: value, position },
    end,
  })
  if (character === '\n' || character === ';') return piece('separator', ';', position + 1)
  if (/\s/.test(character)) return { token: null, end: position + 1 }
  const name = nameAt(text, folded, position, known)
  if (name) {
    const end = position + name.length
    const isCall = isFunctionCall(fold(name), folded, end)
    return piece(isCall ? 'function' : 'name', isCall ? fold(name) : name, end)
  }
  if (character in CLOSING) return quoted(text, folded, position)
  const number = matchAt(NUMBER, folded, position)
  if (number) return piece('number', number, position + number.length)
  if (character === '。') return piece('separator', ';', position + 1)
  const operator = OPERATORS.find(([written]) => folded.startsWith(written, position))
  if (operator)
    return piece(/[a-z]/.test(operator[1]) ? 'keyword' : 'operator', operator[1], position + operator[0].length)
  const word = matchAt(WORD, folded, position)
  if (!word) throw constraintError(text, position, 'this sign has no meaning here')
  const end = position + word.length
  if (KEYWORDS.has(word)) return piece('keyword', KEYWORDS.get(word)!, end)
  if (isFunctionCall(word, folded, end)) return piece('function', word, end)
  return piece('word', text.slice(position, end), end)
}

function quoted(text: string, folded: string, position: number): Piece {
  const opening = folded[position]!
  const closing = CLOSING[opening]!
  const end = folded.indexOf(closing, position + 1)
  if (end === -1) throw constraintError(text, position, `the closing ${closing} is missing`)
  const kind = opening === '`' || opening === '[' ? 'name' : 'string'
  return { token: { kind, text: text.slice(position + 1, end), position }, end: end + 1 }
}

function nameAt(
  text: string,
  folded: string,
  position: number,
  known: readonly { readonly name: string; readonly folded: string }[],
): string | null {
  const here = known.filter(
    (entry) => folded.startsWith(entry.folded, position) && endsAWord(folded, position, entry.folded),
  )
  const longest = here.filter((entry) => entry.folded.length === here[0]!.folded.length)
  return (longest.find(({ name }) => text.startsWith(name, position)) ?? longest[0])?.name ?? null
}

/** Only a bracket makes it one: ABS is also a plastic. */
function isFunctionCall(name: string, folded: string, end: number): boolean {
  return FUNCTIONS.has(name) && /^\s*\(/.test(folded.slice(end, end + 20))
}

function endsAWord(folded: string, position: number, name: string): boolean {
  const next = folded[position + name.length]
  return next === undefined || !WORD_CHARACTER.test(next) || !WORD_CHARACTER.test(name.at(-1)!)
}

/** Names that read as a number, a keyword or a sign have to be quoted. */
function isPlainName(folded: string): boolean {
  if (!WORD_CHARACTER.test(folded) || folded in CLOSING || KEYWORDS.has(folded)) return false
  return matchAt(NUMBER, folded, 0) !== folded && !/^[\s+\-*/^(,;<>=!]/.test(folded)
}

/** A line that ends in an operator goes on. */
function isUnfinished(tokens: readonly ConstraintToken[]): boolean {
  const last = tokens.at(-1)
  if (!last || last.kind === 'separator' || last.kind === 'keyword') return true
  return last.kind === 'operator' && last.text !== ')' && last.text !== '%'
}

function matchAt(pattern: RegExp, text: string, position: number): string {
  pattern.lastIndex = position
  return pattern.exec(text)?.[0] ?? ''
}
