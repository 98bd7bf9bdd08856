import { CodedError } from '@zerosec/errors'
import { parseProduct } from './formula-arithmetic.ts'
import { formulaError, formulaTokens, type Token } from './formula-tokens.ts'
import {
  columnVariable,
  functionVariable,
  type ModelTerms,
  productTerm,
  productVariable,
  type Variable,
} from './terms.ts'

export interface Formula extends ModelTerms {
  /** The name left of `~`; null where there is none. */
  readonly response: string | null
}

export interface FormulaContext {
  /** Every name that the formula may use. */
  readonly columns: readonly string[]
  /** What `.` stands for; the response is left out of it. */
  readonly features: readonly string[]
}

const MAX_TERMS = 100_000
const MAX_CROSSING = 6
const FUNCTIONS = ['I', 'log', 'exp', 'sqrt']

/**
 * Reads a model formula in Wilkinson's notation as R writes it: `y ~ a + b*c + a:b + I(x^2) + (a+b+c)^2 - a + .`; `0 +` or
 * `- 1` leaves the intercept out. Terms come out in R's order: by number of variables, then as written.
 *
 * Two things differ from R: `x^2` on a single column is its square (R reads it as x), and `I(…)` takes products, powers and
 * shifts of columns only (`I(x*z)`, `I(((x-85)/5)^2)`), so that every model can be written as a formula of a spreadsheet.
 * Nothing is ever evaluated as code.
 *
 * @throws CodedError `formula_invalid` with the place, `column_unknown`
 */
export function parseFormula(text: string, context: FormulaContext): Formula {
  return new FormulaParser(text, context).parse()
}

/** Terms in order of appearance, each a set of variables; the key joins their labels in order of first appearance. */
type TermSet = Map<string, readonly Variable[]>

class FormulaParser {
  readonly #text: string
  readonly #context: FormulaContext
  readonly #tokens: readonly Token[]
  /** Order of first appearance: a:b and b:a are one term. */
  readonly #variables: string[] = []
  #at = 0
  #depth = 0
  #response: string | null = null
  #intercept = true

  constructor(text: string, context: FormulaContext) {
    this.#text = text
    this.#context = context
    this.#tokens = formulaTokens(text)
  }

