import { formulaError, type Token } from './formula-tokens.ts'
import { type NumberPiece, productVariable, type Variable } from './terms.ts'

/** What the inside of `I(…)` can be: a number, (column − center) / scale, or a product of powers of such. */
type Value =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'shifted'; readonly input: string; readonly center: number; readonly scale: number }
  | { readonly kind: 'product'; readonly pieces: readonly NumberPiece[] }

const MAX_POWER = 20
const NOT_A_PRODUCT = 'I(…) takes products, powers and shifts of columns, such as I(x^2), I(x*z), I(((x-85)/5)^2)'

/**
 * Reads the inside of `I(…)` from token `at` up to its closing bracket.
 *
 * @returns the product as one variable and the index of the closing bracket
 * @throws CodedError `formula_invalid`, and what `column` throws for an unknown name
 */
export function parseProduct(
  text: string,
  tokens: readonly Token[],
  at: number,
  column: (token: Token) => string,
): { variable: Variable; at: number } {
  const parser = new ArithmeticParser(text, tokens, at, column)
  const pieces = parser.parse()
  return { variable: productVariable(pieces), at: parser.at }
}

class ArithmeticParser {
  at: number
  readonly #text: string
  readonly #tokens: readonly Token[]
  readonly #column: (token: Token) => string

  constructor(text: string, tokens: readonly Token[], at: number, column: (token: Token) => string) {
    this.#text = text
    this.#tokens = tokens
    this.at = at
    this.#column = column
  }

  parse(): readonly NumberPiece[] {
    const start = this.at
    const pieces = piecesOf(this.#parseSum())
    const variable = pieces && productVariable(pieces)
    if (!variable || variable.pieces.length === 0) {
      throw formulaError(this.#text, this.#tokens[start]!.position, NOT_A_PRODUCT)
    }
    return variable.pieces
  }

  #parseSum(): Value {
    let left = this.#parseProduct()
    while (this.#isOperator('+') || this.#isOperator('-')) {
      const sign = this.#tokens[this.at++]!.text === '+' ? 1 : -1
      left = this.#checked(sum(left, multiplied(this.#parseProduct(), sign)))
    }
    return left
  }

  #parseProduct(): Value {
    let left = this.#parsePower()
    while (this.#isOperator('*') || this.#isOperator('/')) {
      const combine = this.#tokens[this.at++]!.text === '*' ? product : quotient
      left = this.#checked(combine(left, this.#parsePower()))
    }
    return left
  }

  #parsePower(): Value {
    if (this.#isOperator('-')) {
      this.at++
      return this.#checked(multiplied(this.#parsePower(), -1))
    }
    const base = this.#parseAtom()
    if (!this.#isOperator('^')) return base
    this.at++
    const exponent = this.#parsePower()
    if (exponent.kind !== 'number' || Math.abs(exponent.number) > MAX_POWER) {
      throw this.#error(`after ^ stands a number up to ${MAX_POWER}`)
    }
    return this.#checked(power(base, exponent.number))
  }

  #parseAtom(): Value {
    const token = this.#tokens[this.at]!
    if (this.#isOperator('(')) {
      this.at++
      const inner = this.#parseSum()
      if (!this.#isOperator(')')) throw this.#error(') is missing before it')
      this.at++
      return inner
    }
    if (token.kind === 'number') {
      this.at++
      return { kind: 'number', number: Number(token.text) }
    }
    if (token.kind !== 'name') throw this.#error('a column name or a number is missing')
    const input = this.#column(token)
    this.at++
    return { kind: 'shifted', input, center: 0, scale: 1 }
  }

  #checked(value: Value | null): Value {
    if (value === null) throw this.#error(NOT_A_PRODUCT)
    return value
  }

  #isOperator(text: string): boolean {
    const token = this.#tokens[this.at]!
    return token.kind === 'operator' && token.text === text
  }

  #error(problem: string): Error {
    return formulaError(this.#text, this.#tokens[this.at]!.position, problem)
  }
}

function sum(left: Value, right: Value | null): Value | null {
  if (right === null) return null
  if (left.kind === 'number' && right.kind === 'number') return { kind: 'number', number: left.number + right.number }
  if (left.kind === 'shifted' && right.kind === 'number') {
    return { ...left, center: left.center - right.number * left.scale }
  }
  if (left.kind === 'number' && right.kind === 'shifted') return sum(right, left)
  return null
}

function multiplied(value: Value, factor: number): Value | null {
  if (factor === 1) return value
  if (value.kind === 'number') return { kind: 'number', number: value.number * factor }
  if (value.kind === 'shifted' && factor !== 0) return { ...value, scale: value.scale / factor }
  return null
}

function product(left: Value, right: Value): Value | null {
  if (right.kind === 'number') return multiplied(left, right.number)
  if (left.kind === 'number') return multiplied(right, left.number)
  return { kind: 'product', pieces: [...piecesOf(left)!, ...piecesOf(right)!] }
}

/** Divides by a number directly: the scale of (x-85)/49 is 49, not the reciprocal of a reciprocal. */
function quotient(left: Value, right: Value): Value | null {
  if (right.kind === 'number' && left.kind === 'shifted') {
    return right.number === 0 ? null : { ...left, scale: left.scale * right.number }
  }
  const reciprocal = power(right, -1)
  return reciprocal && product(left, reciprocal)
}

function power(base: Value, exponent: number): Value | null {
  if (exponent === 1) return base
  if (base.kind === 'number') {
    const number = base.number ** exponent
    return Number.isFinite(number) ? { kind: 'number', number } : null
  }
  const pieces = piecesOf(base)!.map((piece) =>
    piece.kind === 'power' ? { ...piece, power: piece.power * exponent } : piece,
  )
  return { kind: 'product', pieces }
}

function piecesOf(value: Value): readonly NumberPiece[] | null {
  if (value.kind === 'number') return null
  if (value.kind === 'product') return value.pieces
  return [{ kind: 'power', input: value.input, power: 1, center: value.center, scale: value.scale }]
}
