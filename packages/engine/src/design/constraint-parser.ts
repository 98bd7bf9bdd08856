import type { Condition, Quantity } from './constraint.ts'
import { type ConstraintToken, constraintError, constraintTokens, fold } from './constraint-tokens.ts'
import type { CategoricalFactor, Factor } from './factor.ts'

/** Brackets, `not` and signs within each other, at most: what a person writes, and far from the end of the stack. */
const MAX_DEPTH = 60

/** A condition and the text that it was read from. */
export interface Statement {
  readonly text: string
  readonly condition: Condition
}

/** What a part of a constraint can be. A bare name is kept, since it may be meant as a level. */
type Expression = { readonly start: ConstraintToken; readonly bare: string | null } & (
  | { readonly kind: 'quantity'; readonly quantity: Quantity; readonly percent: boolean }
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'category'; readonly factor: CategoricalFactor }
  | { readonly kind: 'word' }
)
type Relation = Extract<Condition, { kind: 'compare' }>['relation']

const OPERANDS: ReadonlySet<string> = new Set(['name', 'word', 'string', 'number', 'function'])
const RELATIONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '=', '!='])

/**
 * Reads statements by recursive descent. From loosest to tightest: `if … then …`, or, and, not, comparisons and `in`, sums,
 * products, signs, powers.
 *
 * @throws CodedError `design_constraint_invalid`
 */
export function parseStatements(text: string, factors: readonly Factor[]): Statement[] {
  return new ConstraintParser(text, factors).parse()
}

/**
 * Reads one quantity alone, such as `100 / feed * 60`.
 *
 * @param noun  what messages call the names
 * @throws CodedError `design_constraint_invalid`
 */
export function parseQuantity(text: string, factors: readonly Factor[], noun: string): Quantity {
  return new ConstraintParser(text, factors, noun).parseQuantity()
}

class ConstraintParser {
  readonly #noun: string
  readonly #text: string
  readonly #factors: readonly Factor[]
  readonly #tokens: readonly ConstraintToken[]
  #at = 0
  #depth = 0

