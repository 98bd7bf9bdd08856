import { CodedError } from '@zerosec/errors'

/** `quoted` names are never operators, functions, numbers or the dot. Positions count characters from 0. */
export interface Token {
  readonly kind: 'name' | 'number' | 'operator' | 'end'
  readonly text: string
  readonly quoted: boolean
  readonly position: number
}

const OPERATORS = '+-*:^~()/,'
const QUOTES = '`"\''
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const NAME = /[^\s+\-*:^~()/,`"']+/y

/**
 * Splits a formula. A name runs until a space, an operator or a quote, so `材齢（日）` and `speed[rpm]` need no quotes; any
 * other name stands in backquotes or quotation marks, where the closing mark is doubled to mean itself.
 *
 * @throws CodedError `formula_invalid` for a quote that is not closed
 */
export function formulaTokens(text: string): Token[] {
  const tokens: Token[] = []
  let position = 0
  while (position < text.length) {
    const character = text[position]!
    if (/\s/.test(character)) {
      position++
    } else if (QUOTES.includes(character)) {
      const { name, end } = quotedName(text, position)
      tokens.push({ kind: 'name', text: name, quoted: true, position })
      position = end
    } else if (OPERATORS.includes(character)) {
      tokens.push({ kind: 'operator', text: character, quoted: false, position })
      position++
    } else {
      const number = matchAt(NUMBER, text, position)
      const name = matchAt(NAME, text, position)
      const isNumber = number.length >= name.length
      tokens.push({ kind: isNumber ? 'number' : 'name', text: isNumber ? number : name, quoted: false, position })
      position += Math.max(number.length, name.length)
    }
  }
  tokens.push({ kind: 'end', text: '', quoted: false, position: text.length })
  return tokens
}

/** The coded error that points at a place of the formula. */
export function formulaError(text: string, position: number, problem: string): CodedError {
  const near = text.slice(position, position + 24).trim() || 'the end'
  return new CodedError('formula_invalid', { near, problem, position: position + 1 })
}

function quotedName(text: string, start: number): { name: string; end: number } {
  const quote = text[start]!
  let name = ''
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== quote) name += text[at]
    else if (text[at + 1] === quote) name += text[at++]
    else return { name, end: at + 1 }
  }
  throw formulaError(text, start, `the name has no closing ${quote}`)
}

function matchAt(pattern: RegExp, text: string, position: number): string {
  pattern.lastIndex = position
  return pattern.exec(text)?.[0] ?? ''
}