  parse(): Formula {
    this.#parseResponse()
    const terms = this.#parseSum()
    if (this.#token.kind !== 'end') this.#fail('an operator such as + is missing before it')
    if (terms.size === 0 && !this.#intercept) this.#fail('no term is left in the model')
    const ordered = [...terms.values()].sort((a, b) => a.length - b.length)
    return { response: this.#response, intercept: this.#intercept, terms: ordered.map(productTerm) }
  }

  #parseResponse(): void {
    const tilde = this.#tokens.findIndex((token) => token.text === '~' && token.kind === 'operator')
    if (tilde === -1) return
    if (tilde === 0) {
      this.#at = 1
      return
    }
    const response = this.#token
    if (response.kind !== 'name' || tilde !== 1) this.#fail('left of ~ stands one column name')
    this.#response = this.#column(response)
    this.#at = 2
  }

  #parseSum(): TermSet {
    const terms: TermSet = new Map()
    let sign = '+'
    if (this.#isOperator('-') || this.#isOperator('+')) sign = this.#take().text
    for (;;) {
      if (this.#token.kind === 'number') this.#parseIntercept(sign)
      else {
        for (const [key, variables] of this.#parseCrossing()) {
          if (sign === '-') terms.delete(key)
          else terms.set(key, variables)
        }
      }
      if (!this.#isOperator('+') && !this.#isOperator('-')) return terms
      sign = this.#take().text
    }
  }

  #parseIntercept(sign: string): void {
    if (!['0', '1'].includes(this.#token.text)) this.#fail('only the numbers 0 and 1 (the intercept) can stand here')
    if (this.#depth > 0) this.#fail('0 and 1 can only stand outside brackets')
    this.#intercept = (this.#take().text === '1') === (sign === '+')
  }

  #parseCrossing(): TermSet {
    let left = this.#parseInteraction()
    while (this.#isOperator('*')) {
      this.#take()
      const right = this.#parseInteraction()
      left = new Map([...left, ...right, ...this.#cross(left, right)])
    }
    return left
  }

  #parseInteraction(): TermSet {
    let left = this.#parsePower()
    while (this.#isOperator(':')) {
      this.#take()
      left = this.#cross(left, this.#parsePower())
    }
    return left
  }

  #parsePower(): TermSet {
    const start = this.#token
    const base = this.#parsePrimary()
    if (this.#isOperator('/')) this.#fail('write a ratio as I(a/b)')
    if (!this.#isOperator('^')) return base
    this.#take()
    const exponent = Number(this.#token.text)
    if (this.#token.kind !== 'number' || !Number.isInteger(exponent) || exponent < 1) {
      this.#fail('after ^ stands a whole number from 1')
    }
    const [variables] = base.values()
    if (start.kind === 'name' && base.size === 1 && variables?.length === 1) {
      this.#take()
      const pieces = variables[0]!.pieces.map((p) => (p.kind === 'power' ? { ...p, power: p.power * exponent } : p))
      if (exponent > 1 && pieces.some((piece) => piece.kind === 'function'))
        this.#fail('only a column can have a power')
      return this.#single(productVariable(pieces))
    }
    if (exponent > MAX_CROSSING) this.#fail(`products of more than ${MAX_CROSSING} factors are not built`)
    this.#take()
    let crossed = base
    for (let k = 1; k < exponent; k++) crossed = new Map([...crossed, ...this.#cross(crossed, base)])
    return crossed
  }

  #parsePrimary(): TermSet {
    const token = this.#token
    if (this.#isOperator('(')) {
      this.#take()
      this.#depth++
      const inner = this.#parseSum()
      this.#depth--
      this.#expect(')')
      return inner
    }
    if (token.kind !== 'name') {
      this.#fail(token.kind === 'number' ? 'a number can only stand alone or within I(…)' : 'a column name is missing')
    }
    const next = this.#tokens[this.#at + 1]!
    if (!token.quoted && next.kind === 'operator' && next.text === '(') return this.#single(this.#parseFunction())
    if (!token.quoted && token.text === '.') {
      this.#take()
      const features = this.#context.features.filter((name) => name !== this.#response)
      return new Map(features.flatMap((name) => [...this.#single(columnVariable(name))]))
    }
    const column = this.#column(token)
    this.#take()
    return this.#single(columnVariable(column))
  }

  #parseFunction(): Variable {
    const name = this.#token
    if (!FUNCTIONS.includes(name.text)) this.#fail(`the functions are ${FUNCTIONS.join(', ')}`)
    this.#at += 2
    if (name.text === 'I') {
      const { variable, at } = parseProduct(this.#text, this.#tokens, this.#at, (token) => this.#column(token))
      this.#at = at
      this.#expect(')')
      return variable
    }
    if (this.#token.kind !== 'name') this.#fail(`${name.text}(…) takes a column name`)
    const column = this.#column(this.#token)
    this.#take()
    this.#expect(')')
    if (name.text === 'log' || name.text === 'exp') return functionVariable(name.text, column)
    return productVariable([{ kind: 'power', input: column, power: 0.5, center: 0, scale: 1 }])
  }

  #cross(left: TermSet, right: TermSet): TermSet {
    if (left.size * right.size > MAX_TERMS) this.#fail(`the model would have more than ${MAX_TERMS} terms`)
    const crossed: TermSet = new Map()
    for (const a of left.values()) {
      for (const b of right.values()) {
        const union = new Map([...a, ...b].map((variable) => [variable.label, variable]))
        const labels = [...union.keys()].sort((x, y) => this.#variables.indexOf(x) - this.#variables.indexOf(y))
        crossed.set(
          termKey(labels),
          labels.map((label) => union.get(label)!),
        )
      }
    }
    return crossed
  }

  #single(variable: Variable): TermSet {
    if (!this.#variables.includes(variable.label)) this.#variables.push(variable.label)
    return new Map([[termKey([variable.label]), [variable]]])
  }

  #column(token: Token): string {
    if (this.#context.columns.includes(token.text)) return token.text
    throw new CodedError('column_unknown', { column: token.text, known: this.#context.columns })
  }

  get #token(): Token {
    return this.#tokens[this.#at]!
  }

  #take(): Token {
    return this.#tokens[this.#at++]!
  }

  #isOperator(text: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === text
  }

  #expect(text: string): void {
    if (!this.#isOperator(text)) this.#fail(`${text} is missing before it`)
    this.#take()
  }

  #fail(problem: string): never {
    throw formulaError(this.#text, this.#token.position, problem)
  }
}

function termKey(labels: readonly string[]): string {
  return JSON.stringify(labels)
}
