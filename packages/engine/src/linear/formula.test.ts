import { CodedError } from '@zerosec/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFormula } from './formula.ts'

const columns = ['y', 'a', 'b', 'c', '温度 [℃]', '材齢（日）', 'raw.material.1', 'x^2', 'say "hi"', '1号機']
const context = { columns, features: ['a', 'b', 'c'] }

const labels = (text: string) => parseFormula(text, context).terms.map((term) => term.label)

describe('parseFormula', () => {
  it.each([
    ['y ~ a', ['a']],
    ['y ~ a + b + a', ['a', 'b']],
    ['y ~ a*b', ['a', 'b', 'a:b']],
    ['y ~ b + a + a:b', ['b', 'a', 'b:a']],
    ['y ~ a:b + b:a', ['a:b']],
    ['y ~ a:b + c', ['c', 'a:b']],
    ['y ~ a*b*c', ['a', 'b', 'c', 'a:b', 'a:c', 'b:c', 'a:b:c']],
    ['y ~ (a+b+c)^2', ['a', 'b', 'c', 'a:b', 'a:c', 'b:c']],
    ['y ~ (a+b+c)^2 - a:b', ['a', 'b', 'c', 'a:c', 'b:c']],
    ['y ~ (a+b+c)^2 - a', ['b', 'c', 'a:b', 'a:c', 'b:c']],
    ['y ~ (a+b):c', ['a:c', 'b:c']],
    ['y ~ a:a', ['a']],
    ['y ~ .', ['a', 'b', 'c']],
    ['y ~ . - b', ['a', 'c']],
    ['y ~ .^2 - .', ['a:b', 'a:c', 'b:c']],
    ['b ~ .', ['a', 'c']],
    ['~ a', ['a']],
    ['a + b', ['a', 'b']],
    ['y ~ I(a^2) + a:I(b^2)', ['a^2', 'a:b^2']],
    ['y ~ a^2 + a^1', ['a^2', 'a']],
    ['y ~ I(a*a) + I(a^2)', ['a^2']],
    ['y ~ I(a*b) + I(a/b) + I(1/a)', ['a*b', 'a*b^(-1)', 'a^(-1)']],
    ['y ~ I((a-85)/5) + I(((a-85)/5)^2) + I((a - 1)^2)', ['(a-85)/5', '((a-85)/5)^2', '(a-1)^2']],
    ['y ~ log(a) + exp(b) + sqrt(c)', ['log(a)', 'exp(b)', 'sqrt(c)']],
    [
      'y ~ `温度 [℃]` * 材齢（日） + raw.material.1',
      ['温度 [℃]', '材齢（日）', 'raw.material.1', '温度 [℃]:材齢（日）'],
    ],
    ['y ~ `x^2` + "say ""hi""" + 1号機', ['x^2', 'say "hi"', '1号機']],
    ['y ~ 1', []],
  ])('reads %s in the order of R', (text, expected) => {
    expect(labels(text)).toEqual(expected)
  })

  it.each([
    ['y ~ a', true],
    ['y ~ 0 + a', false],
    ['y ~ a - 1', false],
    ['y ~ -1 + a', false],
    ['y ~ a + 1', true],
    ['y ~ a + 0 + 1', true],
  ])('knows whether %s has an intercept', (text, intercept) => {
    expect(parseFormula(text, context).intercept).toBe(intercept)
  })

  it('shifts and scales exactly as written', () => {
    const [term] = parseFormula('y ~ I((a-85)/49)', context).terms
    expect(term!.variables[0]!.pieces).toEqual([{ kind: 'power', input: 'a', power: 1, center: 85, scale: 49 }])
    const [minus] = parseFormula('y ~ I(3 - 2*a)', context).terms
    expect(minus!.variables[0]!.pieces).toEqual([{ kind: 'power', input: 'a', power: 1, center: 1.5, scale: -0.5 }])
  })

  it('names the response', () => {
    expect(parseFormula('y ~ a', context).response).toBe('y')
    expect(parseFormula('a', context).response).toBeNull()
  })

  it.each([
    ['y ~ a b', 'b', /operator such as \+/],
    ['y ~ a +', 'the end', /column name is missing/],
    ['y ~ (a + b', 'the end', /\) is missing/],
    ['y ~ a + b)', ')', /operator/],
    ['y ~ `a', '`a', /no closing `/],
    ['y ~ a/b', '/b', /I\(a\/b\)/],
    ['y ~ 2*a', '2*a', /0 and 1/],
    ['y ~ a*2', '2', /number/],
    ['y ~ (a+b)^2.5', '2.5', /whole number/],
    ['y ~ (a+b)^9', '9', /more than 6/],
    ['y ~ I(a+b)', ')', /products, powers/],
    ['y ~ I(a^2+1)', ')', /products, powers/],
    ['y ~ I(a^99)', ')', /up to 20/],
    ['y ~ I(3)', '3)', /products, powers/],
    ['y ~ I(a/0)', ')', /products, powers/],
    ['y ~ sin(a)', 'sin(a)', /functions are I, log/],
    ['y ~ log(a+b)', '+b)', /\) is missing/],
    ['a + b ~ c', 'a + b ~ c', /left of ~/],
    ['y ~ a ~ b', '~ b', /operator/],
    ['y ~ 0', 'the end', /no term/],
    ['', 'the end', /column name/],
    ['y ~ (a - 1)^2', '1)^2', /outside brackets/],
  ])('refuses %s and points at the place', (text, near, problem) => {
    expect(() => parseFormula(text, context)).toThrow(
      expect.objectContaining({
        code: 'formula_invalid',
        details: expect.objectContaining({ near, problem: expect.stringMatching(problem) }),
      }),
    )
  })

  it('answers any text with terms or a coded error', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      'y',
      '~',
      '+',
      '-',
      '*',
      ':',
      '^',
      '(',
      ')',
      'I(',
      'log(',
      '2',
      '0',
      '/',
      '`',
      ' ',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')),
        ),
        (text) => {
          const outcome = outcomeOf(text)
          return outcome instanceof CodedError || Array.isArray(outcome)
        },
      ),
      { numRuns: 2000, seed: 1 },
    )
  })

  it('names a column that is not there', () => {
    expect(() => parseFormula('y ~ a + tempp', context)).toThrow(
      expect.objectContaining({ code: 'column_unknown', details: { column: 'tempp', known: columns } }),
    )
  })

  it('refuses to build products without end', () => {
    const many = Array.from({ length: 400 }, (_, i) => `v${i}`)
    const text = `(${many.join('+')})^3`
    expect(() => parseFormula(text, { columns: many, features: many })).toThrow(
      expect.objectContaining({ code: 'formula_invalid' }),
    )
  })
})

function outcomeOf(text: string): unknown {
  try {
    return parseFormula(text, context).terms
  } catch (error) {
    return error
  }
}