  constructor(text: string, factors: readonly Factor[], noun = 'factor') {
    this.#noun = noun
    this.#text = text
    this.#factors = factors
    this.#tokens = constraintTokens(
      text,
      factors.map(({ name }) => name),
    )
  }

  parse(): Statement[] {
    const statements: Statement[] = []
    while (this.#token.kind !== 'end') {
      if (this.#token.kind === 'separator') {
        this.#at++
        continue
      }
      const start = this.#token.position
      const condition = this.#condition(this.#parseExpression())
      const end = this.#token
      if (end.kind !== 'end' && end.kind !== 'separator') this.#fail('an operator such as and is missing before it')
      statements.push({ text: this.#text.slice(start, end.position).trim(), condition })
    }
    return statements
  }

  parseQuantity(): Quantity {
    const { quantity } = this.#quantity(this.#parseSum())
    if (this.#token.kind !== 'end') this.#fail('an operator such as * is missing before it')
    return quantity
  }

  #parseExpression(): Expression {
    if (!this.#isKeyword('if')) return this.#parseJoined('or')
    const start = this.#take()
    const premise = this.#condition(this.#parseJoined('or'))
    if (!this.#isKeyword('then')) this.#fail('after "if …" stands "then …"')
    this.#take()
    const conclusion = this.#condition(this.#nested(() => this.#parseExpression()))
    return asCondition(start, { kind: 'or', parts: [{ kind: 'not', part: premise }, conclusion] })
  }

  #parseJoined(kind: 'and' | 'or'): Expression {
    const operand = () => (kind === 'or' ? this.#parseJoined('and') : this.#parseNot())
    const first = operand()
    if (!this.#isKeyword(kind)) return first
    const parts = [this.#condition(first)]
    while (this.#isKeyword(kind)) {
      this.#take()
      parts.push(this.#condition(operand()))
    }
    return asCondition(first.start, { kind, parts })
  }

  #parseNot(): Expression {
    if (!this.#isKeyword('not')) return this.#parseComparison()
    const start = this.#take()
    const part = this.#condition(this.#nested(() => this.#parseNot()))
    return asCondition(start, { kind: 'not', part })
  }

  /** `a`, `a <= b`, `a <= b <= c`, `a in (b, c)`, `a not in (b, c)`. */
  #parseComparison(): Expression {
    let left = this.#parseSum()
    const negated = this.#isKeyword('not') && this.#tokens[this.#at + 1]?.text === 'in'
    if (negated) this.#take()
    if (this.#isKeyword('in')) return this.#parseMembership(left, negated)
    const { start } = left
    const parts: Condition[] = []
    while (this.#token.kind === 'operator' && RELATIONS.has(this.#token.text)) {
      const relation = this.#take()
      const right = this.#parseSum()
      parts.push(this.#comparison(left, relation, right))
      left = right
    }
    if (parts.length === 0) return left
    return asCondition(start, parts.length === 1 ? parts[0]! : { kind: 'and', parts })
  }

  #parseMembership(left: Expression, negated: boolean): Expression {
    const keyword = this.#take()
    const listed: Expression[] = []
    if (this.#isOperator('(')) {
      do {
        this.#take()
        listed.push(this.#parseSum())
      } while (this.#isOperator(','))
      this.#expect(')')
    } else listed.push(this.#parseSum())
    const equal = { ...keyword, text: '=' }
    const parts = listed.map((entry) => this.#comparison(left, equal, entry))
    const first = parts[0]!
    if (first.kind === 'level') {
      const levels = parts.flatMap((part) => (part.kind === 'level' ? part.levels : []))
      return asCondition(left.start, { kind: 'level', factor: first.factor, levels, negated })
    }
    const any: Condition = { kind: 'or', parts }
    return asCondition(left.start, negated ? { kind: 'not', part: any } : any)
  }

  #parseSum(): Expression {
    let left = this.#parseProduct()
    while (this.#isOperator('+') || this.#isOperator('-')) left = this.#operation(left, () => this.#parseProduct())
    return left
  }

  #parseProduct(): Expression {
    let left = this.#parseSigned()
    while (this.#isOperator('*') || this.#isOperator('/')) left = this.#operation(left, () => this.#parseSigned())
    return left
  }

  #parseSigned(): Expression {
    if (!this.#isOperator('-') && !this.#isOperator('+')) return this.#parsePower()
    const sign = this.#take()
    const { quantity, percent } = this.#quantity(this.#nested(() => this.#parseSigned()))
    if (sign.text === '+') return asQuantity(sign, quantity, percent)
    if (quantity.kind === 'number') return asQuantity(sign, { kind: 'number', value: -quantity.value }, percent)
    const zero: Quantity = { kind: 'number', value: 0 }
    return asQuantity(sign, { kind: 'operation', operator: '-', left: zero, right: quantity }, percent)
  }

  #parsePower(): Expression {
    const base = this.#parsePrimary()
    return this.#isOperator('^') ? this.#operation(base, () => this.#nested(() => this.#parseSigned())) : base
  }

  #operation(left: Expression, parseRight: () => Expression): Expression {
    const operator = this.#take().text as '+' | '-' | '*' | '/' | '^'
    const a = this.#quantity(left)
    const b = this.#quantity(parseRight())
    const quantity: Quantity = { kind: 'operation', operator, left: a.quantity, right: b.quantity }
    return asQuantity(left.start, quantity, a.percent || b.percent)
  }

  #parsePrimary(): Expression {
    const token = this.#token
    if (this.#isOperator('(')) {
      this.#take()
      const inner = this.#nested(() => this.#parseExpression())
      this.#expect(')')
      return { ...inner, start: token }
    }
    if (token.kind === 'number') return this.#parseNumber()
    if (token.kind === 'function') return this.#parseFunction()
    if (token.kind === 'string' || token.kind === 'word') {
      this.#take()
      return { kind: 'word', start: token, bare: token.text }
    }
    if (token.kind !== 'name') this.#fail(`a ${this.#noun} or a number is missing before it`)
    this.#take()
    return this.#reference(token)
  }

  #parseNumber(): Expression {
    const token = this.#take()
    const value = Number(token.text)
    if (!Number.isFinite(value)) throw constraintError(this.#text, token.position, 'the number is too large')
    if (!this.#isOperator('%')) return { ...asQuantity(token, { kind: 'number', value }, false), bare: token.text }
    const totals = new Set(this.#factors.flatMap((factor) => (factor.kind === 'mixture' ? [factor.total] : [])))
    const [total] = totals
    if (total === undefined || totals.size > 1) {
      this.#fail('% is read as a part of a mixture’s total only; write the number in the unit of the factor')
    }
    this.#take()
    return asQuantity(token, { kind: 'number', value: (value / 100) * total }, true)
  }

  #parseFunction(): Expression {
    const token = this.#take()
    const name = token.text as Extract<Quantity, { kind: 'function' }>['name']
    const inputs: Quantity[] = []
    let percent = false
    do {
      this.#take()
      const input = this.#quantity(this.#nested(() => this.#parseSum()))
      inputs.push(input.quantity)
      percent ||= input.percent
    } while (this.#isOperator(','))
    this.#expect(')')
    const several = name === 'min' || name === 'max'
    if (several ? inputs.length < 2 : inputs.length > 1) {
      throw constraintError(
        this.#text,
        token.position,
        `${name} takes ${several ? 'two numbers or more' : 'one number'}`,
      )
    }
    return asQuantity(token, { kind: 'function', name, inputs }, percent)
  }

  /** What a factor's name stands for. */
  #reference(token: ConstraintToken): Expression {
    const wanted = fold(token.text).trim()
    const factor =
      this.#factors.find(({ name }) => name === token.text) ??
      this.#factors.find(({ name }) => fold(name).trim() === wanted)
    if (!factor) {
      const known = this.#factors.map(({ name }) => name).join(', ')
      throw constraintError(
        this.#text,
        token.position,
        `there is no ${this.#noun} "${token.text}"; the ${this.#noun}s are ${known}`,
      )
    }
    if (factor.kind === 'block' || factor.kind === 'covariate') {
      const problem = `${factor.name} is given with the runs; constraints are on factors that are set`
      throw constraintError(this.#text, token.position, problem)
    }
    if (factor.kind === 'categorical') return { kind: 'category', factor, start: token, bare: token.text }
    return { ...asQuantity(token, { kind: 'factor', name: factor.name }, false), bare: token.text }
  }

  #comparison(left: Expression, relation: ConstraintToken, right: Expression): Condition {
    if (left.kind === 'category' && !this.#isOtherCategory(left, right))
      return this.#levelCondition(left, relation, right)
    if (right.kind === 'category') return this.#levelCondition(right, relation, left)
    const a = this.#quantity(left)
    const b = this.#quantity(right)
    if (a.percent || b.percent) this.#checkPercent(left.start, [a.quantity, b.quantity])
    return { kind: 'compare', relation: relation.text as Relation, left: a.quantity, right: b.quantity }
  }

  /** Whether the right side is the category and the left one may be its level: `A = catalyst` with a factor A. */
  #isOtherCategory(left: Expression & { kind: 'category' }, right: Expression): boolean {
    return right.kind === 'category' && !left.factor.levels.includes(right.bare ?? '')
  }

  #levelCondition(
    category: Expression & { kind: 'category' },
    relation: ConstraintToken,
    other: Expression,
  ): Condition {
    const { factor } = category
    const fail = (problem: string) => constraintError(this.#text, other.start.position, problem)
    const known = factor.levels.join(', ')
    if (other.bare === null) throw fail(`${factor.name} is a category; compare it with one of its levels ${known}`)
    if (relation.text !== '=' && relation.text !== '!=') {
      const problem = `${factor.name} is a category, which has no order; use =, != or in with its levels ${known}`
      throw constraintError(this.#text, relation.position, problem)
    }
    const wanted = fold(other.bare).trim()
    const level =
      factor.levels.find((name) => name === other.bare) ?? factor.levels.find((name) => fold(name).trim() === wanted)
    if (level === undefined) throw fail(`${factor.name} has no level "${other.bare}"; its levels are ${known}`)
    return { kind: 'level', factor: factor.name, levels: [level], negated: relation.text === '!=' }
  }

  #checkPercent(start: ConstraintToken, sides: readonly Quantity[]): void {
    const other = sides
      .flatMap(factorNames)
      .find((name) => this.#factors.find((factor) => factor.name === name)?.kind !== 'mixture')
    if (other === undefined) return
    const problem = `% is read as a part of a mixture’s total, and ${other} is in no mixture; write the number in its unit`
    throw constraintError(this.#text, start.position, problem)
  }

  #quantity(expression: Expression): { quantity: Quantity; percent: boolean } {
    if (expression.kind === 'quantity') return expression
    if (expression.kind === 'word') return this.#quantity(this.#reference(expression.start))
    const problem =
      expression.kind === 'category'
        ? `${expression.factor.name} is a category and can't be compared or calculated with as a number; its levels are ${expression.factor.levels.join(', ')}`
        : 'a comparison can’t be part of a calculation'
    throw constraintError(this.#text, expression.start.position, problem)
  }

  #condition(expression: Expression): Condition {
    if (expression.kind === 'condition') return expression.condition
    if (expression.kind === 'word') this.#reference(expression.start)
    if (OPERANDS.has(this.#token.kind)) this.#fail('an operator such as * or <= is missing before it')
    throw constraintError(this.#text, expression.start.position, 'a comparison such as <= is missing after it')
  }

  #nested<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.#fail(`more than ${MAX_DEPTH} brackets or signs are within each other`)
    const parsed = parse()
    this.#depth--
    return parsed
  }

  get #token(): ConstraintToken {
    return this.#tokens[this.#at]!
  }

  #take(): ConstraintToken {
    return this.#tokens[this.#at++]!
  }

  #isOperator(text: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === text
  }

  #isKeyword(text: string): boolean {
    return this.#token.kind === 'keyword' && this.#token.text === text
  }

  #expect(text: string): void {
    if (!this.#isOperator(text)) this.#fail(`${text} is missing before it`)
    this.#take()
  }

  #fail(problem: string): never {
    throw constraintError(this.#text, this.#token.position, problem)
  }
}

/** The factors that a quantity is calculated from. */
export function factorNames(quantity: Quantity): string[] {
  switch (quantity.kind) {
    case 'number':
      return []
    case 'factor':
      return [quantity.name]
    case 'operation':
      return [...factorNames(quantity.left), ...factorNames(quantity.right)]
    case 'function':
      return quantity.inputs.flatMap(factorNames)
  }
}

function asCondition(start: ConstraintToken, condition: Condition): Expression {
  return { kind: 'condition', condition, start, bare: null }
}

function asQuantity(start: ConstraintToken, quantity: Quantity, percent: boolean) {
  return { kind: 'quantity', quantity, percent, start, bare: null } as const satisfies Expression
}
