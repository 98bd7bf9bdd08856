import { type Factor, parseFormula } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { requestedModel } from './design-request.ts'
import { chooseTerms } from './model-terms.ts'

const number = (name: string): Factor => ({ kind: 'continuous', name, low: 0, high: 1 })
const category = (name: string): Factor => ({ kind: 'categorical', name, levels: ['A', 'B', 'C'] })
const component = (name: string, group = '1'): Factor => ({ kind: 'mixture', name, low: 0, high: 1, group, total: 1 })
const block: Factor = { kind: 'block', name: 'day', levels: ['1', '2'], sizes: [4, 4] }
const columnsOf = (factors: readonly Factor[], model: string) =>
  requestedModel(factors, { model, coding: 'orthonormal' }).model.columns.map(({ name }) => name)

describe('the terms of a model', () => {
  const a = number('a')
  const b = number('b')
  const c = category('c')
  const x = [component('x'), component('y'), component('z')]
  it.each([
    ['main', [a, b, c], '1 a b c[B] c[C]'],
    ['interactions', [a, b], '1 a b a:b'],
    ['quadratic', [a, b, c], '1 a b c[B] c[C] a^2 b^2 a:b a:c[B] a:c[C] b:c[B] b:c[C]'],
    ['special_cubic', [a, b, c], '1 a b c[B] c[C] a^2 b^2 a:b a:c[B] a:c[C] b:c[B] b:c[C] a:b:c[B] a:b:c[C]'],
    ['cubic', [a, b], '1 a b a^2 b^2 a^3 b^3 a:b b:a^2 a:b^2'],
    ['main', x, 'x y z'],
    ['quadratic', x, 'x y z x:y x:z y:z'],
    ['special_cubic', x, 'x y z x:y x:z y:z x:y:z'],
    ['cubic', x, 'x y z x:y x:z y:z y:x^2 z:x^2 z:y^2 x:y:z'],
    ['main', [...x.slice(0, 2), a, c], 'x y a c[B] c[C]'],
    ['quadratic', [...x.slice(0, 2), a, b], 'x y a^2 b^2 x:y x:a y:a x:b y:b a:b'],
    ['main', [...x.slice(0, 2), component('v', '2'), component('w', '2')], 'x y v'],
    ['main', [block, a], '1 day[2] a'],
    ['quadratic', [block, a], '1 day[2] a a^2'],
    ['. + I(a^2)', [block, a, b], '1 day[2] a b a^2'],
    ['yield ~ a*b', [a, b], '1 a b a:b'],
    ['`the yield` ~ a', [a, b], '1 a'],
    ['x + y', x, '1 x y'],
    ['.', x, 'x y z'],
    ['0 + a', [a], 'a'],
  ])('of %s over some factors are as documented', (model, factors, columns) => {
    expect(columnsOf(factors, model).join(' ').replace('(Intercept)', '1')).toBe(columns)
  })

  it('keep names apart that a formula would split', () => {
    expect(columnsOf([number('a b'), number('切込量,mm'), number('x`y')], 'interactions')).toContain('a b:切込量,mm')
  })

  it('say that the intercept was left out beside a whole mixture', () => {
    expect(chooseTerms(x, 'x + y + z').warnings).toMatchObject([{ code: 'intercept_left_out' }])
    expect(chooseTerms(x, 'x + y').warnings).toEqual([])
  })

  it('span, for a cubic mixture, what Scheffé’s own terms span', () => {
    // xy(x − y) = x²y − xy², and xy² = xy − x²y − xyz on the simplex
    const at = (px: number, py: number) => ({ x: px, y: py, z: 1 - px - py })
    for (const { x: u, y: v, z: w } of [at(0.2, 0.3), at(0.5, 0.1), at(0.7, 0.3)]) {
      expect(u * v * (u - v)).toBeCloseTo(2 * u * u * v - u * v + u * v * w, 15)
    }
  })

  it.each([
    ['a + w', 'design_factor_unknown', /"model" names "w".*are: a, c/],
    ['a + (', 'formula_invalid', /missing/],
    ['I(c^2)', 'formula_invalid', /c is a category/],
    ['a + I(a*c)', 'formula_invalid', /c is a category/],
    ['log(c)', 'formula_invalid', /c is a category/],
  ])('refuse %s', (model, code, message) => {
    expect(() => chooseTerms([a, c], model)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })

  it('are those of the formula that says the same', () => {
    const names = ['a', 'b']
    const formula = parseFormula('a*b + I(a^2) + I(b^2)', { columns: names, features: names }).terms
    const sorted = (terms: readonly { label: string }[]) => terms.map(({ label }) => label).sort()
    expect(sorted(chooseTerms([a, b], 'quadratic').terms.terms)).toEqual(sorted(formula))
  })
})
