import { CodedError } from '@zerosec/errors'
import type { Quantity } from '../design/constraint.ts'
import { factorNames, parseQuantity } from '../design/constraint-parser.ts'
import { FUNCTIONS } from '../design/linear-form.ts'

/** A column that is calculated from others: `cutting_time = 100 / feed * 60`. */
export interface DerivedQuantity {
  readonly name: string
  readonly quantity: Quantity
  /** The columns that it is calculated from, each once. */
  readonly inputs: readonly string[]
}

/** A column that an expression may name. */
export interface NamedColumn {
  readonly name: string
  /** Left out: numbers. Else what it holds, for the message that refuses it. */
  readonly holds?: readonly string[]
}

/** An expression is a line that a person writes; what is longer is not read. */
const MAX_LENGTH = 2000
const CLOSING: Readonly<Record<string, string>> = { '`': '`', '"': '"', "'": "'", '「': '」', '[': ']' }

/**
 * Reads `name = expression` with the arithmetic of design constraints: + − * / ^ and abs, ln (log), log10, exp, sqrt, min, max over
 * the numbers of columns; upper and lower case, full and half width mean the same. Names that would read as something else stand
 * in backquotes, brackets or quotation marks. Units are not looked at. Nothing is ever evaluated as code.
 *
 * @throws CodedError `derived_column_invalid` with the place and what is wrong there
 */
export function parseDerivedQuantity(text: string, columns: readonly NamedColumn[]): DerivedQuantity {
  const { name, equals } = readName(text)
  const quantity = readQuantity(text, text.slice(equals + 1), columns)
  return { name, quantity, inputs: [...new Set(factorNames(quantity))] }
}

/** The name alone, which can be read without knowing the columns. @throws CodedError `derived_column_invalid` */
export function derivedName(text: string): string {
  return readName(text).name
}

function readName(text: string): { name: string; equals: number } {
  if (text.length > MAX_LENGTH) throw invalid(text, 'the end', `it is longer than ${MAX_LENGTH} characters`)
  const equals = equalsSign(text)
  if (equals === -1) throw invalid(text, text.slice(0, 24), 'it is no "name = expression"')
  const name = unquoted(text.slice(0, equals).trim())
  if (name === '')
    throw invalid(text, text.slice(equals, equals + 24), 'the name of the new column is missing before it')
  return { name, equals }
}

/**
 * The quantity of every row; NaN where an input is missing, and where there is no finite result: a division by zero, a logarithm of
 * nothing.
 *
 * @param columns  by name, n each
 * @throws RangeError for a name that has no column
 */
export function evaluateQuantity(
  quantity: Quantity,
  columns: ReadonlyMap<string, Float64Array>,
  n: number,
): Float64Array {
  const values = valuesOf(quantity, columns, n)
  // a column itself is not the caller's to overwrite
  return values.map((value) => (Number.isFinite(value) ? value : Number.NaN))
}

function valuesOf(quantity: Quantity, columns: ReadonlyMap<string, Float64Array>, n: number): Float64Array {
  switch (quantity.kind) {
    case 'number':
      return new Float64Array(n).fill(quantity.value)
    case 'factor': {
      const column = columns.get(quantity.name)
      if (column?.length !== n) throw new RangeError(`no column "${quantity.name}" of ${n} rows`)
      return column
    }
    case 'function': {
      const inputs = quantity.inputs.map((input) => valuesOf(input, columns, n))
      const apply = FUNCTIONS[quantity.name]
      return Float64Array.from({ length: n }, (_, i) => apply(...inputs.map((input) => input[i]!)))
    }
    case 'operation': {
      const left = valuesOf(quantity.left, columns, n)
      const right = valuesOf(quantity.right, columns, n)
      const apply = OPERATIONS[quantity.operator]
      return left.map((value, i) => apply(value, right[i]!))
    }
  }
}

const OPERATIONS: Readonly<Record<'+' | '-' | '*' | '/' | '^', (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  // a missing cell to the power of 0 stays missing
  '^': (a, b) => (Number.isNaN(a) ? a : a ** b),
}

function readQuantity(text: string, expression: string, columns: readonly NamedColumn[]): Quantity {
  const factors = columns.map(({ name, holds }) =>
    holds
      ? ({ kind: 'categorical', name, levels: holds } as const)
      : ({ kind: 'continuous', name, low: 0, high: 1 } as const),
  )
  try {
    return parseQuantity(expression, factors, 'column')
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'design_constraint_invalid') throw error
    throw invalid(text, String(error.details['near']), String(error.details['problem']))
  }
}

/** The first = outside of quotes. */
function equalsSign(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === '=' || character === '＝') return at
    const closing = CLOSING[character]
    if (closing === undefined) continue
    const end = text.indexOf(closing, at + 1)
    if (end > at) at = end
  }
  return -1
}

function unquoted(name: string): string {
  const closing = CLOSING[name[0] ?? '']
  return closing !== undefined && name.length > 1 && name.endsWith(closing) ? name.slice(1, -1).trim() : name
}

function invalid(expression: string, near: string, problem: string): CodedError {
  const shown = expression.length > 80 ? `${expression.slice(0, 80)}…` : expression
  return new CodedError('derived_column_invalid', { expression: shown, near, problem })
}
